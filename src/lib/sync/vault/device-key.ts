/**
 * The vault key of a remembered client without a code: a CryptoKey that scripts can use but not
 * read. A copy of the browser's profile contains it all the same, as SECURITY.md says.
 */
import { Dexie } from 'dexie';
import { faulty } from './dexie';

const NAME = 'keys';

/** Stores the key behind a door in this browser. Rejects with a `Fault`. */
export async function keepDeviceKey(door: string, key: CryptoKey): Promise<void> {
	await within(async (database) => {
		await database.table('keys').put({ id: door, key, atMs: Date.now() });
	});
}

/** Forgets that door's key. Rejects with a `Fault`. */
export async function dropDeviceKey(door: string): Promise<void> {
	await within(async (database) => {
		await database.table('keys').delete(door);
	});
}

/** That door's stored key, or null. */
export async function findDeviceKey(door: string): Promise<CryptoKey | null> {
	if (!(await Dexie.exists(NAME))) return null;
	return within(async (database) => {
		const row = (await database.table('keys').get(door)) as { readonly key: CryptoKey } | undefined;
		return row?.key ?? null;
	});
}

/** The door whose key was stored last, or null. */
export async function lastDoor(): Promise<string | null> {
	if (!(await Dexie.exists(NAME))) return null;
	return within(async (database) => {
		const rows = (await database.table('keys').toArray()) as { readonly id: string; readonly atMs: number }[];
		return rows.sort((a, b) => b.atMs - a.atMs)[0]?.id ?? null;
	});
}

async function within<T>(work: (database: Dexie) => Promise<T>): Promise<T> {
	const database = new Dexie(NAME, { chromeTransactionDurability: 'strict' });
	database.version(1).stores({ keys: 'id' });
	try {
		return await faulty(() => work(database));
	} finally {
		database.close();
	}
}
