/**
 * The vault key of a remembered client without a code: a CryptoKey that scripts can use and not
 * read. Whoever copies the browser's profile has it all the same; SECURITY.md says so.
 */
import { Dexie } from 'dexie';
import { Fault } from '../../base/fault';

const NAME = 'chat-key';

/** Keeps the key in this browser. Rejects with a `Fault`. */
export async function keepDeviceKey(key: CryptoKey): Promise<void> {
	await within(async (database) => {
		await database.table('keys').put({ id: 0, key });
	});
}

/** The kept key, or null. */
export async function findDeviceKey(): Promise<CryptoKey | null> {
	if (!(await Dexie.exists(NAME))) return null;
	return within(async (database) => {
		const row = (await database.table('keys').get(0)) as { readonly key: CryptoKey } | undefined;
		return row?.key ?? null;
	});
}

async function within<T>(work: (database: Dexie) => Promise<T>): Promise<T> {
	const database = new Dexie(NAME, { chromeTransactionDurability: 'strict' });
	database.version(1).stores({ keys: 'id' });
	try {
		return await work(database);
	} catch (cause) {
		throw new Fault('storage-full', { cause, retry: true });
	} finally {
		database.close();
	}
}
