/** Entries over real sockets: pushed, stored, passed on, pulled. */
import { describe, expect, it } from 'vitest';
import { hex } from '../../src/lib/base/bytes';
import { memoryStore } from '../store/memory';
import { admit, Client, Feed, onAnotherDevice, person, random, stream } from '../../tests/support/relay/client';
import { heldStore } from '../../tests/support/relay/held';

/** Large arrays compare faster as text. */
const hexes = (all: readonly Uint8Array[]): string[] => all.map((bytes) => hex(bytes.subarray(-64)) + bytes.length);

describe('entries', () => {
	it('[R5] are acknowledged, passed on to the others once, and to quiet ones as notices', async () => {
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

	it('[R5] reach listeners before they are on disk, and nobody else', async () => {
		const { store, hold } = heldStore('commit');
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream({ store });
		const others = [1, 0].map(async (quiet) => {
			const other = await Client.connect(relay.url, reception.space);
			await other.join(chain.space, await onAnotherDevice(bertaHere), quiet as 0 | 1);
			return other;
		});
		const [watcher, late] = (await Promise.all(others)) as [Client, Client];
		const feed = await Feed.open(chain.space, antonHere);
		const letGo = hold();
		anton.push(feed);
		expect((await berta.next('entries')).entries).toEqual(feed.from(1));
		late.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		await late.next('pulled');
		await Promise.all([anton.settle(), watcher.settle(), berta.settle()]);
		expect(late.inbox.filter(({ kind }) => kind === 'entries')).toHaveLength(1);
		expect([anton.inbox, watcher.inbox]).toEqual([[], []]);
		letGo();
		expect((await anton.next('ack')).seq).toBe(1);
		expect(await watcher.next('notice')).toMatchObject({ feed: feed.id, seq: 1 });
		await berta.settle();
		expect(berta.inbox).toEqual([]);
	});

	it('[R5] reach whoever was catching up when they came, once they are on disk', async () => {
		const { store, hold } = heldStore('entries');
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream({ store });
		const feed = await Feed.open(chain.space, antonHere);
		anton.push(feed);
		await anton.next('ack');
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		const letRead = hold();
		late.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		await late.settle();
		await feed.write();
		anton.push(feed, 2, feed.from(2));
		expect((await anton.next('ack')).seq).toBe(2);
		letRead();
		await late.next('pulled');
		const got = late.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
		expect(hexes(got)).toEqual(hexes(feed.from(1)));
	});

	it('[R6] a pull brings what is missing, in order, then says so', async () => {
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 40; i++) await feed.write(random(20_000));
		for (let first = 1; first <= 41; first += 10) anton.push(feed, first, feed.from(first).slice(0, 10));
		await anton.next('ack', ({ seq }) => seq === 41);
		const late = await Client.connect(relay.url, reception.space);
		const { feeds } = await late.join(chain.space, await onAnotherDevice(bertaHere));
		expect(feeds).toEqual([{ feed: feed.id, seq: 41 }]);
		late.send({ kind: 'pull', space: chain.space, have: [{ feed: feed.id, seq: 3 }], brief: 0 });
		await late.next('pulled');
		const got = late.inbox.flatMap((frame) => (frame.kind === 'entries' ? [frame] : []));
		expect(got.length).toBeGreaterThan(2);
		expect(hexes(got.flatMap(({ entries }) => entries))).toEqual(hexes(feed.from(4)));
		let next = 4;
		for (const { first, entries } of got) {
			expect(first).toBe(next);
			next += entries.length;
		}
	});

	it('[R6] entries written while somebody catches up stay in order', async () => {
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 300; i++) await feed.write(random(4_000));
		for (let first = 1; first <= 201; first += 50) anton.push(feed, first, feed.from(first).slice(0, 50));
		await anton.next('ack', ({ seq }) => seq === 250);
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		late.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		for (let first = 251; first <= 301; first++) anton.push(feed, first, feed.from(first).slice(0, 1));
		await late.until(() =>
			late.inbox.some((frame) => frame.kind === 'entries' && frame.first + frame.entries.length === 302)
		);
		const got = late.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
		expect(hexes(got)).toEqual(hexes(feed.from(1)));
	});

	it('[R4] a feed is continued, never forked, skipped ahead or rewritten', async () => {
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
		expect(
			await refusal(3, [(await feed.draft('update', { seq: 3, epoch: 2, previous: feed.entries[1]?.hash })).bytes])
		).toBe('not-allowed');
		expect(await refusal(2, feed.from(3))).toBe('malformed');
		expect(await refusal(3, [random(200)])).toBe('malformed');
		expect(await refusal(3, [random(72 * 1024)])).toBe('malformed');
		const unsigned = feed.from(3).map((bytes) => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1));
		expect(await refusal(3, unsigned)).toBe('bad-signature');
		// Known ones are acknowledged again, new ones after them are stored.
		anton.push(feed);
		expect(await anton.next('ack')).toMatchObject({ seq: 3 });
		await berta.settle();
		expect(berta.inbox.flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []))).toEqual(feed.from(1));
	});

	it('[R4] a run’s entries before the first bad one are kept', async () => {
		const { anton, antonHere, chain } = await stream();
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		anton.push(feed, 1, [...feed.from(1), random(100)]);
		expect((await anton.next('ack')).seq).toBe(2);
		expect((await anton.next('refused')).code).toBe('malformed');
	});

	it('[R3] a feed is opened by a device of a writing member, and readers and posters keep to their roles', async () => {
		const { relay, berta, anton, bertaHere, antonHere, chain, reception } = await stream();
		const [mia, postbox, eve] = [await person(), await person(), await person()];
		const record = await chain.append(bertaHere, [
			admit(mia, 'reader'),
			admit(postbox, 'poster'),
			{ kind: 'grant', member: mia.id, epoch: 1, sealed: random(80) }
		]);
		berta.send({ kind: 'charterPush', space: chain.space, records: [record.bytes], final: 0 });
		await berta.next('done', ({ request }) => request === 'charterPush');
		const [reader, poster] = [
			await Client.connect(relay.url, reception.space),
			await Client.connect(relay.url, reception.space)
		];
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

		// A poster learns only of its own letters.
		anton.push(await Feed.open(chain.space, antonHere));
		await anton.next('ack');
		poster.send({ kind: 'pull', space: chain.space, have: [], brief: 0 });
		await poster.next('pulled');
		expect(new Set(poster.inbox.map((frame) => (frame.kind === 'entries' ? frame.feed : frame.kind)))).toEqual(
			new Set([letters.id])
		);
	});

	it('[R4] any member restores what a wiped relay lost, if its author signed it', async () => {
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

	it('[R4] a space holds no more than its limit', async () => {
		const { anton, antonHere, chain } = await stream({ limits: { entriesPerSpace: 3 } });
		const feed = await Feed.open(chain.space, antonHere);
		for (let i = 0; i < 4; i++) await feed.write();
		anton.push(feed);
		expect((await anton.next('ack')).seq).toBe(3);
		expect((await anton.next('refused')).code).toBe('too-large');
	});

	it('[R5] a failing store acknowledges nothing, and the relay continues when it works again', async () => {
		const store = memoryStore();
		let isBroken = false;
		const broken = {
			...store,
			commit: async (writes: Parameters<typeof store.commit>[0]) => {
				if (!isBroken) return store.commit(writes);
				// A disk takes its time, and more arrives meanwhile.
				await new Promise((resolve) => setTimeout(resolve, 50));
				throw new Error('ENOSPC');
			}
		};
		const { relay, anton, berta, antonHere, chain } = await stream({ store: broken });
		const feed = await Feed.open(chain.space, antonHere);
		await feed.write();
		isBroken = true;
		anton.push(feed, 1, feed.from(1).slice(0, 1));
		anton.push(feed, 2, feed.from(2));
		// an entry sent again while it is on its way is neither another entry nor the stored one
		anton.push(feed, 1, feed.from(1).slice(0, 1));
		for (let i = 0; i < 3; i++) expect((await anton.next('refused')).code).toMatch(/^(storage|gap)$/);
		berta.send({ kind: 'charterPull', space: chain.space, from: 0 });
		expect((await berta.next('charter')).records).toHaveLength(2);
		expect((await fetch(`http://${relay.url}/healthz`)).status).toBe(503);
		isBroken = false;
		expect((await fetch(`http://${relay.url}/healthz`)).status, 'though nobody has written').toBe(204);
		anton.push(feed);
		expect((await anton.next('ack')).seq).toBe(2);
		// She had the first before the disk refused it.
		expect((await berta.next('entries')).entries).toEqual(feed.from(1).slice(0, 1));
		expect((await berta.next('refused')).code, 'and hears that it is not there').toBe('gap');
		expect((await berta.next('entries', ({ entries }) => entries.length === 2)).entries).toEqual(feed.from(1));
		expect((await fetch(`http://${relay.url}/healthz`)).status).toBe(204);
	});
});
