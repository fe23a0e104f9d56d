/**
 * A table whose values are separate files, so that deleted data is gone from the folder: a database
 * leaves it in free pages. The rows in the store beneath say which files count; a file without
 * its row (the process ended between the two) is removed at the next start.
 */
import { open, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHex, hex } from '../../src/lib/base/bytes';
import type { Row, Store, Table, Write } from './store';

const NOTHING = new Uint8Array();
/** A file that was never renamed. */
const UNFINISHED = '.new';

/** `beneath` with the values of `table` as files in `folder`. Rejects when the folder cannot be used. */
export async function withFiles(beneath: Store, table: Table, folder: string): Promise<Store> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	for (const name of await readdir(folder))
		if (name.endsWith(UNFINISHED) || (await beneath.get(table, fromHex(name))) === null) await rm(join(folder, name));
	const path = (key: Uint8Array): string => join(folder, hex(key));
	/** Null when it was removed since its row was read. */
	const read = async (key: Uint8Array): Promise<Uint8Array | null> => {
		try {
			return new Uint8Array(await readFile(path(key)));
		} catch (why) {
			if (why instanceof Error && 'code' in why && why.code === 'ENOENT') return null;
			throw why;
		}
	};
	const takeBack = async (key: Uint8Array): Promise<void> => {
		await rm(path(key) + UNFINISHED, { force: true });
		if ((await beneath.get(table, key)) === null) await rm(path(key), { force: true });
	};
	return {
		get: async (from, key) => {
			const row = await beneath.get(from, key);
			return row && from === table ? read(key) : row;
		},
		range: async (from, range) => {
			if (from !== table) return beneath.range(from, range);
			const rows: Row[] = [];
			let bytes = 0;
			for (const { key } of await beneath.range(from, range)) {
				const value = await read(key);
				bytes += value?.length ?? 0;
				if (rows.length > 0 && bytes > (range.maxBytes ?? Infinity)) break;
				if (value) rows.push({ key, value });
			}
			return rows;
		},
		commit: async (writes) => {
			const last = lastOfEach(writes.filter((write) => write.table === table));
			const kept = last.flatMap(({ key, value }) => (value ? [{ key, value }] : []));
			try {
				await all(kept.map(({ key, value }) => keep(path(key), value)));
				if (kept.length > 0) await flush(folder);
				await beneath.commit([
					...writes.filter((write) => write.table !== table),
					...last.map((write) => ({ ...write, value: write.value && NOTHING }))
				]);
			} catch (why) {
				// A full disk gets its space back at once; on a read-only one the files stay until the next start.
				await Promise.allSettled(kept.map(({ key }) => takeBack(key)));
				throw why;
			}
			const gone = last.filter(({ value }) => value === null);
			await Promise.all(gone.map(({ key }) => rm(path(key), { force: true })));
			if (gone.length > 0) await flush(folder);
		},
		close: () => beneath.close()
	};
}

/** Only the last of several changes to a row counts. */
function lastOfEach(writes: readonly Write[]): readonly Write[] {
	return [...new Map(writes.map((write) => [hex(write.key), write])).values()];
}

/** Resolves when all have succeeded; rejects only when all have ended. */
async function all(work: readonly Promise<void>[]): Promise<void> {
	await Promise.allSettled(work);
	await Promise.all(work);
}

/** Writes a file to disk so that it is either whole or absent. */
async function keep(path: string, value: Uint8Array): Promise<void> {
	const file = await open(path + UNFINISHED, 'w', 0o600);
	try {
		await file.writeFile(value);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(path + UNFINISHED, path);
}

/** Flushes a folder's renames and removals to disk. */
async function flush(folder: string): Promise<void> {
	const opened = await open(folder, 'r');
	try {
		await opened.sync();
	} finally {
		await opened.close();
	}
}
