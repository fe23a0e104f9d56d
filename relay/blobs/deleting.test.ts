/** Blobs that are erased or collected, and the listing that says so. */
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../src/lib/base/bytes';
import type { BlobId } from '../../src/lib/base/ids';
import { readListing } from '../../src/lib/wire/blob';
import { memoryStore } from '../store/memory';
import { Feed } from '../../tests/support/relay/client';
import { blobScene, countRows, madeBlob } from '../../tests/support/relay/blobs';

describe('what is deleted', () => {
	it('[R29] a host erases any, a member only her own; it is gone for good, for everybody', async () => {
		const store = memoryStore();
		const { antonAsks, bertaAsks } = await blobScene({ store });
		const [his, hers] = [await madeBlob(100, 100), await madeBlob(100)];
		await antonAsks.bring(his);
		await bertaAsks.bring(hers);
		expect(await antonAsks.say(`/${hers.id}`, undefined, 'DELETE')).toBe('403 not-allowed');
		expect(await antonAsks.say(`/${his.id}`, undefined, 'DELETE')).toBe('204');
		expect(await antonAsks.say(`/${his.id}`, undefined, 'DELETE')).toBe('204');
		expect(await bertaAsks.say(`/${hers.id}`, undefined, 'DELETE')).toBe('204');
		for (const { id, manifest, chunks } of [his, hers]) {
			for (const asks of [antonAsks, bertaAsks]) {
				expect(await asks.say(`/${id}`)).toBe('410 erased');
				expect(await asks.say(`/${id}/0`)).toBe('410 erased');
				expect(await asks.say(`/${id}`, manifest)).toBe('410 erased');
				expect(await asks.say(`/${id}/0`, chunks[0])).toBe('410 erased');
			}
		}
		expect(await countRows(store, 'chunks')).toBe(0);
		// one that never came: the host's erasure holds before it arrives
		const late = await madeBlob(10);
		expect(await antonAsks.say(`/${late.id}`, undefined, 'DELETE')).toBe('404 unknown');
		expect(await bertaAsks.say(`/${late.id}`, undefined, 'DELETE')).toBe('204');
		expect(await antonAsks.bring(late)).toBe('410 erased');
	});

	it('[R30] a blob that no entry names goes after its grace; a named one stays, whichever came first', async () => {
		let nowMs = Date.now();
		const store = memoryStore();
		const { antonAsks, relay, anton, antonHere, chain } = await blobScene({
			store,
			now: () => nowMs,
			limits: { graceMs: 10_000 }
		});
		const [orphan, named, early, growing] = [
			await madeBlob(100, 100),
			await madeBlob(100),
			await madeBlob(100),
			await madeBlob(100, 100)
		];
		const feed = await Feed.open(chain.space, antonHere);
		const write = async (...blobs: BlobId[]): Promise<void> => {
			const entry = await feed.draft('update', { blobs: blobs.map(fromHex) });
			feed.entries.push(entry);
			anton.push(feed, entry.header.seq);
			await anton.next('ack', ({ seq }) => seq === entry.header.seq);
		};
		anton.push(feed);
		await anton.next('ack');
		await write(early.id);
		for (const blob of [orphan, named, early]) expect(await antonAsks.bring(blob)).toBe('204');
		await antonAsks.bring(growing, 1);
		await write(named.id);
		nowMs += 9_000;
		await antonAsks.bring(growing);
		await relay.collect();
		expect(await antonAsks.hasAll(orphan), 'within its grace').toBe(true);
		nowMs += 1_001;
		await relay.collect();
		expect(await antonAsks.here(orphan)).toBe('404');
		for (const blob of [named, early, growing]) expect(await antonAsks.hasAll(blob)).toBe(true);
		nowMs += 100_000;
		await relay.collect();
		expect(await antonAsks.here(growing)).toBe('404');
		for (const blob of [named, early]) expect(await antonAsks.hasAll(blob)).toBe(true);
		expect([await countRows(store, 'loose'), await countRows(store, 'chunks')]).toEqual([0, 2]);
		expect(await antonAsks.bring(orphan), 'collected is not erased').toBe('204');
	});

	it('[R31] a space’s listing names each blob with its state, page by page', async () => {
		const { antonAsks, bertaAsks } = await blobScene();
		const [whole, partly, erased] = [await madeBlob(10), await madeBlob(10, 10), await madeBlob(10)];
		for (const blob of [whole, erased]) await antonAsks.bring(blob);
		await antonAsks.bring(partly, 1);
		await bertaAsks.say(`/${erased.id}`, undefined, 'DELETE');
		const list = async (after = ''): Promise<[string, number][]> => {
			const response = await bertaAsks.ask(after && `?after=${after}`);
			const read = readListing(new Uint8Array(await response.arrayBuffer()));
			return read.ok ? read.value.map(({ blob, state }) => [hex(blob), state]) : [];
		};
		const all: [string, number][] = [
			[whole.id, 1],
			[partly.id, 0],
			[erased.id, 2]
		];
		all.sort(([a], [b]) => (a < b ? -1 : 1));
		expect(await list()).toEqual(all);
		expect(await list(all[0]?.[0])).toEqual(all.slice(1));
		expect(await list('f'.repeat(64))).toEqual([]);
	});
});
