/** Sends our own writes: sealed from the outbox, pushed, and retried after a failure. SPEC.md O3, X10. */
import type { FeedId } from '../../base/ids';
import { passOver } from '../../base/fault';
import { Again } from './again';
import { isOfOtherKeys } from '../space/outbox';
import { sealable, sealAtOnce, sealPending, type SealedRun } from '../space/sealed-writes';
import type { PendingWrite } from '../space/pending-write';
import { recover } from '../space/recovery';
import type { Space } from '../space/space';
import { isSumDue, sumUp } from '../space/summing';
import { turnOver } from '../space/fresh-feeds';
import type { Change } from '../vault/vault';

/** What flushing needs from its replica. */
export interface FlushLine {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent(): boolean;
	/** This device's introduction in its first entry, as bytes. */
	introduction(): Promise<Uint8Array>;
	push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void;
	later(task: () => void, afterMs: number): void;
	/** Something that this class started on its own has failed; it carries on. */
	failed(error: unknown): void;
}

/** See the header. */
export class Flushing {
	#isUnderWay = false;
	/** The last flush; it may have ended. */
	#last: Promise<void> = Promise.resolve();
	readonly #again: Again;

	constructor(
		readonly space: Space,
		readonly line: FlushLine
	) {
		this.#again = new Again(
			() => {
				this.begin();
			},
			(task, afterMs) => {
				line.later(task, afterMs);
			}
		);
		space.seals = (writes, beside) => this.#sealAtOnce(writes, beside);
	}

	/** Whether anything could be sealed now. */
	get isDue(): boolean {
		return this.line.isCurrent() && this.space.mayWrite && sealable(this.space).length > 0;
	}

	/** Flushes without waiting for the result. */
	begin(): void {
		void this.flush().catch((error: unknown) => {
			this.line.failed(error);
		});
	}

	/**
	 * Seals and sends the outbox; returns at once when a flush is running. Rejects with a `Fault`, and
	 * retries automatically.
	 */
	async flush(): Promise<void> {
		if (this.#isUnderWay) return;
		this.#isUnderWay = true;
		this.#last = this.#flush();
		return this.#last;
	}

	/** Resolves when the running flush has ended, either way. */
	async ended(): Promise<void> {
		await Promise.allSettled([this.#last]);
	}

	async #flush(): Promise<void> {
		const { space, line } = this;
		try {
			if (line.isCurrent()) await space.run(() => turnOver(space));
			// another tab may not know yet which member we are in this space by now
			if (line.isCurrent() && space.pending.some((write) => isOfOtherKeys(space, write)))
				await space.run(() => recover(space, false));
			do {
				while (this.isDue) {
					await this.#sealPending();
					// Whoever waits for these writes waits for little else; but no checkpoint stands for more than it can carry.
					if (isSumDue(space, true)) await this.#sumUp();
				}
				await this.#sumUp();
				// What has been written meanwhile waits for this flush, too.
			} while (this.isDue);
			this.#again.worked();
		} catch (error) {
			this.#again.soon();
			throw error;
		} finally {
			this.#isUnderWay = false;
		}
	}

	async #sealPending(): Promise<void> {
		const { space } = this;
		const introduction = await this.line.introduction();
		const runs = await space.run(async () => {
			if (space.isStale) await space.reload();
			return this.isDue ? sealPending(space, introduction) : [];
		});
		await this.#push(runs);
	}

	/** Whatever runs in the space may be waiting for these very writes to be kept: it must not be waited for. */
	async #sealAtOnce(writes: readonly PendingWrite[], beside: readonly Change[]): Promise<boolean> {
		const { space, line } = this;
		if (!line.isCurrent() || !space.isIdle) return false;
		const runs = await space.run(async () => (line.isCurrent() ? sealAtOnce(space, writes, beside) : null));
		if (!runs) return false;
		void this.#push(runs);
		if (isSumDue(space)) this.begin();
		return true;
	}

	/** A checkpoint only saves others something: whatever becomes of it, our writes go on. SPEC.md J1. */
	async #sumUp(): Promise<void> {
		const { space, line } = this;
		if (!line.isCurrent() || !isSumDue(space)) return;
		const runs = await space.run(async () => (line.isCurrent() ? sumUp(space) : [])).catch(passOver());
		if (runs) await this.#push(runs);
	}

	/** Sends them; resolves when a snapshot that was due has been made. */
	#push(runs: readonly SealedRun[]): Promise<void> {
		for (const { feed, entries } of runs) {
			const first = entries[0]?.header.seq ?? 0;
			this.line.push(
				feed.id,
				first,
				entries.map(({ bytes }) => bytes)
			);
		}
		const count = runs.reduce((sum, { entries }) => sum + entries.length, 0);
		return this.space.run(() => this.space.covered(count));
	}
}
