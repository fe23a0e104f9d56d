/**
 * Reads and commits of a database in as few transactions as possible: each costs as much as many rows. What is asked
 * while one is under way waits, and goes into the next together. SPEC.md V8.
 */
import { Dexie } from 'dexie';
import { isWebKit } from './engine';
import type { Change, Table } from './vault';

/** So many transactions read at once: what is small need not wait behind what is large. */
const READS_AT_ONCE = 2;

/** Begins a transaction. Throws, or rejects, when the database does not let it. */
export type Begin = (
	tables: readonly Table[],
	mode: IDBTransactionMode,
	durability: IDBTransactionDurability
) => IDBTransaction | Promise<IDBTransaction>;

interface Read {
	readonly table: Table;
	readonly begin: (transaction: IDBTransaction) => void;
	readonly reject: (error: unknown) => void;
}

interface Write {
	readonly changes: readonly Change[];
	readonly isStrict: boolean;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

/** See the header. A read sees every commit that was asked for before it. */
export class Transactions {
	#reads: Read[] = [];
	#writes: Write[] = [];
	/** Reads under way, and how many transactions that is, begun or about to be. */
	readonly #reading = new Set<IDBTransaction>();
	#readsBegun = 0;
	#isWriting = false;
	#isTurning = false;
	#isResting = false;

	constructor(readonly begin: Begin) {}

	/** Resolves with what `request` finds; rejects with the transaction's error. */
	read<T>(table: Table, request: (rows: IDBObjectStore) => IDBRequest<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const begin = (transaction: IDBTransaction): void => {
				const made = request(transaction.objectStore(table));
				made.onsuccess = () => {
					resolve(made.result);
				};
			};
			this.#reads.push({ table, begin, reject });
			this.#soon();
		});
	}

	/** Resolves when all changes are kept, on the disk if `isStrict`; rejects with the transaction's error, and none is. */
	write(changes: readonly Change[], isStrict: boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#writes.push({ changes, isStrict, resolve, reject });
			this.#soon();
		});
	}

	/** Begins every commit that waits: nothing may be begun any more after this. */
	flush(): void {
		const group = this.#writes.splice(0);
		if (group.length > 0) void this.#write(group);
	}

	/** Begins every commit that waits, and gives up every read: the page may stand still from now on. */
	rest(): void {
		this.#isResting = true;
		this.flush();
		for (const { reject } of this.#reads.splice(0)) reject(new Dexie.AbortError('put aside'));
		for (const reading of this.#reading) giveUp(reading);
	}

	#soon(): void {
		if (this.#isTurning) return;
		this.#isTurning = true;
		queueMicrotask(() => {
			this.#isTurning = false;
			this.#turn();
		});
	}

	/** Begins what can begin. */
	#turn(): void {
		if (!this.#isWriting && this.#writes.length > 0) void this.#writeNext();
		if (this.#reads.length === 0 || this.#readsBegun >= READS_AT_ONCE) return;
		const awaited = new Set(this.#writes.flatMap(({ changes }) => tablesOf(changes)));
		const ready = this.#reads.filter(({ table }) => !awaited.has(table));
		if (ready.length === 0) return;
		this.#reads = this.#reads.filter(({ table }) => awaited.has(table));
		this.#readsBegun++;
		void this.#read(ready).finally(() => {
			this.#readsBegun--;
			this.#turn();
		});
	}

	async #writeNext(): Promise<void> {
		this.#isWriting = true;
		try {
			await this.#write(this.#writes.splice(0));
		} finally {
			this.#isWriting = false;
			this.#turn();
		}
	}

	/** Keeps a group of commits; if that fails, each by itself: one that cannot be kept takes no other along. */
	async #write(group: readonly Write[]): Promise<void> {
		try {
			await this.#commit(group);
			for (const { resolve } of group) resolve();
		} catch (error) {
			const [first] = group;
			if (group.length === 1) first?.reject(error);
			else for (const one of group) await this.#write([one]);
		}
	}

	#commit(group: readonly Write[]): Promise<void> {
		const changes = group.flatMap((write) => write.changes);
		const durability = group.some(({ isStrict }) => isStrict) ? 'strict' : 'relaxed';
		return this.#run([tablesOf(changes), 'readwrite', durability], (transaction) => {
			for (const { table, key, value } of changes) {
				const rows = transaction.objectStore(table);
				// .slice(): IndexedDB clones the whole buffer behind a view
				if (value === null) rows.delete(key);
				else rows.put({ k: key, v: value.slice() });
			}
			// after commit(), too, WebKit aborts the whole transaction; unknown for Gecko, which suspends no such page
			if (isWebKit()) transaction.commit();
		});
	}

	async #read(reads: readonly Read[]): Promise<void> {
		try {
			await this.#run([tablesOf(reads), 'readonly', 'relaxed'], (transaction) => {
				this.#reading.add(transaction);
				for (const end of ['complete', 'abort'])
					transaction.addEventListener(end, () => this.#reading.delete(transaction));
				// It was put aside meanwhile.
				if (this.#isResting) giveUp(transaction);
				else for (const { begin } of reads) begin(transaction);
			});
		} catch (error) {
			// What was answered before it ended stays answered.
			for (const { reject } of reads) reject(error);
		}
	}

	/** Begins a transaction, at once if the database lets it, and asks it for `work`; resolves or rejects as it ends. */
	async #run(what: Parameters<Begin>, work: (transaction: IDBTransaction) => void): Promise<void> {
		const begun = this.begin(...what);
		const transaction = begun instanceof Promise ? await begun : begun;
		const end = endOf(transaction);
		try {
			work(transaction);
		} catch (error) {
			giveUp(transaction);
			await end.catch(() => undefined); // reason: this is why it was given up
			throw error;
		}
		await end;
	}
}

function tablesOf(all: readonly { readonly table: Table }[]): readonly Table[] {
	return [...new Set(all.map(({ table }) => table))];
}

/** Resolves when a transaction has ended well; rejects with an `AbortError` that says why. */
function endOf(transaction: IDBTransaction): Promise<void> {
	return new Promise((resolve, reject) => {
		transaction.oncomplete = () => {
			resolve();
		};
		transaction.onabort = () => {
			// null when it was ended from outside
			reject(new Dexie.AbortError('transaction aborted', transaction.error ?? undefined));
		};
	});
}

/** Ends a transaction. One that is just ending refuses, and IndexedDB does not say beforehand which ones are. */
function giveUp(transaction: IDBTransaction): void {
	try {
		transaction.abort();
	} catch (error) {
		if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
	}
}
