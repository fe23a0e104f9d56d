/** Asking the relay for what is missing here: one question at a time, again for what was named and has not come. SPEC.md X4, X8. */
import type { FeedId } from '../base/ids';
import type { DeviceFrame } from '../wire/frames';
import type { Space } from './space';

/** When to ask again for what the relay has named and not given. */
const MISSING_MS = 30_000;

/** What catching up asks of the replica it belongs to. */
export interface CatchUpLine {
	send(frame: DeviceFrame): void;
	later(task: () => void, afterMs?: number): void;
	isCurrent(): boolean;
}

/** See the header. */
export class CatchUp {
	#isUnderWay = false;
	#asksAgain = false;
	#waitsForMissing = false;

	/** `suspects`: own feeds of which the relay has something else; they are asked for from their beginning. */
	constructor(
		readonly space: Space,
		readonly suspects: Set<FeedId>,
		readonly line: CatchUpLine
	) {}

	/** Nothing is under way any more: the connection is another one, or was joined anew. */
	reset(): void {
		this.#isUnderWay = this.#asksAgain = false;
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
		if (this.suspects.size > 0) {
			this.ask();
			return false;
		}
		if (asksAgain) line.later(this.ask);
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
		else this.#isUnderWay = false;
	}
}
