/** Work on the same thing takes turns, in the order requested. */

/** One queue per key; a key without work costs nothing. */
export class Turns<K> {
	readonly #last = new Map<K, Promise<unknown>>();

	/** Runs `work` once everything requested earlier under `key` is done, however it ended. */
	run<T>(key: K, work: () => Promise<T>): Promise<T> {
		const before = this.#last.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		const forget = (): void => this.#forget(key, end);
		const end: Promise<void> = mine.then(forget, forget);
		this.#last.set(key, end);
		return mine;
	}

	/** Resolves when everything requested so far is done. */
	async settled(): Promise<void> {
		await Promise.allSettled([...this.#last.values()]);
	}

	#forget(key: K, end: Promise<void>): void {
		if (this.#last.get(key) === end) this.#last.delete(key);
	}
}
