/** The store alone on disks that are really full or fail, without the checks that spare it the attempt. SPEC.md R37. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Store, Write } from './store';
import { diskUnder } from './disk';
import { withFiles } from './files';
import { lmdbStore } from './lmdb';
import { smallDisk } from '../../tests/support/relay/disk';
import { diskScene } from '../../tests/support/relay/failing-disk';

diskScene('the store on such disks', 60_000, () => {
	const opened = async (folder: string): Promise<Store> => {
		const store = await withFiles(lmdbStore(folder), 'chunks', join(folder, 'blobs'));
		onTestFinished(() => store.close());
		return store;
	};
	const row = (name: number, size: number, table: Write['table'] = 'entries'): Write => ({
		table,
		key: Uint8Array.of(name),
		value: new Uint8Array(size).fill(name)
	});
	/** Grows, so that the database needs more and more space. */
	const refuses = async (store: Store): Promise<void> => {
		for (let i = 2; i < 40; i++) {
			await expect(store.commit([row(i, i * 8_000)])).rejects.toThrow();
			expect((await store.get('entries', Uint8Array.of(1)))?.length).toBe(1_000);
			expect(await store.get('entries', Uint8Array.of(i))).toBeNull();
		}
		await expect(store.commit([row(2, 300_000, 'chunks')])).rejects.toThrow();
		expect((await store.get('chunks', Uint8Array.of(1)))?.length).toBe(2_000);
	};

	it('[R37] a full one is refused as such, again and again, and writes when there is room', async () => {
		const disk = smallDisk(16);
		const store = await opened(disk.folder);
		await store.commit([row(1, 1_000), row(1, 2_000, 'chunks')]);
		disk.fill();
		await expect(store.commit([row(2, 400_000)])).rejects.toMatchObject({ code: 'ENOSPC' });
		await refuses(store);
		expect(readdirSync(join(disk.folder, 'blobs'))).toEqual(['01']);
		disk.makeRoom();
		await store.commit([row(2, 400_000), row(2, 300_000, 'chunks')]);
		expect((await store.get('chunks', Uint8Array.of(2)))?.length).toBe(300_000);
	});

	it('[R37] one that fails is still read, however large the next write would be', async () => {
		const disk = smallDisk(16);
		const store = await opened(disk.folder);
		await store.commit([row(1, 1_000), row(1, 2_000, 'chunks')]);
		disk.breakDown();
		await expect(store.commit([row(2, 400_000)])).rejects.toMatchObject({ code: 'EROFS' });
		await refuses(store);
		await expect(diskUnder(disk.folder).tryOut()).rejects.toMatchObject({ code: 'EROFS' });
		expect(existsSync(join(disk.folder, 'trial'))).toBe(false);
	});
});
