import { TABLES, type Change, type Table, type Vault } from './vault';

/** A vault that lives as long as the page: for clients who are not remembered. SPEC.md V3. */
export class MemoryVault implements Vault {
	readonly isDurable = false;
	readonly #tables = new Map<Table, Map<string, Uint8Array>>(
		TABLES.map((table) => [table, new Map<string, Uint8Array>()])
	);

	get(table: Table, key: string): Promise<Uint8Array | null> {
		return Promise.resolve(this.#rows(table).get(key) ?? null);
	}

	list(table: Table, prefix: string, after = ''): Promise<readonly (readonly [string, Uint8Array])[]> {
		const rows = [...this.#rows(table)].filter(([key]) => key.startsWith(prefix) && key > after);
		return Promise.resolve(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
	}

	commit(changes: readonly Change[]): Promise<void> {
		for (const { table, key, value } of changes) {
			if (value === null) this.#rows(table).delete(key);
			else this.#rows(table).set(key, value.slice());
		}
		return Promise.resolve();
	}

	wipe(): Promise<void> {
		for (const rows of this.#tables.values()) rows.clear();
		return Promise.resolve();
	}

	close(): void {
		// nothing is held open
	}

	/** Everything in it, for a move into a vault that stays. */
	changes(): Change[] {
		return TABLES.flatMap((table) => [...this.#rows(table)].map(([key, value]) => ({ table, key, value })));
	}

	#rows(table: Table): Map<string, Uint8Array> {
		const rows = this.#tables.get(table);
		if (!rows) throw new Error('bug: unknown table');
		return rows;
	}
}
