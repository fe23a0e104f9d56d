import { Dexie } from 'dexie';
import { Fault } from '../../base/fault';
import { Transactions, type Begin } from './transactions';
import { TABLES, type Change, type Table, type Vault } from './vault';

interface Row {
	readonly k: string;
	readonly v: Uint8Array;
}

const MAX_TEXT = '\uffff';
/** Errors of Dexie and IndexedDB; anything else thrown by a task is a bug. */
const DATABASE_ERRORS = new Set<string>([...Object.values(Dexie.errnames), 'NotReadableError', 'SecurityError']);
/** What is in it: format 2. Databases of format 1, and of attempts at 2, had the versions 1 to 3; they are left as they are. SPEC.md V7. */
const FORMAT = 4;

/** The vault in IndexedDB. A strict transaction's `complete` event means on disk. SPEC.md V1, V2. */
export class DexieVault implements Vault {
	readonly isDurable = true;
	readonly #database: Dexie;
	readonly #transactions: Transactions;
	readonly #closing = new AbortController();

	private constructor(name: string) {
		this.#database = new Dexie(name, { autoOpen: false });
		this.#database
			.version(FORMAT)
			.stores(Object.fromEntries(TABLES.map((table) => [table, 'k'])))
			// Only a database of an earlier format is upgraded.
			.upgrade(() => {
				throw new Fault('format-old');
			});
		this.#transactions = new Transactions(this.#begin);
	}

	/** Opens or creates the database `name`. Rejects with 'storage-missing' or 'storage-unreadable'. */
	static async open(name: string): Promise<DexieVault> {
		const vault = new DexieVault(name);
		await faulty(() => vault.#database.open());
		// Node has no page
		if (typeof addEventListener === 'function')
			addEventListener('pagehide', () => vault.#restWithPage(), { signal: vault.#closing.signal });
		return vault;
	}

	/** Whether a database of this name exists. */
	static async exists(name: string): Promise<boolean> {
		return faulty(() => Dexie.exists(name));
	}

	async get(table: Table, key: string): Promise<Uint8Array | null> {
		const row = await this.#read(table, (rows) => rows.get(key) as IDBRequest<Row | undefined>);
		return row?.v ?? null;
	}

	async list(table: Table, prefix: string, after = ''): Promise<readonly (readonly [string, Uint8Array])[]> {
		const from = after > prefix ? after : prefix;
		const range = IDBKeyRange.bound(from, prefix + MAX_TEXT, from === after);
		const found = await this.#read(table, (rows) => rows.getAll(range) as IDBRequest<Row[]>);
		return found.map(({ k, v }) => [k, v] as const);
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		const range = IDBKeyRange.bound(prefix, prefix + MAX_TEXT);
		return this.#read(table, (rows) => rows.getAllKeys(range) as IDBRequest<string[]>);
	}

	commit(changes: readonly Change[], strict = false): Promise<void> {
		if (changes.length === 0) return Promise.resolve();
		return faulty(() => this.#transactions.write(changes, strict));
	}

	/**
	 * The page is suspended and may come back as it was. Its reads would not end until then and would lock the rows for
	 * the next page; its writes end without help. SPEC.md V6.
	 */
	rest(): void {
		this.#transactions.rest();
		this.close();
	}

	/** When the page comes back, it reloads: its vault is closed. */
	#restWithPage(): void {
		this.rest();
		addEventListener('pageshow', () => location.reload(), { once: true });
	}

	async wipe(): Promise<void> {
		this.close();
		await faulty(() => this.#database.delete());
	}

	close(): void {
		this.#transactions.flush();
		this.#closing.abort();
		this.#database.close();
	}

	#read<T>(table: Table, request: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
		return faulty(() => this.#transactions.read(table, request));
	}

	/** Begins a transaction. iOS loses connections of pages in the background: then once more, on a new one. */
	readonly #begin: Begin = (tables, mode, durability) => {
		const begun = (): IDBTransaction => this.#database.backendDB().transaction(tables, mode, { durability });
		if (!this.#database.isOpen()) throw new Dexie.DatabaseClosedError();
		try {
			return begun();
		} catch (error) {
			if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
			this.#database.close();
			return Promise.resolve(this.#database.open()).then(begun);
		}
	};
}

/** Runs IndexedDB work and translates its errors: rejects with 'storage-full', -'missing' or -'unreadable'. */
export async function faulty<T>(work: () => PromiseLike<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		const names = errorNames(cause);
		if (!names.some((name) => DATABASE_ERRORS.has(name))) throw cause;
		if (names.includes('QuotaExceededError') || names.includes('AbortError'))
			throw new Fault('storage-full', { cause, retry: true });
		// blocked cookies block this, too
		if (names.includes('MissingAPIError') || names.includes('SecurityError'))
			throw new Fault('storage-missing', { cause });
		throw new Fault('storage-unreadable', { cause });
	}
}

/** Its name and those of its causes. A transaction that was ended from outside rejects with nothing. */
function errorNames(error: unknown): string[] {
	if (error === null) return ['AbortError'];
	if (typeof error !== 'object') return [];
	const { name, inner } = error as { name?: unknown; inner?: unknown };
	// an error of Dexie's own has no cause
	return [String(name), ...(inner === null ? [] : errorNames(inner))];
}
