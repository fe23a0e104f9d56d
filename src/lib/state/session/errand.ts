/**
 * Work that is left to do as long as what is kept says so. It is looked at whenever there is a reason, and
 * after growing pauses while something is left: no event has to arrive for it to be finished. SPEC.md Z2.
 */
import { isExpected, report } from '../../base/fault';

/** The pauses after a run that left something. */
const FIRST_MS = 1_000;
const MOST_MS = 60_000;

/** See the header. */
export class Errand {
	#running: Promise<void> | null = null;
	#looksAgain = false;
	#pauseMs = FIRST_MS;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isStopped = false;
	/** The disk said no: it is not asked again before the pause is over, whatever happens meanwhile. */
	#isHeld = false;

	/**
	 * `work` resolves with whether nothing is left. A `Fault` or `Refusal` leaves something for later; what
	 * else it throws does too, and is reported.
	 */
	constructor(readonly work: () => Promise<boolean>) {}

	/** There is a reason to look: at once, or right behind the run that is under way. Resolves when that run has ended. */
	look(): Promise<void> {
		if (this.#isStopped || this.#isHeld) return this.#running ?? Promise.resolve();
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#looksAgain = true;
		// not at once: what looks from inside its own work finds it running
		this.#running ??= Promise.resolve().then(() => this.#run());
		return this.#running;
	}

	/** Ends it; a run that is under way goes to its end. */
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
		// in one step with the last look: whoever comes now begins a run of her own
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
 * Does `work` for each. What cannot be done now (a `Fault`, a `Refusal`) holds up nobody behind it. Resolves
 * with whether nothing is left; rejects with what nobody expected, once all have had their turn.
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
