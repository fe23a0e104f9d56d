import { Dexie } from 'dexie';
import { isWebKit } from './engine';
import { Fault } from '../../base/fault';
import { TABLES, type Change, type Table, type Vault } from './vault';

interface Row {
	readonly k: string;
	readonly v: Uint8Array;
}

const MAX_TEXT = '\uffff';
/** Errors of Dexie and IndexedDB; anything else thrown by a task is a bug. */
const DATABASE_ERRORS = new Set<string>([...Object.values(Dexie.errnames), 'NotReadableError', 'SecurityError']);
/** When nobody waits for a first paint any more. */
const STRICT_AFTER_MS = 1_000;
/** What is in it: format 2. Databases of format 1, and of attempts at 2, had the versions 1 to 3; they are left as they are. SPEC.md V7. */
const FORMAT = 4;

/**
 * The vault in IndexedDB. Durability is a setting of the Dexie instance, so there are two on one
 * database: a relaxed one, and a strict one whose `complete` event means on disk. SPEC.md V1, V2.
 */
export class DexieVault implements Vault {
	readonly isDurable = true;
	readonly #relaxed: Dexie;
	readonly #strict: Dexie;
	/** Set once the strict one is being opened: reading never needs it, and would wait for it. */
	#strictOpen: Promise<unknown> | null = null;
	/** When it is opened without being needed yet. */
	#soon: ReturnType<typeof setTimeout> | undefined;
	/** Reads of this turn, not begun yet. */
	readonly #asked: {
		readonly table: Table;
		readonly begin: (transaction: IDBTransaction) => void;
		readonly reject: (error: unknown) => void;
	}[] = [];
	/** Reads in progress. */
	readonly #reading = new Set<IDBTransaction>();
	readonly #closing = new AbortController();

	private constructor(name: string) {
		this.#relaxed = open(name, 'relaxed');
		this.#strict = open(name, 'strict');
	}

	/** Opens or creates the database `name`. Rejects with 'storage-missing' or 'storage-unreadable'. */
	static async open(name: string): Promise<DexieVault> {
		const vault = new DexieVault(name);
		await faulty(async () => {
			await vault.#relaxed.open();
		});
		// Node has no page
		if (typeof addEventListener === 'function')
			addEventListener('pagehide', () => vault.#restWithPage(), { signal: vault.#closing.signal });
		// reason: strict commits wait for it and get the error
		vault.#soon = setTimeout(() => void vault.#openStrict().catch(() => undefined), STRICT_AFTER_MS);
		return vault;
	}

	/** Whether a database of this name exists. */
	static async exists(name: string): Promise<boolean> {
		return faulty(() => Dexie.exists(name));
	}

	async get(table: Table, key: string): Promise<Uint8Array | null> {
		const row = await this.#ask<Row | undefined>(table, (rows) => rows.get(key) as IDBRequest<Row | undefined>);
		return row?.v ?? null;
	}

	async list(table: Table, prefix: string, after = ''): Promise<readonly (readonly [string, Uint8Array])[]> {
		const from = after > prefix ? after : prefix;
		const range = IDBKeyRange.bound(from, prefix + MAX_TEXT, from === after);
		const found = await this.#ask<Row[]>(table, (rows) => rows.getAll(range) as IDBRequest<Row[]>);
		return found.map(({ k, v }) => [k, v] as const);
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		const range = IDBKeyRange.bound(prefix, prefix + MAX_TEXT);
		return this.#ask(table, (rows) => rows.getAllKeys(range) as IDBRequest<string[]>);
	}

	commit(changes: readonly Change[], strict = false): Promise<void> {
		const database = strict ? this.#strict : this.#relaxed;
		const names = [...new Set(changes.map(({ table }) => table))];
		if (names.length === 0) return Promise.resolve();
		return faulty(async () => {
			if (strict) await this.#openStrict();
			await database.transaction('rw', names, ({ idbtrans }) => {
				for (const { table, key, value } of changes) {
					const rows = idbtrans.objectStore(table);
					// .slice(): IndexedDB clones the whole buffer behind a view
					const asked = value === null ? rows.delete(key) : rows.put({ k: key, v: value.slice() } satisfies Row);
					// a failed request aborts the whole transaction, which Dexie would prevent; the transaction reports it
					asked.onerror = (event) => event.stopPropagation();
				}
				// after commit(), too, WebKit aborts the whole transaction; unknown for Gecko, which suspends no such page
				if (isWebKit()) idbtrans.commit();
			});
		});
	}

	/**
	 * The page is suspended and may come back as it was. Its reads would not end until then and would lock the rows for
	 * the next page; its writes end without help. SPEC.md V6.
	 */
	rest(): void {
		for (const reading of this.#reading) giveUp(reading);
		this.close();
	}

	/** When the page comes back, it reloads: its vault is closed. */
	#restWithPage(): void {
		this.rest();
		addEventListener('pageshow', () => location.reload(), { once: true });
	}

	async wipe(): Promise<void> {
		// reason: a database that never opened is wiped all the same
		await this.#strictOpen?.catch(() => undefined);
		this.close();
		await faulty(() => this.#relaxed.delete());
	}

	close(): void {
		this.#closing.abort();
		clearTimeout(this.#soon);
		this.#relaxed.close();
		this.#strict.close();
	}

	/** Opens the strict one, again if that failed; a closed vault stays closed. */
	#openStrict(): Promise<unknown> {
		if (this.#closing.signal.aborted) return Promise.resolve();
		return (this.#strictOpen ??= Promise.resolve(this.#strict.open()).catch((error: unknown) => {
			this.#strictOpen = null;
			throw error;
		}));
	}

	/** What is asked in one turn is read in one transaction: each costs as much as many rows. */
	#ask<T>(table: Table, request: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#asked.length === 0) queueMicrotask(() => void this.#read());
			const begin = (transaction: IDBTransaction): void => {
				const made = request(transaction.objectStore(table));
				made.onsuccess = () => {
					resolve(made.result);
				};
			};
			this.#asked.push({ table, begin, reject });
		});
	}

	/** Reads what was asked; whatever was not answered when the transaction ends is rejected with its error. */
	async #read(): Promise<void> {
		const asked = this.#asked.splice(0);
		const tables = [...new Set(asked.map(({ table }) => table))];
		try {
			await faulty(() =>
				this.#relaxed.transaction('r', tables, ({ idbtrans }) => {
					this.#reading.add(idbtrans);
					for (const end of ['complete', 'abort']) idbtrans.addEventListener(end, () => this.#reading.delete(idbtrans));
					for (const { begin } of asked) begin(idbtrans);
				})
			);
		} catch (error) {
			for (const { reject } of asked) reject(error);
		}
	}
}

function open(name: string, durability: 'relaxed' | 'strict'): Dexie {
	const database = new Dexie(name, { chromeTransactionDurability: durability, autoOpen: false });
	database
		.version(FORMAT)
		.stores(Object.fromEntries(TABLES.map((table) => [table, 'k'])))
		// Only a database of an earlier format is upgraded.
		.upgrade(() => {
			throw new Fault('format-old');
		});
	return database;
}

/** Ends a read. A read that is just ending refuses to be aborted, and IndexedDB does not say beforehand which ones are. */
function giveUp(reading: IDBTransaction): void {
	try {
		reading.abort();
	} catch (error) {
		if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
	}
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
