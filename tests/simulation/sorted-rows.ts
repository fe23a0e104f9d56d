import { firstAt } from '../../src/lib/base/search';

/** Rows in the order of their keys, as IndexedDB keeps them. */
export class SortedRows {
	readonly #keys: string[];
	readonly #values: Map<string, Uint8Array>;

	constructor(from?: SortedRows) {
		this.#keys = from ? [...from.#keys] : [];
		this.#values = new Map(from ? from.#values : []);
	}

	get(key: string): Uint8Array | undefined {
		return this.#values.get(key);
	}

	set(key: string, value: Uint8Array): void {
		if (!this.#values.has(key)) this.#keys.splice(this.#firstAt(key), 0, key);
		this.#values.set(key, value);
	}

	delete(key: string): void {
		if (this.#values.delete(key)) this.#keys.splice(this.#firstAt(key), 1);
	}

	clear(): void {
		this.#keys.length = 0;
		this.#values.clear();
	}

	/** The keys that begin with `prefix` and are greater than `after`. */
	under(prefix: string, after = ''): readonly string[] {
		const found: string[] = [];
		for (let at = this.#firstAt(after > prefix ? after : prefix); at < this.#keys.length; at++) {
			const key = this.#keys[at] ?? '';
			if (!key.startsWith(prefix)) break;
			if (key > after) found.push(key);
		}
		return found;
	}

	#firstAt(key: string): number {
		return firstAt(this.#keys.length, (place) => (this.#keys[place] ?? '') < key);
	}
}
