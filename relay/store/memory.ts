/** A store that forgets everything in the end: for tests. */
import { compare } from '../../src/lib/base/bytes';
import { firstAt } from '../../src/lib/base/search';
import { TABLES, type Range, type Row, type Store, type Table, type Write } from './store';

/** The rows of one table, in the order of their keys. */
class Rows {
	readonly #rows: Row[] = [];

	get(key: Uint8Array): Uint8Array | null {
		const row = this.#rows[this.#firstAt(key)];
		return row && compare(row.key, key) === 0 ? row.value : null;
	}

	set(key: Uint8Array, value: Uint8Array | null): void {
		const at = this.#firstAt(key);
		const known = this.#rows[at];
		const isKnown = known !== undefined && compare(known.key, key) === 0;
		const row = value === null ? [] : [{ key: key.slice(), value: value.slice() }];
		this.#rows.splice(at, isKnown ? 1 : 0, ...row);
	}

	from({ prefix, after, maxRows, maxBytes = Infinity }: Range): Row[] {
		const found: Row[] = [];
		let bytes = 0;
		for (let i = this.#firstAt(after ?? prefix); i < this.#rows.length; i++) {
			const row = this.#rows[i];
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
		return firstAt(this.#rows.length, (place) => {
			const row = this.#rows[place];
			return row !== undefined && compare(row.key, key) < 0;
		});
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
