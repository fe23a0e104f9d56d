/** The preview of one open stream: remade soon after each change, until this device has kept it. SPEC.md Z1. */
import { endsOf } from '../../domain/appended';
import { beginning } from '../../domain/graphemes';
import type { FeedId, MemberId } from '../../base/ids';
import { marksOf } from '../../domain/stream-document';
import type { PlacedMessage, Timeline } from '../../domain/timeline';
import type { Space } from '../../sync/space/space';
import { Errand } from '../session/errand';
import { madeFrom } from '../session/made';
import { keepPreview, type Preview } from '../session/preview';
import type { Session } from '../session/session';
import { openedAt, unreadOf } from './reading';
import type { Sides } from './sides';
import { madeText, tailText, type Tail } from './tail';

const LINE_MOST = 200;

/** A message on its way must not wait for the preview. */
const PREVIEW_MS = 100;
/** The tail is a hundred times larger than a message: it is kept when nothing comes any more, and at the end. */
const TAIL_MS = 3_000;

/** See the header. */
export class Previewing {
	/** The last preview that was made. */
	#told = '';
	/** The preview in the vault; what the tail in the vault was made from. */
	#kept = '';
	#tailOf = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	#rest: ReturnType<typeof setTimeout> | undefined;
	#isResting = false;
	readonly #errand = new Errand(() => this.keep());
	#isEnded = false;

	constructor(
		readonly session: Session,
		readonly id: string,
		/** Null while there is nothing to make it from. */
		readonly make: () => Previewed | null,
		readonly onMade: (preview: Preview) => void
	) {}

	/** What the vault has already. */
	recall(preview: Preview, tail: Tail): void {
		if (this.#kept === '') [this.#kept, this.#tailOf] = [JSON.stringify(preview), tail.made];
	}

	/** Something it shows has changed. */
	soon(): void {
		this.#isResting = false;
		clearTimeout(this.#rest);
		if (!this.#isEnded) this.#timer ??= setTimeout(() => void this.#errand.look(), PREVIEW_MS);
	}

	/** Keeps it now, or right after the one being kept. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops remaking it; resolves once the one being kept is done. */
	end(): Promise<void> {
		this.#isEnded = true;
		clearTimeout(this.#rest);
		this.#errand.stop();
		return this.#errand.look();
	}

	/** Makes and keeps it, with the tail if nothing else is to come; true once it is kept. Rejects with a `Fault`. */
	async keep(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const parts = this.make();
		if (!parts) return true;
		const preview = previewOf(parts);
		const [text, made] = [JSON.stringify(preview), madeText(preview)];
		const isTailOld = this.#tailOf !== made;
		const hasTail = isTailOld && (this.#isEnded || this.#isResting);
		if (isTailOld && !hasTail) this.#restSoon();
		if (text !== this.#told) this.onMade(preview);
		this.#told = text;
		if (text === this.#kept && !hasTail) return true;
		const { timeline, sides } = parts;
		await keepPreview(this.session, this.id, text, hasTail ? tailText(timeline, made, sides) : null);
		this.#kept = text;
		if (hasTail) this.#tailOf = made;
		return true;
	}

	#restSoon(): void {
		clearTimeout(this.#rest);
		this.#rest = setTimeout(() => {
			this.#isResting = true;
			void this.#errand.look();
		}, TAIL_MS);
	}
}

/** What a preview is made from. */
export interface Previewed {
	readonly space: Space;
	readonly timeline: Timeline;
	readonly sides: Sides;
	readonly draft: string;
	/** Whether a mark for others has yet to be written; how far each feed has been on screen. */
	readonly owes: boolean;
	readonly seen: ReadonlyMap<FeedId, number>;
	readonly contactEnds: ((times: readonly number[]) => readonly number[]) | undefined;
}

/** What is kept of an open stream for the list. */
function previewOf({ space, timeline, sides, draft, owes, seen, contactEnds }: Previewed): Preview {
	const { all } = timeline;
	const last = all.at(-1);
	const unread = unreadOf(space, timeline, sides.isOurs, seen);
	return {
		last: last ? lastLine(last, sides.isMine(last.member)) : null,
		unread: unread.count,
		firstUnread: unread.first?.id ?? null,
		draft: beginning(draft, LINE_MOST),
		openedAtMs: openedAt(space),
		...(contactEnds ? { contacts: contactEnds(all.map(({ ms }) => ms)) } : {}),
		...(timeline.silent.length > 0 ? { silent: timeline.silent } : {}),
		...endsIn(space, timeline, sides),
		made: madeFrom(space, owes || timeline.missing.length > 0)
	};
}

/** Nothing if this side has read more than is here: what of the next messages is unread, only its marks tell. */
function endsIn({ documents }: Space, { counts }: Timeline, { isOurs }: Sides): Pick<Preview, 'ends'> {
	const ours = [...documents].filter(([id]) => isOurs(id as string as MemberId));
	const read = ours.flatMap(([, { doc }]) => [...marksOf(doc, 'r')]);
	if (read.some(([feed, count]) => count > (counts.get(feed) ?? 0))) return {};
	return { ends: Object.fromEntries([...documents.values()].flatMap(({ doc }) => [...endsOf(doc)])) };
}

/** The line that a message makes in the list. */
export function lastLine({ text, ms, attachment }: PlacedMessage, isOwn: boolean): NonNullable<Preview['last']> {
	return { text: beginning(text, LINE_MOST), isOwn, atMs: ms, hasAttachment: attachment !== null };
}
