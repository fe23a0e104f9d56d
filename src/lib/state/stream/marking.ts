/** Marks that show the others how far this side has received and read. One that cannot be kept is still owed. */
import type { FeedId, MemberId } from '../../base/ids';
import { markOf, marksOf, raiseMarks } from '../../domain/stream-document';
import type { Timeline } from '../../domain/timeline';
import { Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';
import { isLarge, MarkPace } from './mark-pace';
import { readersOf } from './reading';

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
	/** She is leaving: nothing waits any longer. */
	#isFinishing = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #pace = new MarkPace();
	readonly #hide = (): void => {
		if (document.visibilityState === 'hidden') void this.finish();
	};

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

	/** How far each feed has been on screen, written or not. */
	get seen(): ReadonlyMap<FeedId, number> {
		return this.#seen;
	}

	attach(opened: OpenSpace): void {
		this.#opened = opened;
		document.addEventListener('visibilitychange', this.#hide);
		this.look();
	}

	/** Everything up to the newest message has been on screen. */
	seeAll(): void {
		for (const [feed, count] of this.timeline.counts) this.#seen.set(feed, count);
		this.look();
	}

	/** Writes what is owed as soon as it is due, retrying until it is kept. */
	look(): void {
		clearTimeout(this.#timer);
		const pauseMs = this.#pause(this.#owed());
		if (pauseMs === null || this.#isEnding) return;
		if (pauseMs <= 0) void this.#raising.look();
		else this.#timer = setTimeout(() => this.look(), pauseMs);
	}

	/** She leaves a large group: what she has read is written now. Null if nothing waits. */
	finish(): Promise<void> | null {
		if (!this.#isLarge || !this.isOwing || this.#isEnding) return null;
		this.#isFinishing = true;
		return this.#raising.look().finally(() => (this.#isFinishing = false));
	}

	/** Nobody looks at the stream any more: writes nothing more on her behalf. */
	end(): void {
		this.#isEnding = true;
		clearTimeout(this.#timer);
		document.removeEventListener('visibilitychange', this.#hide);
		this.#raising.stop();
	}

	get #readers(): number {
		return this.#opened ? readersOf(this.#opened.space) : 0;
	}

	get #isLarge(): boolean {
		return isLarge(this.#readers);
	}

	/** How many ms until what is owed is due; null while nothing is. */
	#pause(owed: readonly Owed[]): number | null {
		const readers = this.#readers;
		// Heard even while nothing is owed: then it is known when somebody has told last.
		const told = isLarge(readers) ? this.#told() : null;
		if (told) this.#pace.hear([...told.values()].reduce((sum, count) => sum + count, 0));
		if (owed.length === 0) {
			this.#pace.rest();
			return null;
		}
		const isTold = told !== null && owed.every(([, feed, count]) => (told.get(feed) ?? 0) >= count);
		const pauseMs = this.#pace.pauseMs(readers, isTold);
		return this.#isFinishing ? 0 : pauseMs;
	}

	/** How far each feed has been read by somebody else who has said so. */
	#told(): ReadonlyMap<FeedId, number> {
		const told = new Map<FeedId, number>();
		const space = this.#opened?.space;
		for (const [id, { doc }] of space?.documents ?? [])
			if ((id as string) !== space?.credentials.member)
				for (const [feed, count] of marksOf(doc, 'r')) told.set(feed, Math.max(count, told.get(feed) ?? 0));
		return told;
	}

	#owed(): readonly Owed[] {
		const space = this.#opened?.space;
		if (!space?.isMember) return [];
		const { doc } = space;
		const isLarge = this.#isLarge;
		return [...this.timeline.counts].flatMap(([feed, count]): readonly Owed[] => {
			if (this.isMine(space.feeds.get(feed)?.member ?? space.credentials.member)) return [];
			// What was on screen may be gone: it could not be kept.
			const [seen, read] = [Math.min(this.#seen.get(feed) ?? 0, count), markOf(doc, 'r', feed)];
			if (seen > read) return [['r', feed, seen]];
			// In a large group that something is read says that it has arrived.
			return !isLarge && count > Math.max(read, markOf(doc, 'd', feed)) ? [['d', feed, count]] : [];
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
		if (due.length > 0) {
			this.#pace.tell();
			this.onRaised();
		}
		const pauseMs = this.#isEnding ? null : this.#pause(this.#owed());
		if (pauseMs !== null && pauseMs > 0) this.look();
		return pauseMs === null || pauseMs > 0;
	}
}
