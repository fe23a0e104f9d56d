/**
 * Fetches, once all else is here, the entries for which checkpoints were taken, the newest first, and compares them.
 * The chain vouches for them on both sides: they follow what is here and lead to the checkpoint. SPEC.md J3.
 */
import { isExpected, passOver } from '../../base/fault';
import type { FeedId } from '../../base/ids';
import type { AskingLine } from './channel';
import { findGap, fillGap, isWhole, type Gap } from '../space/gaps';
import type { Space } from '../space/space';

/** Whatever a person waits for comes first. */
const PAUSE_MS = 2_000;
/** The entries of one checkpoint are smaller: it carries 1 MiB at most, and padding doubles a payload. */
const MOST_BYTES = 4 * 1024 * 1024;

/** See the header. */
export class Past {
	/** What was asked for, and what has come of it. */
	#asked: { readonly gap: Gap; readonly entries: Uint8Array[]; size: number } | null = null;
	#isDue = false;
	/** Whether the relay gave something else: it is not asked again before it is joined again. */
	#isOver = false;
	/** Grows when what was begun does not count any more. */
	#turn = 0;

	constructor(
		readonly space: Space,
		readonly line: AskingLine
	) {}

	/** Everything else has come: goes on in a while, if anything is missing here. */
	begin(): void {
		if (this.#isDue || this.#isOver || this.#asked || isWhole(this.space)) return;
		this.#isDue = true;
		this.line.later(() => void this.#next(), PAUSE_MS);
	}

	/** The connection is gone, or the relay does not have them. */
	end(): void {
		this.#asked = null;
		this.#isOver = false;
		this.#turn++;
	}

	/** What came of a feed; not a task of the space, which others wait for. Rejects with a `Fault` if it could not be kept. */
	async take(feed: FeedId, first: number, entries: readonly Uint8Array[]): Promise<void> {
		const asked = this.#asked;
		if (!asked || asked.gap.feed !== feed || first !== asked.gap.after + asked.entries.length + 1) return;
		asked.entries.push(...entries);
		asked.size += entries.reduce((sum, { length }) => sum + length, 0);
		const { gap } = asked;
		if (entries.length > 0 && asked.size <= MOST_BYTES && gap.after + asked.entries.length < gap.upTo) {
			this.#ask(gap, asked.entries.length);
			return;
		}
		this.#asked = null;
		const turn = this.#turn;
		const isWanted = (): boolean => turn === this.#turn;
		const isFilled = await fillGap(this.space, gap, asked.entries, isWanted).catch((error: unknown) => {
			if (isWanted() || !isExpected(error)) throw error;
			return false;
		});
		if (!isWanted()) return;
		this.#isOver = !isFilled;
		this.begin();
	}

	/** Asks for the next gap, between the tasks of the space. */
	async #next(): Promise<void> {
		const { space, line } = this;
		this.#isDue = false;
		if (!line.isCurrent() || this.#asked) return;
		// what cannot be read now is looked for again when the relay has next sent everything
		const gap = await space.run(() => findGap(space)).catch(passOver());
		if (!gap || !line.isCurrent()) return;
		this.#asked = { gap, entries: [], size: 0 };
		this.#ask(gap, 0);
	}

	#ask({ feed, after, upTo }: Gap, have: number): void {
		this.line.send({ kind: 'past', space: this.space.id, feed, after: after + have, upTo });
	}
}
