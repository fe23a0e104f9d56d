/**
 * A glance into a quiet stream: takes in what has come, says that it has, and shows its line, while the others' documents
 * stay closed. Whatever is more than messages and marks is left to whoever opens the stream. SPEC.md Z14.
 */
import { passOver } from '../../base/fault';
import type { FeedId } from '../../base/ids';
import { endsOf } from '../../domain/appended';
import { markOf, raiseMarks } from '../../domain/stream-document';
import type { Passed } from '../../sync/space/events';
import { extentOf } from '../../sync/space/held';
import type { Space } from '../../sync/space/space';
import type { SpaceRef } from '../../sync/keys/member';
import { isOf, madeFrom } from '../session/made';
import type { OpenSpace, Opening } from '../session/open-space';
import { keepPreview, type Preview } from '../session/preview';
import { metIn, type Met } from '../session/met';
import type { Session } from '../session/session';
import { grownPreview } from './grown-preview';
import { isLarge } from './mark-pace';
import { readersOf } from './reading';
import { Sides } from './sides';
import type { StreamParts } from './stream-parts';

/** An entry with more marks would not pass the others' gate. */
const MOST_MARKS = 100;

/** What a glance needs. */
export interface GlanceParts extends Pick<StreamParts, 'kind' | 'speaker' | 'contactEnds'> {
	readonly session: Session;
	readonly ref: SpaceRef;
	readonly opening: Opening;
	/** What is shown of the stream, made from what the vault held. */
	readonly preview: Preview;
	readonly onPreview: (preview: Preview) => void;
	readonly onArrived: () => void;
	/** What is shown could not be kept. */
	readonly onUnkept: () => void;
	/** Something kept on this device could not be read. */
	readonly onDamage: () => void;
}

/** What came of it: how far both sides are, null while something is left, or that the stream has to be opened. */
export type Glanced = Met | 'open-it' | null;

/** See the header. */
export class Glance {
	readonly #passed: Passed[] = [];
	readonly #sides: Sides;
	/** Something has happened that says more than messages and marks. */
	#isMore = false;
	#hasEnded = false;
	/** The count up to which it was said that somebody has written. */
	#rung: number;
	#end: () => void = () => undefined;
	readonly #ended: Promise<false>;
	/** Resolves when the space is closed again. */
	readonly over: Promise<Glanced>;

	constructor(readonly parts: GlanceParts) {
		this.#sides = new Sides(parts);
		this.#rung = parts.preview.unread;
		this.#ended = new Promise((resolve) => {
			this.#end = () => {
				this.#hasEnded = true;
				resolve(false);
			};
		});
		this.over = this.#take();
	}

	/** Somebody wants to open the stream: lets go of it as soon as that is possible. */
	async end(): Promise<void> {
		this.#end();
		await this.over.catch(() => undefined); // reason: whoever glances hears why it failed
	}

	async #take(): Promise<Glanced> {
		const { session, ref, opening, preview } = this.parts;
		const opened = await session.open(ref, { ...opening, holding: 'own' });
		const { space } = opened;
		this.#sides.attach(space);
		if (space.isDamaged) this.parts.onDamage();
		const isAsKnown = isOf(preview.made, { ...extentOf(space), outbox: space.pending.length });
		this.#isMore = space.holding === 'all' || space.isDamaged || !space.isMember || !isAsKnown;
		const stop = space.listen(({ kind, passed, isEcho }) => {
			if (passed) this.#passed.push(...passed);
			// one's own writing, and of others what has passed
			else this.#isMore ||= isEcho === true || !['content', 'written', 'progress'].includes(kind);
		});
		let glanced: Glanced = 'open-it';
		try {
			glanced = await this.#look(opened);
		} finally {
			// What came until now is in what is kept, and nobody opens it before.
			await session.close(ref.space, async () => {
				if (glanced !== 'open-it' && !this.#hasEnded) glanced = await this.#keep(opened, glanced);
			});
			stop();
		}
		return this.#hasEnded ? null : glanced;
	}

	async #look(opened: OpenSpace): Promise<Glanced> {
		const { space, replica } = opened;
		const isHere = (): boolean => this.#isMore || (replica.isCurrent && space.missing === 0);
		if (!(await this.#either(opened.until(isHere)))) return null;
		// entries that nobody opens would only become more
		const grown = opened.isOut || space.isSnapshotDue ? null : this.#grown(space);
		if (!grown) return 'open-it';
		const owed = this.#owed(space, grown);
		if (owed.size > MOST_MARKS) return 'open-it';
		this.parts.onPreview({ ...grown, made: madeFrom(space, owed.size > 0) });
		this.#ring(grown);
		if (owed.size > 0)
			await opened.write((doc, { feed }) => {
				raiseMarks(doc, 'd', owed, feed);
			});
		return (await this.#either(opened.settled())) ? metIn(opened) : null;
	}

	#either(so: Promise<boolean>): Promise<boolean> {
		return Promise.race([so, this.#ended]);
	}

	/** What is to be shown now; null if more has come than a glance can tell. */
	#grown(space: Space): Preview | null {
		const { preview, contactEnds } = this.parts;
		if (this.#isMore || space.isBehind) return null;
		const grown = grownPreview(preview, this.#passed, this.#sides, contactEnds);
		const areOwnAsKnown = [...endsOf(space.doc)].every(([feed, { count }]) => grown?.ends?.[feed]?.count === count);
		return areOwnAsKnown ? grown : null;
	}

	/** Feeds of others, with how many messages have arrived that they have not been told of. */
	#owed(space: Space, { ends = {} }: Preview): ReadonlyMap<FeedId, number> {
		if (isLarge(readersOf(space))) return new Map();
		const counts = Object.entries(ends).map(([feed, { count }]) => [feed as FeedId, count] as const);
		return new Map(
			counts.filter(([feed, count]) => {
				const member = space.feeds.get(feed)?.member;
				const told = Math.max(markOf(space.doc, 'r', feed), markOf(space.doc, 'd', feed));
				return member !== undefined && !this.#sides.isMine(member) && count > told;
			})
		);
	}

	/** Somebody has written since this was last said. */
	#ring({ unread }: Preview): void {
		if (unread > this.#rung) this.parts.onArrived();
		this.#rung = unread;
	}

	/** Keeps what is shown; resolves with what has come of the glance then. */
	async #keep({ space, isOut }: OpenSpace, glanced: Glanced): Promise<Glanced> {
		const grown = isOut ? null : this.#grown(space);
		if (!grown) return 'open-it';
		const { session, ref, onPreview, onUnkept } = this.parts;
		const preview = { ...grown, made: madeFrom(space, this.#owed(space, grown).size > 0) };
		onPreview(preview);
		this.#ring(grown);
		const kept = keepPreview(session, ref.space, JSON.stringify(preview), null).then(() => glanced);
		const outcome = await kept.catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
		if (outcome !== undefined) return outcome;
		onUnkept();
		return null;
	}
}
