/** Scenes over real sockets: Berta counsels, Anton and Mia are clients, Eve stands outside. */
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from './limits';
import type { Relay } from './relay';
import { memoryStore } from './store/memory';
import { admit, askToFound, Chain, Client, createSpace, Feed, foundCentre, newCentre, onAnotherDevice, person, random, testRelay } from './testing';

const open: Relay[] = [];
async function relayFor(...options: Parameters<typeof testRelay>): ReturnType<typeof testRelay> {
	const relay = await testRelay(...options);
	open.push(relay);
	return relay;
}
afterEach(async () => {
	await Promise.all(open.splice(0).map((relay) => relay.stop()));
});

/** A stream of Berta and Anton, and both in it. */
async function stream(options: Parameters<typeof testRelay>[0] = {}) {
	const relay = await relayFor(options);
	const { client: berta, centre, berta: bertaInCentre, root, reception } = await foundCentre(relay);
	const [bertaHere, antonHere] = [await person(), await person()];
	const chain = await Chain.found(bertaHere);
	await chain.append(bertaHere, [admit(antonHere, 'member'), { kind: 'grant', member: antonHere.id, epoch: 1, sealed: random(80) }]);
	await createSpace(berta, centre.space, chain);
	await berta.join(chain.space, bertaHere);
	const anton = await Client.connect(relay.url, reception.space);
	await anton.join(chain.space, antonHere);
	return { relay, berta, anton, bertaHere, antonHere, chain, centre, bertaInCentre, root, reception };
}

describe('founding', () => {
	it('[R11] founds one centre with the set-up code, and none with a wrong or used one', async () => {
		const relay = await relayFor();
		const code = relay.setupCode ?? '';
		expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
		const [mine, other] = [await newCentre(), await newCentre()];
		const client = await Client.connect(relay.url);
		await askToFound(client, mine, '0000-0000-0000-0000');
		expect((await client.next('refused')).code).toBe('code-wrong');
		await askToFound(client, mine, code.toLowerCase().replaceAll('-', ' '));
		expect((await client.next('done')).request).toBe('found');
		expect(relay.setupCode).toBeNull();
		await askToFound(client, other, code);
		expect((await client.next('refused')).code).toBe('code-used');
	});

	it('[R11] makes guessing slow, and only for the one who guesses', async () => {
		let nowMs = 1_000_000;
		const relay = await relayFor({ now: () => nowMs });
		const centre = await newCentre();
		const [eve, berta] = [
			await Client.connect(relay.url, 'new', { headers: { 'x-forwarded-for': '203.0.113.9' } }),
			await Client.connect(relay.url)
		];
		const codes: string[] = [];
		for (let i = 0; i < 6; i++) {
			await askToFound(eve, centre, `guess ${i}`);
			codes.push((await eve.next('refused')).code);
		}
		expect(codes).toEqual(['code-wrong', 'code-wrong', 'code-wrong', 'code-wrong', 'too-fast', 'too-fast']);
		nowMs += 1_001;
		await askToFound(eve, centre, 'guess');
		expect((await eve.next('refused')).code).toBe('code-wrong');
		await askToFound(berta, centre, relay.setupCode ?? '');
		expect((await berta.next('done')).request).toBe('found');
	});

	it('[R11] a claim for another nonce, by another key or over other chains founds nothing', async () => {
		const relay = await relayFor();
		const [mine, other] = [await newCentre(), await newCentre()];
		const code = relay.setupCode ?? '';
		const client = await Client.connect(relay.url);
		await askToFound({ ...client, send: client.send.bind(client), nonce: random(32) } as unknown as Client, mine, code);
		expect((await client.next('refused')).code).toBe('bad-signature');
		await askToFound(client, { ...mine, centre: mine.reception, reception: mine.centre }, code);
		expect((await client.next('refused')).code).toBe('not-allowed');
		await askToFound(client, { ...mine, reception: mine.centre }, code);
		expect((await client.next('refused')).code).toBe('malformed');
		const forged = await mine.reception.draft(other.berta, [admit(other.berta, 'host')]);
		mine.reception.records.push(forged);
		await askToFound(client, mine, code);
		expect((await client.next('refused')).code).toBe('not-allowed');
		expect(relay.setupCode).toBe(code);
	});

	it('[R12] the root key claims the centre again, also at a relay that lost everything', async () => {
		const { relay, root, centre, reception, bertaInCentre } = await stream();
		const again = await Client.connect(relay.url);
		await askToFound(again, { root, centre, reception, berta: bertaInCentre }, '');
		expect((await again.next('done')).request).toBe('found');

		const wiped = await relayFor();
		await centre.append(bertaInCentre, [admit(await person(), 'reader')]);
		const client = await Client.connect(wiped.url);
		await askToFound(client, { root, centre, reception, berta: bertaInCentre }, wiped.setupCode ?? '');
		await client.next('done');
		expect((await client.join(centre.space, bertaInCentre)).length).toBe(2);
	});
});

