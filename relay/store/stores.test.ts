import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { storeContract } from './contract';
import { withFiles } from './files';
import { lmdbStore } from './lmdb';
import { memoryStore } from './memory';
import { Commits } from './commits';
import type { Store, Write } from './store';

const folders: string[] = [];
function folder(): string {
	const made = mkdtempSync(join(tmpdir(), 'sofortchat-store-'));
	folders.push(made);
	return made;
}
afterAll(() => {
	for (const made of folders) rmSync(made, { recursive: true, force: true });
});

storeContract('memory', memoryStore, null);

const homes = new WeakMap<object, string>();
for (const table of ['entries', 'chunks'] as const) {
	const inFolder = async (home: string): Promise<Store> => {
		const store = await withFiles(lmdbStore(home), 'chunks', join(home, 'blobs'));
		homes.set(store, home);
		return store;
	};
	storeContract(
		`lmdb with files: ${table}`,
		() => inFolder(folder()),
		async (store) => {
			const home = homes.get(store) ?? '';
			await store.close();
			return inFolder(home);
		},
		table
	);
}

it('[R29] files: removed data leaves no file, and what a cut left is removed at the next start', async () => {
	const home = folder();
	const blobs = join(home, 'blobs');
	const chunk = (key: number, value: Uint8Array | null): Write => ({
		table: 'chunks',
		key: Uint8Array.of(key),
		value
	});
	let store = await withFiles(lmdbStore(home), 'chunks', blobs);
	await store.commit([chunk(1, Uint8Array.of(1)), chunk(2, Uint8Array.of(2)), chunk(3, Uint8Array.of(3))]);
	await store.commit([chunk(2, null)]);
	expect(readdirSync(blobs).sort()).toEqual(['01', '03']);
	await store.close();
	// it was killed before a row came, before a file went, and while one was being written
	for (const name of ['07', '09.new']) writeFileSync(join(blobs, name), 'x');
	store = await withFiles(lmdbStore(home), 'chunks', blobs);
	expect(readdirSync(blobs).sort()).toEqual(['01', '03']);
	expect(await store.get('chunks', Uint8Array.of(3))).toEqual(Uint8Array.of(3));
	await store.close();
	// a database that refuses leaves none either
	const refuses = { ...lmdbStore(home), commit: () => Promise.reject(new Error('ENOSPC')) };
	const full = await withFiles(refuses, 'chunks', blobs);
	await expect(full.commit([chunk(4, Uint8Array.of(4))])).rejects.toThrow('ENOSPC');
	expect(await full.get('chunks', Uint8Array.of(4))).toBeNull();
	await full.close();
});

it('[R5] lmdb: a commit is done when it is flushed to disk, not when it is visible', async () => {
	let flush: () => void = () => undefined;
	let failure: ((why: Error) => void) | null = null;
	const flushed = new Promise<boolean>((resolve) => (flush = () => resolve(true)));
	const fake = {
		batch: () => (failure ? Promise.reject(new Error('EIO')) : Promise.resolve(true)),
		flushed,
		put: () => Promise.resolve(true),
		remove: () => Promise.resolve(true),
		close: () => Promise.resolve(),
		getBinary: () => undefined,
		getRange: () => []
	};
	const store = lmdbStore('', () => fake as unknown as ReturnType<Parameters<typeof lmdbStore>[1] & object>);
	let isDone = false;
	const done = store
		.commit([{ table: 'facts', key: Uint8Array.of(1), value: Uint8Array.of(1) }])
		.then(() => (isDone = true));
	// It would be visible by then.
	await new Promise((resolve) => setTimeout(resolve, 30));
	expect(isDone).toBe(false);
	flush();
	await done;
	failure = () => undefined;
	await expect(store.commit([{ table: 'facts', key: Uint8Array.of(1), value: null }])).rejects.toThrow('EIO');
});

it('[R5] writes of one turn are one transaction, and after a failure nothing builds on what failed', async () => {
	const groups: (readonly Write[])[] = [];
	let fails = false;
	const commits = new Commits({
		...memoryStore(),
		commit: async (writes) => {
			groups.push(writes);
			if (fails) throw new Error('EIO');
		}
	});
	const write = (n: number): Write => ({ table: 'facts', key: Uint8Array.of(n), value: Uint8Array.of(n) });
	await Promise.all([commits.add([write(1)], 0), commits.add([write(2)], 0), commits.add([], 0)]);
	expect(groups).toEqual([[write(1), write(2)]]);
	fails = true;
	const first = commits.add([write(3)], 0);
	const failed = expect(first).rejects.toThrow('EIO');
	await new Promise((resolve) => setImmediate(resolve));
	await failed;
	fails = false;
	await expect(commits.add([write(4)], 0)).rejects.toThrow('earlier');
	await commits.add([write(5)], commits.failures);
	expect(groups.at(-1)).toEqual([write(5)]);
});
