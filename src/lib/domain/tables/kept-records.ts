/** A document's records as last read, kept up key by key: a change costs what it changes, not what there is. */
import type * as Y from 'yjs';
import { fieldOf, readRecords, type Fields } from './records';

/** See the header. `R`: a record as it is believed. */
export class KeptRecords<R> {
	readonly #fields: Map<string, Fields>;
	readonly #changed = new Set<string>();
	#all: ReadonlyMap<string, R>;

	constructor(
		readonly map: Y.Map<unknown>,
		/** What is believed of a record's fields. */
		readonly believe: (fields: Fields) => R
	) {
		this.#fields = new Map(readRecords(map));
		this.#all = new Map([...this.#fields].map(([id, fields]) => [id, believe(fields)]));
		map.observe(({ keysChanged }: { readonly keysChanged: ReadonlySet<string> }) => {
			for (const key of keysChanged) this.#changed.add(key);
		});
	}

	/** By id. The same map as before if nothing has changed; a record that has not is the same object. */
	get all(): ReadonlyMap<string, R> {
		if (this.#changed.size === 0) return this.#all;
		const ids = this.#take();
		if (ids.size > 0) {
			const all = new Map(this.#all);
			for (const id of ids) {
				const fields = this.#fields.get(id);
				if (fields) all.set(id, this.believe(fields));
				else all.delete(id);
			}
			this.#all = all;
		}
		return this.#all;
	}

	/** Takes the changed keys over into the fields; returns the records that are different now. */
	#take(): ReadonlySet<string> {
		const ids = new Set<string>();
		for (const key of this.#changed) {
			const field = fieldOf(this.map, key);
			if (!field) continue;
			const { id, name, value } = field;
			const { [name]: before, ...others } = this.#fields.get(id) ?? {};
			if (before === value) continue;
			const fields = value === undefined ? others : { ...others, [name]: value };
			if (Object.keys(fields).length > 0) this.#fields.set(id, fields);
			else this.#fields.delete(id);
			ids.add(id);
		}
		this.#changed.clear();
		return ids;
	}
}
