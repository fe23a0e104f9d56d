/** The embedded store: LMDB, one file in the data folder. */
import { open, type RootDatabase } from 'lmdb';
import { concat } from '../../src/lib/base/bytes';
import { TABLES, type Range, type Row, type Store, type Table } from './store';

type Opened = Pick<
	RootDatabase<Buffer, Buffer>,
	'batch' | 'close' | 'flushed' | 'getBinary' | 'getRange' | 'put' | 'remove'
>;
type Open = (path: string) => Opened;

/** Opens the store in that folder, or creates it. Throws when the folder can not be written to. */
export function lmdbStore(folder: string, opened: Open = openDatabase): Store {
	const database = opened(`${folder}/relay.mdb`);
	return {
		get: async (table, key) => plain(database.getBinary(keyOf(table, key))),
		range: async (table, range) => read(database, table, range),
		commit: async (writes) => {
			if (writes.length === 0) return;
			await database.batch(() => {
				for (const { table, key, value } of writes) {
					// Their promises are those of the batch.
					if (value === null) void database.remove(keyOf(table, key));
					else void database.put(keyOf(table, key), Buffer.from(value.buffer, value.byteOffset, value.length));
				}
			});
			// The batch resolves when it is visible; on disk it is only now.
			await database.flushed;
		},
		close: () => database.close()
	};
}

function openDatabase(path: string): Opened {
	return open<Buffer, Buffer>(path, { encoding: 'binary', keyEncoding: 'binary', noSubdir: true, cache: false });
}

function read(database: Opened, table: Table, { prefix, after, maxRows, maxBytes = Infinity }: Range): Row[] {
	const rows: Row[] = [];
	let bytes = 0;
	const options = {
		start: keyOf(table, after ?? prefix),
		end: Buffer.concat([keyOf(table, prefix), LAST]),
		exclusiveStart: after !== undefined
	};
	for (const { key, value } of database.getRange(options)) {
		if (rows.length >= maxRows || (rows.length > 0 && bytes + value.length > maxBytes)) break;
		rows.push({ key: new Uint8Array(key.subarray(1)), value: new Uint8Array(value) });
		bytes += value.length;
	}
	return rows;
}

/** Behind every key with the same beginning: keys are shorter. */
const LAST = Buffer.alloc(64, 255);

function keyOf(table: Table, key: Uint8Array): Buffer {
	return Buffer.from(concat(Uint8Array.of(TABLES.indexOf(table) + 1), key).buffer);
}

/** A copy: what LMDB hands out may lie in its map. */
function plain(value: Buffer | undefined): Uint8Array | null {
	return value ? new Uint8Array(value) : null;
}
