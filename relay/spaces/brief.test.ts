/** What a brief pull gets, and what is asked for behind it. SPEC.md R42, R43. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FeedHead } from '../../src/lib/wire/charter-record';
import { parseEntry } from '../../src/lib/wire/entry';
import { Client, Feed, onAnotherDevice, stream } from '../../tests/support/relay/client';
import { memoryStore } from '../store/memory';
import { lmdbStore } from '../store/lmdb';

const folder = mkdtempSync(join(tmpdir(), 'sofortchat-brief-'));
afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
});

for (const [name, open] of [
	['memory', memoryStore],
	['lmdb', () => lmdbStore(folder)]
] as const)
	it(`[R42] a brief pull gets the checkpoints that stand for most, and what none stands for (${name})`, async () => {
		const { relay, anton, bertaHere, antonHere, chain, reception } = await stream({ store: open() });
		const feed = await Feed.open(chain.space, antonHere);
		const write = async (count: number): Promise<void> => {
			for (let i = 0; i < count; i++) await feed.write();
		};
		await write(3); // 2-4
		await feed.sumUp(2); // 5
		await write(2); // 6-7
		await feed.sumUp(6); // 8
		await feed.sumUp(2); // 9: stands for the two others, too
		await write(1); // 10
		await write(4); // 11-14
		await feed.sumUp(12); // 15
		await write(2); // 16-17
		anton.push(feed);
		expect((await anton.next('ack')).seq).toBe(17);
		const late = await Client.connect(relay.url, reception.space);
		await late.join(chain.space, await onAnotherDevice(bertaHere));
		const pulled = async (have: readonly FeedHead[], brief: 0 | 1): Promise<number[]> => {
			late.send({ kind: 'pull', space: chain.space, have, brief });
			await late.next('pulled');
			const frames = late.inbox.splice(0).flatMap((frame) => (frame.kind === 'entries' ? frame.entries : []));
			return frames.map((raw) => {
				const entry = parseEntry(chain.space, raw);
				return entry.ok ? entry.value.header.seq : expect.fail(entry.why);
			});
		};
		expect(await pulled([], 1)).toEqual([1, 9, 10, 11, 15, 16, 17]);
		expect(await pulled([{ feed: feed.id, seq: 5 }], 1)).toEqual([8, 9, 10, 11, 15, 16, 17]);
		expect(await pulled([{ feed: feed.id, seq: 6 }], 1)).toEqual([7, 8, 9, 10, 11, 15, 16, 17]);
		expect(await pulled([{ feed: feed.id, seq: 12 }], 1)).toEqual([13, 14, 15, 16, 17]);
		expect(await pulled([{ feed: feed.id, seq: 9 }], 0)).toEqual([10, 11, 12, 13, 14, 15, 16, 17]);
		expect(await pulled([{ feed: feed.id, seq: 17 }], 1)).toEqual([]);
	});

it('[R43] what a checkpoint stands for is given when it is asked for, and nothing else', async () => {
	const { relay, anton, berta, bertaHere, antonHere, chain, reception } = await stream();
	const feed = await Feed.open(chain.space, antonHere);
	for (let i = 0; i < 5; i++) await feed.write();
	await feed.sumUp(2);
	anton.push(feed);
	await anton.next('ack');
	const late = await Client.connect(relay.url, reception.space);
	const ask = { kind: 'past', space: chain.space, feed: feed.id, after: 1, upTo: 6 } as const;
	late.send(ask);
	expect(await late.next('refused')).toMatchObject({ request: 'past', code: 'not-member' });
	await late.join(chain.space, await onAnotherDevice(bertaHere));
	late.send(ask);
	expect(await late.next('past')).toMatchObject({ feed: feed.id, first: 2, entries: feed.from(2).slice(0, 5) });
	for (const range of [{ upTo: 8 }, { after: 6 }, { after: 9 }, { feed: chain.space as string as typeof feed.id }]) {
		late.send({ ...ask, ...range });
		expect(await late.next('refused')).toMatchObject({ request: 'past', code: 'gap' });
	}
	await berta.settle();
	expect(berta.inbox.filter(({ kind }) => kind === 'past')).toEqual([]);
});
