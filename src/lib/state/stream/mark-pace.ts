/**
 * When a mark is written. Where few read, at once. In a large group each mark is an entry for everybody: there one of
 * many tells the author, and what only its writer needs waits until she leaves, or long. SPEC.md U21.
 */

/** Up to so many readers, nobody waits. */
const FEW = 8;
/** For each reader, ms: how long others leave it to whoever has just told; how far apart they begin; what can wait. */
const [TURN_MS, SPREAD_MS, OWN_MS] = [600, 300, 30_000];

/** What has been on screen and is not written yet. Times in ms. */
export interface Unwritten {
	/** Since when, and since when some of it is told by nobody. */
	readonly sinceMs: number;
	readonly untoldSinceMs: number;
	/** When somebody last told how far they had read. */
	readonly toldMs: number;
	/** Whether somebody else has told the author of all of it. */
	readonly isTold: boolean;
	/** From 0 to 1, each time another: so that not all begin at once. */
	readonly dice: number;
}

/** Whether so many read that marks are spared. */
export function isLarge(readers: number): boolean {
	return readers > FEW;
}

/** When it is to be written, ms. */
export function dueMs(readers: number, { sinceMs, untoldSinceMs, toldMs, isTold, dice }: Unwritten): number {
	if (!isLarge(readers)) return sinceMs;
	if (isTold) return sinceMs + readers * OWN_MS;
	return Math.max(untoldSinceMs, toldMs + readers * TURN_MS) + dice * readers * SPREAD_MS;
}

/** How long one reader waits, from what has been told so far. */
export class MarkPace {
	#sinceMs: number | null = null;
	#untoldSinceMs: number | null = null;
	#toldMs = 0;
	#told: number | null = null;
	#dice = Math.random();

	/** Others have told of so many messages, each counted once. */
	hear(told: number): void {
		if (this.#told !== null && told > this.#told) this.#toldMs = Date.now();
		this.#told = told;
	}

	/** ms until what is not written yet is due. */
	pauseMs(readers: number, isTold: boolean): number {
		const nowMs = Date.now();
		const sinceMs = (this.#sinceMs ??= nowMs);
		if (isTold) this.#untoldSinceMs = null;
		else this.#untoldSinceMs ??= nowMs;
		const untoldSinceMs = this.#untoldSinceMs ?? nowMs;
		return dueMs(readers, { sinceMs, untoldSinceMs, toldMs: this.#toldMs, isTold, dice: this.#dice }) - nowMs;
	}

	/** All of it is written by now. */
	rest(): void {
		this.#sinceMs = this.#untoldSinceMs = null;
	}

	/** She has just told. */
	tell(): void {
		this.rest();
		this.#toldMs = Date.now();
		this.#dice = Math.random();
	}
}
