/**
 * A browser's storage, in place of IndexedDB: ordered transactions, each all or nothing, each taking time; it
 * can be slow, full or fail once, or its tab can die in the middle of a commit.
 */
import { Fault, must } from '../../src/lib/base/fault';
import { TABLES, type Change, type Table, type Vault } from '../../src/lib/sync/vault/vault';
import { ticking } from './clock';
import { SortedRows } from './sorted-rows';
import { here, type Tab } from './tab';

/** One database: what is on the disk. */
export class Database {
	readonly #tables: Map<Table, SortedRows>;
	/** When the last commit so far is done. */
	busyUntilMs = 0;
	commits = 0;

	constructor(from?: Database) {
		this.#tables = new Map(TABLES.map((table) => [table, new SortedRows(from?.rows(table))]));
	}

	rows(table: Table): SortedRows {
		const rows = this.#tables.get(table);
		if (!rows) throw new Error('bug: unknown table');
		return rows;
	}

	apply(changes: readonly Change[]): void {
		for (const { table, key, value } of changes) {
			if (value === null) this.rows(table).delete(key);
			else this.rows(table).set(key, value);
		}
	}

	clear(): void {
		for (const table of TABLES) this.rows(table).clear();
	}
}

/** A tab's connection to a database. */
export class DexieVault implements Vault {
	readonly isDurable = true;
	#isClosed = false;

	private constructor(
		readonly tab: Tab,
		readonly database: Database,
		readonly name: string
	) {}

	/** Opens or creates the database of that name in the current tab's browser. */
	static open(name: string): Promise<DexieVault> {
		const tab = here();
		const { databases } = tab.browser;
		const database = databases.get(name) ?? new Database();
		databases.set(name, database);
		return Promise.resolve(new DexieVault(tab, database, name));
	}

	/** Whether the current tab's browser has one. */
	static exists(name: string): Promise<boolean> {
		return Promise.resolve(here().browser.databases.has(name));
	}

	get(table: Table, key: string): Promise<Uint8Array | null> {
		return this.#read(() => this.database.rows(table).get(key)?.slice() ?? null);
	}

	list(table: Table, prefix: string, after = ''): Promise<readonly (readonly [string, Uint8Array])[]> {
		return this.#read(() => {
			const rows = this.database.rows(table);
			return rows.under(prefix, after).map((key) => [key, must(rows.get(key), 'a row').slice()] as const);
		});
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		return this.#read(() => this.database.rows(table).under(prefix));
	}

	commit(changes: readonly Change[], _strict?: boolean): Promise<void> {
		if (changes.length === 0) return Promise.resolve();
		const { tab, database } = this;
		const { disk, random } = tab.browser;
		// Created here, where its stack says who asked.
		const full = disk.isFull || disk.failIn >= 0 ? new Fault('storage-full', { retry: true }) : null;
		// The caller's bytes are copied now, as a structured clone does.
		const taken = changes.map((change) => ({ ...change, value: change.value?.slice() ?? null }));
		tab.commits++;
		return this.#turn(1 + random(Math.max(1, disk.slowMs)), (resolve, reject) => {
			tab.commits--;
			const isGrowing = taken.some(({ value }) => value !== null);
			const fails = (disk.isFull && isGrowing) || (disk.failIn >= 0 && disk.failIn-- === 0);
			const dies = disk.dieIn >= 0 && disk.dieIn-- === 0;
			if (!fails && !(dies && !disk.diesAfter)) {
				database.commits++;
				database.apply(taken);
			}
			if (fails || dies) tab.browser.failures++;
			if (dies) tab.die();
			else if (fails) reject(full ?? new Fault('storage-full', { retry: true }));
			else resolve(undefined);
		});
	}

	wipe(): Promise<void> {
		this.database.clear();
		this.tab.browser.databases.delete(this.name);
		this.close();
		return Promise.resolve();
	}

	close(): void {
		this.#isClosed = true;
	}

	/** Reading waits for the commits under way. */
	#read<T>(look: () => T): Promise<T> {
		const { disk, random } = this.tab.browser;
		const clock = ticking();
		const afterMs = disk.readMs > 0 ? random(disk.readMs + 1) : 0;
		if (afterMs === 0 && this.database.busyUntilMs <= clock.nowMs && !this.#isClosed) return Promise.resolve(look());
		return this.#turn(afterMs, (resolve) => {
			resolve(look());
		});
	}

	#turn<T>(afterMs: number, work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
		if (this.#isClosed) return Promise.reject(new Fault('storage-unreadable'));
		const clock = ticking();
		const { database, tab } = this;
		const atMs = Math.max(clock.nowMs, database.busyUntilMs) + afterMs;
		database.busyUntilMs = atMs;
		return new Promise<T>((resolve, reject) => {
			clock.later(tab, atMs - clock.nowMs, () => {
				work(resolve, reject);
			});
		});
	}
}
