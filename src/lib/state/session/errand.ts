/**
 * Work that remains as long as the kept data says so. It is looked at whenever there is a reason, and after
 * growing pauses while something is left, so finishing depends on no event. SPEC.md Z2.
 */
import { isExpected, report } from '../../base/fault';

/** The pauses after a run that left work over. */
const FIRST_MS = 1_000;
const MOST_MS = 60_000;

/** See the header. */
export class Errand {
	#running: Promise<void> | null = null;
	#looksAgain = false;
	#pauseMs = FIRST_MS;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isStopped = false;
	/** The disk refused: it is not asked again before the pause is over, whatever happens meanwhile. */
	#isHeld = false;

	/**
	 * `work` resolves with whether nothing is left. A `Fault` or `Refusal` leaves work for later; so does any
	 * other error, which is also reported.
	 */
	constructor(readonly work: () => Promise<boolean>) {}

	/** A reason to look: runs at once, or right after the current run. Resolves when that run has ended. */
	look(): Promise<void> {
		if (this.#isStopped || this.#isHeld) return this.#running ?? Promise.resolve();
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#looksAgain = true;
		// Not synchronously: a look from inside the work itself must find it running.
		this.#running ??= Promise.resolve().then(() => this.#run());
		return this.#running;
	}

	/** Stops it; the current run is finished. */
	stop(): void {
		this.#isStopped = true;
		clearTimeout(this.#timer);
	}

	async #run(): Promise<void> {
		let isDone = true;
		while (this.#looksAgain && !this.#isStopped && !this.#isHeld) {
			this.#looksAgain = false;
			isDone = await this.#once();
		}
		// In one step with the last look: a call from now on starts its own run.
		this.#running = null;
		if (isDone) this.#pauseMs = FIRST_MS;
		else if (!this.#isStopped) this.#later();
	}

	async #once(): Promise<boolean> {
		try {
			return await this.work();
		} catch (error) {
			if (!isExpected(error)) report(error);
			this.#isHeld = isExpected(error, 'storage-full', 'storage-unreadable', 'storage-missing');
			return false;
		}
	}

	#later(): void {
		this.#timer = setTimeout(() => {
			this.#isHeld = false;
			void this.look();
		}, this.#pauseMs);
		this.#pauseMs = Math.min(2 * this.#pauseMs, MOST_MS);
	}
}

/**
 * Does `work` for each item. One that cannot be done now (a `Fault`, a `Refusal`) holds up none behind it.
 * Resolves with whether nothing is left; rejects with unexpected errors after all have had their turn.
 */
export async function each<T>(items: Iterable<T>, work: (item: T) => Promise<boolean>): Promise<boolean> {
	let isDone = true;
	const bugs: unknown[] = [];
	for (const item of items)
		try {
			isDone = (await work(item)) && isDone;
		} catch (error) {
			isDone = false;
			if (!isExpected(error)) bugs.push(error);
		}
	if (bugs.length > 0) throw bugs[0];
	return isDone;
}
