/** What was made from a document's map, kept until anything in that map changes. */
import type * as Y from 'yjs';

/** See the header. */
export class UntilChanged<T> {
	readonly #made = new WeakMap<Y.Map<unknown>, T>();
	readonly #watched = new WeakSet<Y.Map<unknown>>();

	/** What was made from `map`, or `make()`. In the middle of a write nobody reports a change: see `forget`. */
	of(map: Y.Map<unknown>, make: () => T): T {
		const known = this.#made.get(map);
		if (known !== undefined) return known;
		const made = make();
		this.#made.set(map, made);
		if (!this.#watched.has(map)) {
			this.#watched.add(map);
			map.observe(() => {
				this.forget(map);
			});
		}
		return made;
	}

	/** `map` has changed. */
	forget(map: Y.Map<unknown>): void {
		this.#made.delete(map);
	}
}
