/** Founding and joining: Berta counsels, Anton is a client, Eve is an outsider. */
import { describe, expect, it } from 'vitest';
import type { CharterOp } from '../../src/lib/wire/charter-record';
import { DEFAULT_LIMITS } from '../settings/limits';
import {
	admit,
	askToFound,
	Chain,
	Client,
	createSpace,
	Feed,
	foundCentre,
	newCentre,
	person,
	random,
	stream,
	testRelay
} from '../../tests/support/relay/client';
import { heldStore } from '../../tests/support/relay/held';

describe('founding', () => {
	it('[R11] founds one centre with the set-up code, and none with a wrong or used one', async () => {
		const relay = await testRelay();
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

	it('[R11] asked without a centre, it says whether the code is right, and the code stays valid', async () => {
		const relay = await testRelay();
		const centre = await newCentre();
		const client = await Client.connect(relay.url);
		const ask = async (code: string): Promise<string> => {
			const { root } = centre;
			const frame = {
				kind: 'found',
				code,
				root: root.publicKey,
				claim: random(64),
				centre: [],
				reception: []
			} as const;
			client.send(frame);
			return (await client.next('refused')).code;
		};
		expect(await ask('0000-0000-0000-0000')).toBe('code-wrong');
		expect(await ask(relay.setupCode ?? '')).toBe('malformed');
		await askToFound(client, centre, relay.setupCode ?? '');
		await client.next('done');
		const eve = await newCentre();
		client.send({ kind: 'found', code: '', root: eve.root.publicKey, claim: random(64), centre: [], reception: [] });
		expect((await client.next('refused')).code).toBe('code-used');
	});

	it('[R11] slows down guessing, and only for the guesser', async () => {
		let nowMs = 1_000_000;
		const relay = await testRelay({ now: () => nowMs });
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
		const relay = await testRelay();
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

	it('[R12] the root key claims the centre again, even at a relay that lost everything', async () => {
		const { relay, root, centre, reception, bertaInCentre } = await stream();
		const again = await Client.connect(relay.url);
		await askToFound(again, { root, centre, reception, berta: bertaInCentre }, '');
		expect((await again.next('done')).request).toBe('found');

		const wiped = await testRelay();
		await centre.append(bertaInCentre, [admit(await person(), 'reader')]);
		const client = await Client.connect(wiped.url);
		await askToFound(client, { root, centre, reception, berta: bertaInCentre }, wiped.setupCode ?? '');
		await client.next('done');
		expect((await client.join(centre.space, bertaInCentre)).length).toBe(2);
	});

	it('[R12] chains larger than a frame are claimed with their beginning, and continued as records', async () => {
		const { root, berta, centre, reception } = await newCentre();
		// About 100 kB each.
		const grants = (): CharterOp[] =>
			Array.from({ length: 400 }, () => ({ kind: 'grant', member: berta.id, epoch: 1, sealed: random(250) }));
		for (let i = 0; i < 12; i++) for (const chain of [centre, reception]) await chain.append(berta, grants());
		const relay = await testRelay();
		const client = await Client.connect(relay.url);
		const beginning = ({ space, bytes }: Chain) => ({ space, bytes: bytes.slice(0, 2) }) as Chain;
		const claimed = { root, berta, centre: beginning(centre), reception: beginning(reception) };
		await askToFound(client, claimed, relay.setupCode ?? '');
		await client.next('done');
		for (const { space, bytes } of [centre, reception]) {
			expect((await client.join(space, berta)).length).toBe(2);
			for (let at = 2; at < bytes.length; at += 4) {
				client.send({ kind: 'charterPush', space, records: bytes.slice(at, at + 4), final: 0 });
				await client.next('done', ({ request }) => request === 'charterPush');
			}
			expect((await client.join(space, berta)).length).toBe(13);
		}
	});
});

describe('spaces', () => {
	it('[R10] only members of the centre found spaces, and founding twice is founding once', async () => {
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

	it('[R10] several spaces go to the disk together, and nobody enters one that is not on it', async () => {
		const { store, begun, hold } = heldStore('commit');
		const { relay, berta, bertaHere, centre } = await stream({ store });
		const chains = await Promise.all([1, 2, 3].map(async () => Chain.found(bertaHere)));
		const before = begun();
		const letGo = hold();
		const [first, ...others] = chains as [Chain, ...Chain[]];
		const create = ({ space, bytes }: Chain): void =>
			berta.send({ kind: 'create', space, centre: centre.space, records: bytes });
		create(first);
		await expect.poll(() => begun() - before, { message: 'the first is on its way' }).toBe(1);
		for (const other of others) create(other);
		// The others wait with what goes to the disk next.
		await berta.settle();
		await berta.askToJoin(first.space, bertaHere);
		// Her own request waits: somebody else's answer shows that the relay has had its time.
		await (await Client.connect(relay.url)).settle();
		expect(berta.inbox).toEqual([]);
		expect(begun() - before).toBe(1);
		letGo();
		for (const { space } of chains) await berta.next('done', (frame) => frame.space === space);
		expect((await berta.next('joined')).space).toBe(first.space);
		expect(begun() - before).toBe(2);
	});

	it('[R10] a centre has no more spaces than allowed', async () => {
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

	it('[R1] a connection that has not joined is given nothing and changes nothing', async () => {
		const { relay, chain, antonHere, berta } = await stream();
		const eve = await Client.connect(relay.url);
		const feed = await Feed.open(chain.space, antonHere);
		const { space } = chain;
		eve.push(feed);
		eve.send({ kind: 'pull', space, have: [], brief: 0 });
		eve.send({ kind: 'charterPull', space, from: 0 });
		eve.send({ kind: 'charterPush', space, records: [], final: 0 });
		eve.send({ kind: 'presence', space, body: random(8) });
		await eve.settle();
		expect(
			eve.inbox.map((frame) => (frame.kind === 'refused' ? `${frame.request} ${frame.code}` : frame.kind))
		).toEqual(['push', 'pull', 'charterPull', 'charterPush', 'presence'].map((request) => `${request} not-member`));
		await berta.settle();
		expect(berta.inbox).toEqual([]);
	});
});

it('[R17] a connection that joins nothing is closed', async () => {
	// Long enough for founding on a slow machine.
	const relay = await testRelay({ limits: { handshakeMs: 1_000 } });
	const { client, centre } = await foundCentre(relay);
	// Eve comes after Berta has joined, and leaves before her.
	const eve = await Client.connect(relay.url);
	await eve.until(() => eve.closedWith === 1008);
	await client.settle();
	client.send({ kind: 'leave', space: centre.space });
	await client.until(() => client.closedWith === 1008);
	expect(DEFAULT_LIMITS.handshakeMs).toBeLessThanOrEqual(10_000);
});
