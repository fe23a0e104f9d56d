/** Work done side by side, so much at once and the rest in the order in which it came. */

/** See the header. */
export class Lanes {
	readonly #waiting: (() => void)[] = [];

	constructor(private free: number) {}

	/** Does `work` as soon as a lane is free; resolves and rejects like it. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.#waiting.shift();
			// The lane goes on to whoever waits, so nobody who comes in between takes it.
			if (next) next();
			else this.free++;
		}
	}
}
