/** Which blobs the relay keeps, and how much. */
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { blobScene, countRows, madeBlob } from '../../tests/support/relay/blobs';

describe('what is kept', () => {
	it('[R27] an upload resumes where it was cut, at every tenth', async () => {
		const { antonAsks, bertaAsks } = await blobScene();
		for (let cut = 0; cut <= 10; cut++) {
			const blob = await madeBlob(...Array.from({ length: 10 }, () => 300));
			await antonAsks.bring(blob, cut);
			const here = await antonAsks.here(blob);
			expect(here).toBe('1'.repeat(cut) + '0'.repeat(10 - cut));
			for (const [i, chunk] of blob.chunks.entries())
				if (here[i] === '0') expect(await antonAsks.say(`/${blob.id}/${i}`, chunk)).toBe('204');
			expect(await bertaAsks.hasAll(blob)).toBe(true);
		}
	});

	it('[R27] a chunk that the disk refuses is not acknowledged, and can be sent again', async () => {
		const inner = memoryStore();
		let isBroken = false;
		const store: Store = {
			...inner,
			commit: (writes) => (isBroken ? Promise.reject(new Error('EIO')) : inner.commit(writes))
		};
		const { antonAsks } = await blobScene({ store });
		const blob = await madeBlob(100, 200);
		isBroken = true;
		expect(await antonAsks.say(`/${blob.id}`, blob.manifest)).toBe('503 storage');
		isBroken = false;
		expect(await antonAsks.bring(blob, 1)).toBe('204');
		isBroken = true;
		expect(await antonAsks.say(`/${blob.id}/1`, blob.chunks[1])).toBe('503 storage');
		expect(await antonAsks.say(`/${blob.id}`, undefined, 'DELETE')).toBe('503 storage');
		expect(await antonAsks.here(blob)).toBe('10');
		isBroken = false;
		expect(await antonAsks.bring(blob)).toBe('204');
		expect(await antonAsks.hasAll(blob)).toBe(true);
	});

	it('[R28] up to the limits of a space, a member and a number of blobs; the rest is refused', async () => {
		const { antonAsks, bertaAsks } = await blobScene({
			limits: { blobBytesPerSpace: 10_000, blobBytesPerMember: 6_000, unfinishedPerMember: 3 }
		});
		const mine = await madeBlob(2_500, 2_500);
		expect(await antonAsks.bring(mine)).toBe('204');
		const tooMuch = await madeBlob(500, 2_000);
		expect(await antonAsks.bring(tooMuch)).toBe('507 quota');
		expect(await bertaAsks.here(tooMuch)).toBe('10');
		const hers = await madeBlob(4_000);
		expect(await bertaAsks.bring(hers)).toBe('204');
		expect(await bertaAsks.bring(await madeBlob(1_000))).toBe('507 quota');
		// erased data makes room again
		expect(await antonAsks.say(`/${mine.id}`, undefined, 'DELETE')).toBe('204');
		expect(await antonAsks.bring(tooMuch)).toBe('204');
		// manifests without content
		const empty = await Promise.all(Array.from({ length: 5 }, () => madeBlob(10)));
		const said: string[] = [];
		for (const { id, manifest } of empty) said.push(await antonAsks.say(`/${id}`, manifest));
		expect(said).toEqual(['204', '204', '204', '507 quota', '507 quota']);
		expect(await antonAsks.bring(empty[0] ?? mine)).toBe('204');
		expect(await antonAsks.bring(empty[3] ?? mine)).toBe('204');
	});

	it('[R28] an attempt at 10 GB ends at the quota', async () => {
		const store = memoryStore();
		const { antonAsks } = await blobScene({ store, limits: { blobBytesPerMember: 200_000, unfinishedPerMember: 1e9 } });
		let kept = 0;
		let said = '204';
		while (said === '204') {
			const blob = await madeBlob(30_000);
			said = await antonAsks.bring(blob);
			if (said === '204') kept++;
		}
		expect([said, kept]).toEqual(['507 quota', 6]);
		expect(await countRows(store, 'chunks')).toBe(6);
	});

	it('[R28] a client that asks too often waits', async () => {
		const { antonAsks } = await blobScene({ limits: { blobRequests: [4, 0.001] } });
		const said: string[] = [];
		for (let i = 0; i < 6; i++) said.push(await antonAsks.say(`/${'a'.repeat(64)}`));
		expect(said.slice(3)).toEqual(['404 unknown', '429 too-fast', '429 too-fast']);
	});
});