describe('spaces', () => {
	it('[R10] only who works for the centre founds spaces, and the same twice is one', async () => {
		const { relay, berta, anton, chain, centre } = await stream();
		const mine = await Chain.found(await person());
		anton.send({ kind: 'create', space: mine.space, centre: centre.space, records: mine.bytes });
		expect((await anton.next('refused')).code).toBe('not-member');
		anton.send({ kind: 'create', space: mine.space, centre: chain.space, records: mine.bytes });
		expect((await anton.next('refused')).code).toBe('not-allowed');
		const eve = await Client.connect(relay.url);
		eve.send({ kind: 'create', space: mine.space, centre: centre.space, records: mine.bytes });
		expect((await eve.next('refused')).code).toBe('not-member');
		await createSpace(berta, centre.space, chain);
		berta.send({ kind: 'create', space: chain.space, centre: centre.space, records: mine.bytes });
		expect((await berta.next('refused')).code).toBe('head-moved');
		berta.send({ kind: 'create', space: mine.space, centre: centre.space, records: chain.bytes });
		expect((await berta.next('refused')).code).toBe('malformed');
	});

	it('[R10] a centre has no more spaces than it may', async () => {
		const { berta, centre } = await stream({ limits: { spacesPerCentre: 4 } });
		await createSpace(berta, centre.space, await Chain.found(await person()));
		const fifth = await Chain.found(await person());
		berta.send({ kind: 'create', space: fifth.space, centre: centre.space, records: fifth.bytes });
		expect((await berta.next('refused')).code).toBe('too-large');
	});

	it('[R1] nobody joins without the answer to this nonce, by a certified device of a member', async () => {
		const { relay, chain, antonHere, bertaHere } = await stream();
		const eve = await Client.connect(relay.url);
		const stranger = await person();
		const codes: string[] = [];
		const tries: [Parameters<Client['askToJoin']>, Uint8Array | null][] = [
			[[chain.space, stranger], null],
			[[chain.space, { ...antonHere, key: stranger.key }], null],
			[[chain.space, antonHere], random(32)],
			[[(await Chain.found(bertaHere)).space, bertaHere], null]
		];
		for (const [ask, nonce] of tries) {
			const own = eve.nonce;
			eve.nonce = nonce ?? own;
			await eve.askToJoin(...ask);
			eve.nonce = own;
			codes.push((await eve.next('refused')).code);
		}
		expect(codes).toEqual(['not-member', 'not-member', 'bad-signature', 'unknown-space']);
	});

	it('[R1] who has not joined is given nothing and changes nothing', async () => {
		const { relay, chain, antonHere, berta } = await stream();
		const eve = await Client.connect(relay.url);
		const feed = await Feed.open(chain.space, antonHere);
		const { space } = chain;
		eve.push(feed);
		eve.send({ kind: 'pull', space, have: [] });
		eve.send({ kind: 'charterPull', space, from: 0 });
		eve.send({ kind: 'charterPush', space, records: [] });
		eve.send({ kind: 'presence', space, body: random(8) });
		await eve.settle();
		expect(eve.inbox.map((frame) => (frame.kind === 'refused' ? `${frame.request} ${frame.code}` : frame.kind))).toEqual(
			['push', 'pull', 'charterPull', 'charterPush', 'presence'].map((request) => `${request} not-member`)
		);
		await berta.settle();
		expect(berta.inbox).toEqual([]);
	});
});

