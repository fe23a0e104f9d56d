/** What the database is spared, and what it says when it fails, without mounting a disk (mounted.test.ts). */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Commits } from './commits';
import { MARGIN_BYTES } from './disk';
import { withFiles } from './files';
import { lmdbStore } from './lmdb';
import { memoryStore } from './memory';
import type { Write } from './store';

const write = (n: number, size = 1): Write => ({
	table: 'entries',
	key: Uint8Array.of(n),
	value: new Uint8Array(size)
});
const remove = (n: number): Write => ({ ...write(n), value: null });

/** A store and its disk, both adjustable. */
function setting() {
	const kept: (readonly Write[])[] = [];
	const failures: unknown[] = [];
	const is = { free: Infinity, broken: false, refusing: false, tries: 0 };
	const inner = memoryStore();
	const store = {
		...inner,
		commit: async (writes: readonly Write[]) => {
			if (is.refusing) throw new Error('EIO');
			kept.push(writes);
			await inner.commit(writes);
		}
	};
	const commits = new Commits(store, (why) => failures.push(why), {
		freeBytes: () => Promise.resolve(is.free),
		tryOut: async () => {
			is.tries++;
			if (is.broken) throw new Error('EROFS');
		}
	});
	const add = (...writes: Write[]): Promise<void> => commits.add(writes, commits.failures);
	return { is, kept, failures, commits, add };
}

it('[R37] writes that a full disk would not take never reach the database, and those that make room do', async () => {
	const { is, kept, commits, add } = setting();
	is.free = MARGIN_BYTES + 100;
	await add(write(1, 100));
	await expect(add(write(2, 101))).rejects.toThrow();
	expect(kept).toHaveLength(1);
	is.free = 5;
	expect(await commits.isWriting()).toBe(false);
	await add(remove(1));
	expect(kept).toHaveLength(2);
	expect(await commits.isWriting(), 'there is no room for that much').toBe(false);
	is.free = Infinity;
	expect(await commits.isWriting(), 'though nobody has written').toBe(true);
	await add(write(2, 101));
});

it('[R37] after a failure the disk is tried out before the database, until both accept something', async () => {
	const { is, kept, failures, commits, add } = setting();
	await add(write(1));
	expect(is.tries, 'not while all is well').toBe(0);
	is.refusing = is.broken = true;
	await expect(add(write(2))).rejects.toThrow('EIO');
	for (let i = 0; i < 3; i++) await expect(add(write(2))).rejects.toThrow('EROFS');
	expect(await commits.isWriting()).toBe(false);
	expect(failures).toHaveLength(5);
	is.broken = false;
	expect(await commits.isWriting(), 'the database has given up').toBe(false);
	is.refusing = false;
	expect(await commits.isWriting()).toBe(true);
	const { tries } = is;
	await add(write(2));
	expect([is.tries, kept.at(-1)]).toEqual([tries, [write(2)]]);
});

it('[R37] waiting for writes on their way does not fail with them', async () => {
	const { is, commits, add } = setting();
	is.refusing = true;
	const [failed, settled] = [add(write(1)), commits.settled()];
	await expect(failed).rejects.toThrow('EIO');
	await settled;
});

it('[R37] lmdb: the cause is reported, and a database that has given up is not waited for', async () => {
	const said: string[] = [];
	const is = { full: true, over: false, isSilent: false };
	const fake = {
		batch: () => {
			said.push('batch');
			if (!is.full) return Promise.resolve(true);
			const full = Object.assign(new Error('No space left on device'), { code: 28 });
			const commitError = is.isSilent ? new Promise(() => undefined) : Promise.reject(full);
			return Promise.reject(Object.assign(new Error('Commit failed'), { commitError }));
		},
		transactionSync: () => {
			said.push('asked');
			if (is.over) throw new Error('Invalid argument');
		},
		flushed: Promise.resolve(true)
	};
	const store = lmdbStore('', () => fake as unknown as ReturnType<Parameters<typeof lmdbStore>[1] & object>);
	await expect(store.commit([write(1)])).rejects.toMatchObject({ code: 'ENOSPC' });
	is.isSilent = true;
	await expect(store.commit([write(1)])).rejects.toThrow('Commit failed');
	is.over = true;
	await expect(store.commit([write(1)])).rejects.toThrow('Invalid argument');
	Object.assign(is, { over: false, full: false });
	await store.commit([write(1)]);
	await store.commit([write(1)]);
	expect(said).toEqual(['batch', 'asked', 'batch', 'asked', 'asked', 'batch', 'batch']);
});

it('[R37] files: files the database refuses are removed at once, but not those stored before', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'sofortchat-files-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const inner = memoryStore();
	let isFull = false;
	const store = await withFiles(
		{ ...inner, commit: (writes) => (isFull ? Promise.reject(new Error('ENOSPC')) : inner.commit(writes)) },
		'chunks',
		folder
	);
	const chunk = (n: number): Write => ({ ...write(n), table: 'chunks' });
	await store.commit([chunk(1)]);
	isFull = true;
	await expect(store.commit([chunk(1), chunk(2)])).rejects.toThrow('ENOSPC');
	expect(readdirSync(folder)).toEqual(['01']);
});
