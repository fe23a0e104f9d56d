/** A store that forgets everything in the end: for tests. */
import { compare, hex } from '../../src/lib/base/bytes';
import { TABLES, type Range, type Row, type Store, type Table, type Write } from './store';

/** The rows of one table, and their sorted keys. */
class Rows {
	readonly #rows = new Map<string, Row>();
	#sorted: Row[] | null = null;

	get(key: Uint8Array): Uint8Array | null {
		return this.#rows.get(hex(key))?.value ?? null;
	}

	set(key: Uint8Array, value: Uint8Array | null): void {
		const name = hex(key);
		const known = this.#rows.get(name);
		if (value === null) this.#rows.delete(name);
		else this.#rows.set(name, { key: key.slice(), value: value.slice() });
		const last = this.#sorted?.at(-1);
		// Appending, the common case, keeps the order.
		if (!known && value !== null && this.#sorted && (!last || compare(key, last.key) > 0)) {
			this.#sorted.push({ key: key.slice(), value: value.slice() });
		} else this.#sorted = null;
	}

	from({ prefix, after, maxRows, maxBytes = Infinity }: Range): Row[] {
		this.#sorted ??= [...this.#rows.values()].sort((a, b) => compare(a.key, b.key));
		const found: Row[] = [];
		let bytes = 0;
		for (let i = this.#firstAt(after ?? prefix); i < this.#sorted.length; i++) {
			const row = this.#sorted[i];
			if (!row || compare(row.key.subarray(0, prefix.length), prefix) !== 0) break;
			if (after && compare(row.key, after) <= 0) continue;
			if (found.length >= maxRows || (found.length > 0 && bytes + row.value.length > maxBytes)) break;
			found.push(row);
			bytes += row.value.length;
		}
		return found;
	}

	/** The index of the first row at or after `key`. */
	#firstAt(key: Uint8Array): number {
		const rows = this.#sorted ?? [];
		let low = 0;
		let high = rows.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const row = rows[middle];
			if (row && compare(row.key, key) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** A new, empty store in memory. */
export function memoryStore(): Store {
	const tables = new Map<Table, Rows>(TABLES.map((table) => [table, new Rows()]));
	const rowsOf = (table: Table): Rows => {
		const rows = tables.get(table);
		if (!rows) throw new Error(`bug: no table ${table}`);
		return rows;
	};
	return {
		get: async (table, key) => rowsOf(table).get(key),
		range: async (table, range) => rowsOf(table).from(range),
		commit: async (writes: readonly Write[]) => {
			for (const { table, key, value } of writes) rowsOf(table).set(key, value);
		},
		close: async () => undefined
	};
}