describe('entries', () => {
	it('[R5] are acknowledged, handed on to the others once, and to quiet ones as word', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const quiet = await Client.connect(relay.url, reception.space);
		await quiet.join(chain.space, await onAnotherDevice(bertaHere), 1);
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		anton.push(feed);
		expect(await anton.next('ack')).toMatchObject({ space: chain.space, feed: feed.id, seq: 2 });
		const got = await berta.next('entries');
		expect(got).toMatchObject({ space: chain.space, feed: feed.id, first: 1 });
		expect(got.entries).toEqual(feed.from(1));
		expect(await quiet.next('notice')).toMatchObject({ feed: feed.id, seq: 2 });
		await Promise.all([anton.settle(), berta.settle(), quiet.settle()]);
		expect([anton.inbox, berta.inbox, quiet.inbox]).toEqual([[], [], []]);
	});

	it('[R6] a pull brings what is lacking, in order, then says so', async () => {
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 40; i++) await feed.write(random(20_000));
		for (let first = 1; first <= 41; first += 10) anton.push(feed, first, feed.from(first).slice(0, 10));
		await anton.next('ack', ({ seq }) => seq === 41);
		const late = await Client.connect(relay.url, reception.space);
		const { feeds } = await late.join(chain.space, await onAnotherDevice(bertaHere));
		expect(feeds).toEqual([{ feed: feed.id, seq: 41 }]);
		late.send({ kind: 'pull', space: chain.space, have: [{ feed: feed.id, seq: 3 }] });
		await late.next('pulled');
		const got = late.inbox.flatMap((frame) => (frame.kind === 'entries' ? [frame] : []));
		expect(got.length).toBeGreaterThan(2);
		expect(got.flatMap(({ entries }) => entries)).toEqual(feed.from(4));
		let next = 4;
		for (const { first, entries } of got) {
			expect(first).toBe(next);
			next += entries.length;
		}
	});

	it('[R6] what is written while somebody catches up stays in order', async () => {
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 300; i++) await feed.write(random(4_000));
		for (let first = 1; first <= 201; first += 50) anton.push(feed, first, feed.from(first).slice(0, 50));
		await anton.next('ack', ({ seq }) => seq === 250);
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		late.send({ kind: 'pull', space: chain.space, have: [] });
		for (let first = 251; first <= 301; first++) anton.push(feed, first, feed.from(first).slice(0, 1));
		await late.until(() => late.inbox.some((frame) => frame.kind === 'entries' && frame.first + frame.entries.length === 302));
		const got = late.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
		expect(got).toEqual(feed.from(1));
	});

	it('[R4] a feed is continued, never forked, left out or rewritten', async () => {
		const { berta, anton, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		const other = await feed.draft('update', {});
		await feed.write();
		await feed.write();
		anton.push(feed, 1, feed.from(1).slice(0, 2));
		await anton.next('ack');
		const refusal = async (first: number, entries: readonly Uint8Array[]): Promise<string> => {
			anton.push(feed, first, entries);
			return (await anton.next('refused')).code;
		};
		expect(await refusal(2, [other.bytes])).toBe('fork');
		expect(await refusal(4, [(await feed.draft('update', {})).bytes])).toBe('gap');
		expect(await refusal(3, [(await feed.draft('update', { seq: 3 })).bytes])).toBe('fork');
		expect(await refusal(3, [(await feed.draft('update', { seq: 3, epoch: 2, previous: feed.entries[1]?.hash })).bytes])).toBe('not-allowed');
		expect(await refusal(2, feed.from(3))).toBe('malformed');
		expect(await refusal(3, [random(200)])).toBe('malformed');
		expect(await refusal(3, [random(72 * 1024)])).toBe('malformed');
		const unsigned = feed.from(3).map((bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1));
		expect(await refusal(3, unsigned)).toBe('bad-signature');
		// Known ones are acknowledged again, new ones behind them are kept.
		anton.push(feed);
		expect(await anton.next('ack')).toMatchObject({ seq: 3 });
		await berta.settle();
		expect(berta.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []))).toEqual(feed.from(1));
	});

	it('[R4] of a run what stands before the first bad entry is kept', async () => {
		const { anton, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		anton.push(feed, 1, [...feed.from(1), random(100)]);
		expect((await anton.next('ack')).seq).toBe(2);
		expect((await anton.next('refused')).code).toBe('malformed');
	});

	it('[R3] a feed is opened by a device of a writing member, and readers and posters keep to their part', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const [mia, postbox, eve] = [await person(), await person(), await person()];
		const record = await chain.append(bertaHere, [
			admit(mia, 'reader'),
			admit(postbox, 'poster'),
			{ kind: 'grant', member: mia.id, epoch: 1, sealed: random(80) }
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes] });
		await berta.next('done', ({ request }) => request === 'charterPush');
		const [reader, poster] = [await Client.connect(relay.url, reception.space), await Client.connect(relay.url, reception.space)];
		await reader.join(chain.space, mia);
		await poster.join(chain.space, postbox);
		const refusal = async (client: Client, feed: Feed): Promise<string> => {
			client.push(feed);
			return (await client.next('refused')).code;
		};
		expect(await refusal(reader, await Feed.open(chain.space, mia))).toBe('not-allowed');
		expect(await refusal(anton, await Feed.open(chain.space, mia))).toBe('not-allowed');
		expect(await refusal(anton, await Feed.open(chain.space, eve))).toBe('not-member');
		expect(await refusal(anton, await Feed.open(chain.space, { ...antonHere, key: eve.key }))).toBe('bad-signature');
		expect(await refusal(poster, await Feed.open(chain.space, antonHere))).toBe('not-allowed');

		const letters = await Feed.open(chain.space, postbox, 0);
		await letters.write(random(64), 0, 'drop');
		poster.push(letters);
		expect((await poster.next('ack')).seq).toBe(2);
		await letters.write();
		poster.push(letters, 3);
		expect((await poster.next('refused')).code).toBe('not-allowed');

		// A poster gets to know its own letters alone.
		anton.push(await Feed.open(chain.space, antonHere));
		await anton.next('ack');
		poster.send({ kind: 'pull', space: chain.space, have: [] });
		await poster.next('pulled');
		expect(new Set(poster.inbox.map((frame) => (frame.kind === 'entries' ? frame.feed : frame.kind)))).toEqual(new Set([letters.id]));
	});

	it('[R4] any member brings back what a wiped relay lost, if its author signed it', async () => {
		const { berta, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		berta.push(feed);
		expect((await berta.next('ack')).seq).toBe(2);
		const forged = await feed.draft('update', {});
		const bytes = forged.bytes.with(forged.bytes.length - 70, (forged.bytes.at(-70) ?? 0) ^ 1);
		berta.push(feed, 3, [bytes]);
		expect((await berta.next('refused')).code).toBe('bad-signature');
	});

	it('[R4] a space holds no more than it may', async () => {
		const { anton, antonHere, chain } = await stream({ limits: { entriesPerSpace: 3 } });
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 4; i++) await feed.write();
		anton.push(feed);
		expect((await anton.next('ack')).seq).toBe(3);
		expect((await anton.next('refused')).code).toBe('too-large');
	});

	it('[R5] a store that fails acknowledges nothing, and goes on when it works again', async () => {
		const store = memoryStore();
		let isBroken = false;
		const broken = { ...store, commit: (writes: Parameters<typeof store.commit>[0]) => (isBroken ? Promise.reject(new Error('ENOSPC')) : store.commit(writes)) };
		const { relay, anton, berta, antonHere, chain } = await stream({ store: broken });
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		isBroken = true;
		anton.push(feed, 1, feed.from(1).slice(0, 1));
		anton.push(feed, 2, feed.from(2));
		expect((await anton.next('refused')).code).toBe('storage');
		await anton.next('refused');
		berta.send({ kind: 'charterPull', space: chain.space, from: 0 });
		expect((await berta.next('charter')).records).toHaveLength(2);
		expect((await fetch(`http://${relay.url}/healthz`)).status).toBe(503);
		isBroken = false;
		anton.push(feed);
		expect((await anton.next('ack')).seq).toBe(2);
		expect((await berta.next('entries')).entries).toEqual(feed.from(1));
		expect((await fetch(`http://${relay.url}/healthz`)).status).toBe(204);
	});
});

