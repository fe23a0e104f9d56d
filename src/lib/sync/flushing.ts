/** Own writing on its way out: sealed from the outbox and pushed. SPEC.md O3. */
import type { FeedId } from '../base/ids';
import { sealable, sealPending } from './outbox';
import type { Space } from './space';
import { turnOver } from './turning';

/** What flushing asks of the replica it belongs to. */
export interface FlushLine {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent(): boolean;
	/** What this device's first entry says of it, as bytes. */
	introduction(): Promise<Uint8Array>;
	push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void;
}

/** See the header. */
export class Flushing {
	#isUnderWay = false;
	/** The last one; it may have ended. */
	#last: Promise<void> = Promise.resolve();

	constructor(
		readonly space: Space,
		readonly line: FlushLine
	) {}

	/** Seals and sends what the outbox holds; returns at once when that is under way. Rejects with a `Fault`. */
	async flush(): Promise<void> {
		if (this.#isUnderWay) return;
		this.#isUnderWay = true;
		this.#last = this.#flush();
		return this.#last;
	}

	/** Resolves when what is under way has ended, however it did. */
	async ended(): Promise<void> {
		await Promise.allSettled([this.#last]);
	}

	async #flush(): Promise<void> {
		const { space, line } = this;
		try {
			if (line.isCurrent()) await space.run(() => turnOver(space));
			while (this.#mayFlush()) {
				const introduction = await line.introduction();
				const runs = await space.run(async () => {
					if (space.isStale) await space.load();
					return this.#mayFlush() ? sealPending(space, introduction) : [];
				});
				for (const { feed, entries } of runs) {
					const first = entries[0]?.header.seq ?? 0;
					line.push(
						feed.id,
						first,
						entries.map(({ bytes }) => bytes)
					);
				}
			}
		} finally {
			this.#isUnderWay = false;
		}
	}

	#mayFlush(): boolean {
		return this.line.isCurrent() && this.space.isMember && sealable(this.space).length > 0;
	}
}
