import { TABLES, type Change, type Table, type Vault } from './vault';

/**
 * A vault that lives as long as the page: for clients who are not remembered. Attachment chunks are
 * `Blob`s, which the browser keeps outside the page's heap. SPEC.md V3.
 */
export class MemoryVault implements Vault {
	readonly isDurable = false;
	readonly #tables = new Map<Table, Map<string, Uint8Array>>(
		TABLES.map((table) => [table, new Map<string, Uint8Array>()])
	);
	readonly #chunks = new Map<string, Blob>();

	get(table: Table, key: string): Promise<Uint8Array | null> {
		return table === 'chunks' ? this.#chunk(key) : Promise.resolve(this.#rows(table).get(key) ?? null);
	}

	list(table: Table, prefix: string, after = ''): Promise<readonly (readonly [string, Uint8Array])[]> {
		if (table === 'chunks') return this.#listChunks(prefix, after);
		const rows = [...this.#rows(table)].filter(([key]) => key.startsWith(prefix) && key > after);
		return Promise.resolve(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
	}

	keys(table: Table, prefix: string): Promise<readonly string[]> {
		const keys = table === 'chunks' ? this.#chunks.keys() : this.#rows(table).keys();
		return Promise.resolve([...keys].filter((key) => key.startsWith(prefix)).sort());
	}

	commit(changes: readonly Change[]): Promise<void> {
		for (const { table, key, value } of changes) {
			if (table === 'chunks' && value !== null) this.#chunks.set(key, new Blob([value.slice()]));
			else if (table === 'chunks') this.#chunks.delete(key);
			else if (value === null) this.#rows(table).delete(key);
			else this.#rows(table).set(key, value.slice());
		}
		return Promise.resolve();
	}

	wipe(): Promise<void> {
		for (const rows of this.#tables.values()) rows.clear();
		this.#chunks.clear();
		return Promise.resolve();
	}

	close(): void {
		// nothing is held open
	}

	/** Everything in it except the chunks, for moving into a permanent vault. */
	changes(): Change[] {
		return TABLES.flatMap((table) => [...this.#rows(table)].map(([key, value]) => ({ table, key, value })));
	}

	/** The keys of all chunks: they move one by one. */
	chunkKeys(): readonly string[] {
		return [...this.#chunks.keys()];
	}

	async #chunk(key: string): Promise<Uint8Array | null> {
		const chunk = this.#chunks.get(key);
		return chunk ? new Uint8Array(await chunk.arrayBuffer()) : null;
	}

	async #listChunks(prefix: string, after: string): Promise<readonly (readonly [string, Uint8Array])[]> {
		const keys = [...this.#chunks.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
		const rows = await Promise.all(keys.map(async (key) => [key, await this.#chunk(key)] as const));
		return rows.flatMap(([key, value]) => (value ? [[key, value] as const] : []));
	}

	#rows(table: Table): Map<string, Uint8Array> {
		const rows = this.#tables.get(table);
		if (!rows) throw new Error('bug: unknown table');
		return rows;
	}
}
