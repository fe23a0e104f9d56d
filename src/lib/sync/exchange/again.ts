/** Retries failed work, after longer and longer pauses. SPEC.md X10. */

/** The default pauses. */
const FIRST_MS = 3_000;
const MOST_MS = 60_000;

/** See the header. */
export class Again {
	#pauseMs: number;
	#isDue = false;

	/** `later` runs a task after a number of milliseconds. */
	constructor(
		readonly work: () => void,
		readonly later: (task: () => void, afterMs: number) => void,
		readonly firstMs = FIRST_MS,
		readonly mostMs = MOST_MS
	) {
		this.#pauseMs = firstMs;
	}

	/** Tries again after a pause; does nothing when a retry is already due. */
	soon(): void {
		if (this.#isDue) return;
		this.#isDue = true;
		const pauseMs = this.#pauseMs;
		this.#pauseMs = Math.min(2 * pauseMs, this.mostMs);
		this.later(() => {
			this.#isDue = false;
			this.work();
		}, pauseMs);
	}

	/** It worked: the next pause is a short one. */
	worked(): void {
		this.#pauseMs = this.firstMs;
	}
}
