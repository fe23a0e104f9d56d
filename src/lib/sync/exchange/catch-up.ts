/** Asking the relay for what is missing here: one question at a time, again for what was named and has not come. SPEC.md X4, X8. */
import type { FeedId } from '../../base/ids';
import type { DeviceFrame } from '../../wire/frames';
import type { Space } from '../space/space';

/** When to ask again for what the relay has named and not given. */
const MISSING_MS = 30_000;

/** How long somebody waits for a catch-up. */
const PATIENCE_MS = 15_000;
/** How long it may keep back what it has named. */
const ARRIVAL_MS = 5_000;
/** When to ask behind a catch-up during which something was missed. */
const SOON_MS = 3_000;

/** What catching up asks of the replica it belongs to. */
export interface CatchUpLine {
	send(frame: DeviceFrame): void;
	later(task: () => void, afterMs: number): void;
	isCurrent(): boolean;
}

/** See the header. */
export class CatchUp {
	#isUnderWay = false;
	#asksAgain = false;
	#waitsForMissing = false;
	/** Who waits for a catch-up's end. */
	readonly #waiting = new Set<(hasEnded: boolean) => void>();

	/** `suspects`: own feeds of which the relay has something else; they are asked for from their beginning. */
	constructor(
		readonly space: Space,
		readonly suspects: Set<FeedId>,
		readonly line: CatchUpLine
	) {}

	/** Nothing is under way any more: the connection is another one, or was joined anew. */
	reset(): void {
		this.#isUnderWay = this.#asksAgain = false;
		this.#wake(false);
	}

	/**
	 * Asks, and resolves when all that the relay has is here; false when nothing came of it. What it has named and
	 * not given is waited for, but not for long.
	 */
	async whole(): Promise<boolean> {
		// one that is under way may have begun before what is waited for
		if (this.#isUnderWay && !(await this.#end())) return false;
		this.ask();
		if (!this.#isUnderWay || !(await this.#end())) return false;
		if (this.space.missing > 0) await this.#arrival();
		return true;
	}

	/** Asks for what is missing; behind the catch-up that is under way, if there is one. */
	readonly ask = (): void => {
		const { space, suspects, line } = this;
		if (!line.isCurrent()) return;
		if (this.#isUnderWay) {
			this.#asksAgain = true;
			return;
		}
		this.#isUnderWay = true;
		const have = [...space.feeds.values()]
			.filter(({ id, seq }) => seq > 0 && !suspects.has(id))
			.map(({ id, seq }) => ({ feed: id, seq }));
		suspects.clear();
		line.send({ kind: 'pull', space: space.id, have });
	};

	/** The relay has given all it has. Whether that was all to ask for; otherwise the next question is on its way. */
	ended(): boolean {
		const { space, line } = this;
		this.#isUnderWay = false;
		const asksAgain = this.#asksAgain;
		this.#asksAgain = false;
		this.#wake(true);
		if (this.suspects.size > 0) {
			this.ask();
			return false;
		}
		if (asksAgain) line.later(this.ask, SOON_MS);
		if (space.missing > 0 && !this.#waitsForMissing) {
			this.#waitsForMissing = true;
			line.later(() => {
				this.#waitsForMissing = false;
				if (space.missing > 0) this.ask();
			}, MISSING_MS);
		}
		return true;
	}

	/** The relay does not answer this one. `isUnderWay`: because it is still at the one before. */
	refused(isUnderWay: boolean): void {
		if (isUnderWay) this.#asksAgain = true;
		else this.reset();
	}

	#end(): Promise<boolean> {
		return new Promise((resolve) => {
			this.#waiting.add(resolve);
			this.line.later(() => {
				resolve(false);
			}, PATIENCE_MS);
		});
	}

	#arrival(): Promise<void> {
		const { space, line } = this;
		return new Promise((resolve) => {
			const end = (): void => {
				stop();
				resolve();
			};
			const stop = space.listen(() => {
				if (space.missing === 0) end();
			});
			line.later(end, ARRIVAL_MS);
		});
	}

	#wake(hasEnded: boolean): void {
		for (const wake of this.#waiting) wake(hasEnded);
		this.#waiting.clear();
	}
}
