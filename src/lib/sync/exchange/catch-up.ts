/** Asks the relay for what is missing: one pull at a time, again for what it named but did not send. SPEC.md X4, X8. */
import type { AskingLine } from './channel';
import type { Inbox } from '../space/ingest';
import type { Space } from '../space/space';

/** When to ask again for what the relay named but did not send. */
const MISSING_MS = 30_000;

/** How long a caller waits for a catch-up. */
const PATIENCE_MS = 15_000;
/** How long to wait for entries that the relay named but has not sent. */
const ARRIVAL_MS = 5_000;
/** When to ask again after a catch-up that missed something. */
const SOON_MS = 3_000;

/** See the header. */
export class CatchUp {
	#isUnderWay = false;
	#asksAgain = false;
	#waitsForMissing = false;
	/** Callers waiting for a catch-up's end. */
	readonly #waiting = new Set<(hasEnded: boolean) => void>();

	constructor(
		readonly space: Space,
		readonly inbox: Pick<Inbox, 'suspects' | 'takesCheckpoints' | 'unkept'>,
		readonly line: AskingLine & {
			/** All that was to ask for is here: as if the relay had said so. */
			pulled(): void;
		}
	) {}

	/** Nothing is running any more: the connection is a new one, or was joined again. */
	reset(): void {
		this.#isUnderWay = this.#asksAgain = false;
		this.#wake(false);
	}

	/**
	 * Asks, and resolves when everything the relay has is here; false when that failed, or something that it sent could not
	 * be kept. Entries that it named but did not send are awaited, but not for long.
	 */
	async whole(): Promise<boolean> {
		const { unkept } = this.inbox;
		// a running one may have begun before what the caller waits for
		if (this.#isUnderWay && !(await this.#end())) return false;
		this.ask();
		if (!this.#isUnderWay || !(await this.#end())) return false;
		if (this.space.missing > 0) await this.#arrival();
		return this.inbox.unkept === unkept;
	}

	/** Asks after joining, unless all that the relay has named is here. */
	begin(): void {
		const { space, line, inbox } = this;
		if (this.#isUnderWay || space.missing > 0 || inbox.suspects.size > 0) {
			this.ask();
			return;
		}
		this.#isUnderWay = true;
		line.pulled();
	}

	/** Asks for what is missing; after the running catch-up, if there is one. */
	readonly ask = (): void => {
		const { space, line } = this;
		const { suspects, takesCheckpoints } = this.inbox;
		if (!line.isCurrent()) return;
		if (this.#isUnderWay) {
			this.#asksAgain = true;
			return;
		}
		this.#isUnderWay = true;
		const have = [...space.feeds.values()]
			.filter(({ id, seq }) => seq > 0 && !suspects.has(id))
			.map(({ id, seq }) => ({ feed: id, seq }));
		// what this device wrote itself comes back as it was
		const isBrief = takesCheckpoints && suspects.size === 0 && !lacksOwn(space);
		suspects.clear();
		line.send({ kind: 'pull', space: space.id, have, brief: isBrief ? 1 : 0 });
	};

	/** The relay has sent everything. True when that was all to ask; otherwise the next question is on its way. */
	ended(): boolean {
		const { space, line } = this;
		this.#isUnderWay = false;
		const asksAgain = this.#asksAgain;
		this.#asksAgain = false;
		this.#wake(true);
		if (this.inbox.suspects.size > 0) {
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

	/** The relay refused this question. `isUnderWay`: because it is still answering the previous one. */
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

/** Whether the relay has more of this device's own feeds than is here. */
function lacksOwn(space: Space): boolean {
	return [...space.feeds.values()].some((feed) => space.isMine(feed) && (space.promised.get(feed.id) ?? 0) > feed.seq);
}
