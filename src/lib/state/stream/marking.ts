/** Marks that show the others how far this side has received and read. One that cannot be kept is still owed. */
import type { FeedId, MemberId } from '../../base/ids';
import { markOf, raiseMarks } from '../../domain/stream-document';
import type { Timeline } from '../../domain/timeline';
import { Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';

const MARKS_AT_ONCE = 100;

/** A mark yet to be written: delivered or read, the feed, the number of messages. */
type Owed = readonly [kind: 'd' | 'r', feed: FeedId, count: number];

/** See the header. */
export class Marking {
	/** How far each feed has been on screen. */
	readonly #seen = new Map<FeedId, number>();
	readonly #raising = new Errand(() => this.#raise());
	#opened: OpenSpace | null = null;
	#isEnding = false;

	constructor(
		readonly timeline: Timeline,
		readonly isMine: (member: MemberId) => boolean,
		/** Called after owed marks have been written as far as possible. */
		readonly onRaised: () => void
	) {}

	/** Whether a mark has yet to be written. */
	get isOwing(): boolean {
		return this.#owed().length > 0;
	}

	attach(opened: OpenSpace): void {
		this.#opened = opened;
		this.look();
	}

	/** Everything up to the newest message has been on screen. */
	seeAll(): void {
		for (const [feed, count] of this.timeline.counts) this.#seen.set(feed, count);
		this.look();
	}

	/** Writes what is owed, retrying until it is kept. */
	look(): void {
		void this.#raising.look();
	}

	/** Nobody looks at the stream any more: writes nothing more on her behalf. */
	end(): void {
		this.#isEnding = true;
		this.#raising.stop();
	}

	#owed(): readonly Owed[] {
		const space = this.#opened?.space;
		if (!space?.isMember) return [];
		const { doc } = space;
		return [...this.timeline.counts].flatMap(([feed, count]): readonly Owed[] => {
			if (this.isMine(space.feeds.get(feed)?.member ?? space.credentials.member)) return [];
			// What was on screen may be gone: it could not be kept.
			const [seen, read] = [Math.min(this.#seen.get(feed) ?? 0, count), markOf(doc, 'r', feed)];
			if (seen > read) return [['r', feed, seen]];
			return count > Math.max(read, markOf(doc, 'd', feed)) ? [['d', feed, count]] : [];
		});
	}

	/** Resolves with whether none is left. */
	async #raise(): Promise<boolean> {
		const opened = this.#opened;
		// A mark promises keeping, so what is being taken in has to be kept first.
		await opened?.space.run(() => Promise.resolve());
		const due = this.#owed();
		// An entry with more changes than the others' gate accepts would end this feed for them.
		for (let at = 0; opened && at < due.length && !this.#isEnding; at += MARKS_AT_ONCE) {
			const now = due.slice(at, at + MARKS_AT_ONCE);
			await opened.write((doc, { feed }) => {
				for (const kind of ['d', 'r'] as const) {
					const counts = now.filter(([of]) => of === kind).map(([, id, count]) => [id, count] as const);
					raiseMarks(doc, kind, new Map(counts), feed);
				}
			});
		}
		if (due.length > 0) this.onRaised();
		return this.#isEnding || !this.isOwing;
	}
}