describe('charters', () => {
	it('[R7] who loses a race is told so and sees what won', async () => {
		const { relay, berta, anton, bertaHere, chain, reception } = await stream();
		const [first, second] = [await chain.draft(bertaHere, [admit(await person(), 'poster')]), await chain.draft(bertaHere, [admit(await person(), 'poster')])];
		const other = await Client.connect(relay.url, reception.space);
		await other.join(chain.space, await onAnotherDevice(bertaHere));
		berta.send({ kind: 'charterPush', space: chain.space, records: [first.bytes] });
		expect((await berta.next('done', ({ request }) => request === 'charterPush')).space).toBe(chain.space);
		other.send({ kind: 'charterPush', space: chain.space, records: [second.bytes] });
		expect((await other.next('refused')).code).toBe('head-moved');
		expect((await other.next('charter')).records).toEqual([first.bytes]);
		expect((await anton.next('charter')).from).toBe(2);
		berta.send({ kind: 'charterPush', space: chain.space, records: [first.bytes] });
		await berta.next('done');
		anton.send({ kind: 'charterPull', space: chain.space, from: 1 });
		expect((await anton.next('charter')).records).toEqual([chain.bytes[1], first.bytes]);
	});

	it('[R7] a record without a right to be there is refused', async () => {
		const { anton, antonHere, bertaHere, chain } = await stream();
		const eve = await person();
		const refusal = async (record: Awaited<ReturnType<Chain['draft']>>): Promise<string> => {
			anton.send({ kind: 'charterPush', space: chain.space, records: [record.bytes] });
			return (await anton.next('refused')).code;
		};
		expect(await refusal(await chain.draft(antonHere, [admit(eve, 'host')]))).toBe('not-allowed');
		expect(await refusal(await chain.draft({ ...bertaHere, key: antonHere.key }, [admit(eve, 'host')]))).toBe('bad-signature');
		expect(await refusal(await chain.draft(eve, [admit(eve, 'host')]))).toBe('bad-signature');
	});

	it('[R8] a removed member is out at once and stays out; nothing behind the fence is taken', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		anton.push(feed);
		await anton.next('ack');
		const fences = [{ feed: feed.id, seq: 1 }];
		const record = await chain.append(bertaHere, [{ kind: 'remove', member: antonHere.id, fences }, ...chain.epochFor(bertaHere)]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes] });
		expect((await anton.next('closed')).code).toBe('removed');
		await feed.write();
		anton.push(feed, 2);
		expect((await anton.next('refused')).code).toBe('not-member');
		await anton.askToJoin(chain.space, antonHere);
		expect((await anton.next('refused')).code).toBe('not-member');
		// Nor through somebody who is still there, nor in a new feed.
		berta.push(feed, 2);
		expect((await berta.next('refused')).code).toBe('not-allowed');
		berta.push(await Feed.open(chain.space, antonHere));
		expect((await berta.next('refused')).code).toBe('not-allowed');
		expect(relay.connections).toBe(2);
	});

	it('[R8] new keys put out whoever came with the old ones, but not who took them', async () => {
		const { relay, berta, anton, antonHere, chain, reception } = await stream();
		const second = await Client.connect(relay.url, reception.space);
		await second.join(chain.space, await onAnotherDevice(antonHere));
		const next = await person();
		const record = await chain.append(antonHere, [{ kind: 'rekey', member: antonHere.id, sign: next.key.publicKey, seal: random(32), fences: [] }]);
		anton.send({ kind: 'charterPush', space: chain.space, records: [record.bytes] });
		expect((await second.next('closed')).code).toBe('rekeyed');
		await anton.next('done');
		const renewed = { ...antonHere, key: next.key, device: next.device };
		await anton.join(chain.space, renewed);
		const feed = await Feed.open(chain.space, renewed);
		anton.push(feed);
		await anton.next('ack');
		expect((await berta.next('entries')).feed).toBe(feed.id);
		anton.push(await Feed.open(chain.space, antonHere));
		expect((await anton.next('refused')).code).toBe('not-allowed');
	});
});

