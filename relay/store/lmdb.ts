/** The embedded store: LMDB, one file in the data folder. */
import { getSystemErrorName } from 'node:util';
import { open, type RootDatabase } from 'lmdb';
import { concat } from '../../src/lib/base/bytes';
import { TABLES, type Range, type Row, type Store, type Table } from './store';

type Opened = Pick<
	RootDatabase<Buffer, Buffer>,
	'batch' | 'close' | 'flushed' | 'getBinary' | 'getRange' | 'put' | 'remove' | 'transactionSync'
>;
type Open = (path: string) => Opened;

/** Opens or creates the store in that folder. Throws when the folder cannot be written to. */
export function lmdbStore(folder: string, opened: Open = openDatabase): Store {
	const database = opened(`${folder}/relay.mdb`);
	let hasFailed = false;
	return {
		get: async (table, key) => plain(database.getBinary(keyOf(table, key))),
		range: async (table, range) => read(database, table, range),
		commit: async (writes) => {
			if (writes.length === 0) return;
			// A database that has given up says so here; a batch would wait forever.
			if (hasFailed) database.transactionSync(() => undefined);
			hasFailed = true;
			await database
				.batch(() => {
					for (const { table, key, value } of writes) {
						// Their promises are the batch's.
						if (value === null) void database.remove(keyOf(table, key));
						else void database.put(keyOf(table, key), Buffer.from(value.buffer, value.byteOffset, value.length));
					}
				})
				.catch(throwCause);
			// Acknowledgements rely on this; with the options below it has happened when the batch is done.
			await database.flushed;
			hasFailed = false;
		},
		close: () => database.close()
	};
}

/**
 * `overlappingSync`: would show writes that could not be flushed. `eventTurnBatching`: makes a promise whose
 * rejection nobody handles. `mapSize`: if the map has to grow on a failing disk, LMDB loses it, and the
 * next read ends the process (DECISIONS.md).
 */
function openDatabase(path: string): Opened {
	return open<Buffer, Buffer>(path, {
		encoding: 'binary',
		keyEncoding: 'binary',
		noSubdir: true,
		cache: false,
		overlappingSync: false,
		eventTurnBatching: false,
		...(MAP_BYTES !== null && { mapSize: MAP_BYTES })
	});
}

/** Address space, not memory; grows when full. Windows and 32-bit systems do it their own way. */
const MAP_BYTES = process.platform === 'win32' || /^(arm|ia32)$/.test(process.arch) ? null : 64 * 2 ** 30;

/** Why a batch was rejected: LMDB says so in a separate promise, whose unhandled rejection ends the process. */
async function throwCause(why: unknown): Promise<never> {
	const cause = await causeOf(why);
	const code = cause instanceof Error && 'code' in cause ? cause.code : null;
	throw typeof code === 'number' && code > 0
		? Object.assign(new Error('commit failed'), { code: getSystemErrorName(-code) })
		: why;
}

async function causeOf(why: unknown): Promise<unknown> {
	try {
		if (!(why instanceof Error && 'commitError' in why)) return why;
		// It mistakes the number of EPERM for something else, and never reports it.
		await Promise.race([why.commitError, new Promise((resolve) => setImmediate(resolve))]);
		return why;
	} catch (cause) {
		return cause;
	}
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

/** After every key with the same beginning: keys are shorter. */
const LAST = Buffer.alloc(64, 255);

function keyOf(table: Table, key: Uint8Array): Buffer {
	return Buffer.from(concat(Uint8Array.of(TABLES.indexOf(table) + 1), key).buffer);
}

/** A copy: LMDB may hand out parts of its map. */
function plain(value: Buffer | undefined): Uint8Array | null {
	return value ? new Uint8Array(value) : null;
}