describe('presence', () => {
	it('[R9] reaches who is there, tells newcomers, ends with its connection, and names nobody', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const body = random(40);
		anton.send({ kind: 'presence', space: chain.space, body });
		const seen = await berta.next('presence');
		expect(seen.body).toEqual(body);
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		expect(await late.next('presence')).toMatchObject({ body, connection: seen.connection });
		await anton.close();
		expect(await berta.next('presence')).toMatchObject({ body: new Uint8Array(), connection: seen.connection });
		const again = await Client.connect(relay.url, reception.space);
		await again.join(chain.space, antonHere);
		again.send({ kind: 'presence', space: chain.space, body });
		expect((await berta.next('presence')).connection).not.toEqual(seen.connection);
		again.send({ kind: 'leave', space: chain.space });
		expect((await berta.next('presence')).body).toHaveLength(0);
	});

	it('[R9] comes no faster than it may', async () => {
		const { berta, anton, chain } = await stream({ limits: { presence: [3, 0.001] } });
		for (let i = 0; i < 20; i++) anton.send({ kind: 'presence', space: chain.space, body: random(10) });
		await anton.settle();
		await berta.settle();
		expect(berta.inbox.filter(({ kind }) => kind === 'presence')).toHaveLength(3);
	});
});

it('[R17] whoever joins nothing is closed', async () => {
	const relay = await relayFor({ limits: { handshakeMs: 150 } });
	const eve = await Client.connect(relay.url);
	await eve.until(() => eve.closedWith === 1008);
	const { client, centre } = await foundCentre(relay);
	await new Promise((resolve) => setTimeout(resolve, 300));
	await client.settle();
	client.send({ kind: 'leave', space: centre.space });
	await client.until(() => client.closedWith === 1008);
	expect(DEFAULT_LIMITS.handshakeMs).toBeLessThanOrEqual(10_000);
});
