/** The preview of one open stream: remade soon after each change, until this device has kept it. SPEC.md Z1. */
import { beginning } from '../../domain/graphemes';
import type { FeedId } from '../../base/ids';
import type { PlacedMessage, Timeline } from '../../domain/timeline';
import type { Space } from '../../sync/space/space';
import { Errand } from '../session/errand';
import { madeFrom } from '../session/made';
import { keepPreview, type Preview } from '../session/preview';
import type { Session } from '../session/session';
import { openedAt, unreadOf } from './reading';
import type { Sides } from './sides';

/** How many messages are painted before the space is open. */
const TAIL = 60;
const LINE_MOST = 200;

/** A message on its way must not wait for the preview. */
const PREVIEW_MS = 100;

/** See the header. */
export class Previewing {
	/** The preview in the vault. */
	#kept = '';
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #errand = new Errand(() => this.keep());
	#isEnded = false;

	constructor(
		readonly session: Session,
		readonly id: string,
		/** Null while there is nothing to make it from. */
		readonly make: () => Preview | null,
		readonly onMade: (preview: Preview) => void
	) {}

	/** Something it shows has changed. */
	soon(): void {
		if (!this.#isEnded) this.#timer ??= setTimeout(() => void this.#errand.look(), PREVIEW_MS);
	}

	/** Keeps it now, or right after the one being kept. */
	look(): Promise<void> {
		return this.#errand.look();
	}

	/** Stops remaking it; resolves once the one being kept is done. */
	end(): Promise<void> {
		this.#isEnded = true;
		this.#errand.stop();
		return this.#errand.look();
	}

	/** Makes and keeps it; true once it is kept. Rejects with a `Fault`. */
	async keep(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const preview = this.make();
		if (!preview) return true;
		const text = JSON.stringify(preview);
		if (text === this.#kept) return true;
		this.onMade(preview);
		await keepPreview(this.session, this.id, text);
		this.#kept = text;
		return true;
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

/** What is kept of an open stream for the list and its next first paint. */
export function previewOf({ space, timeline, sides, draft, owes, seen, contactEnds }: Previewed): Preview {
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
		tail: all.slice(-TAIL),
		me: sides.me ?? '',
		hosts: sides.hosts,
		made: madeFrom(space, owes)
	};
}

function lastLine({ text, ms, attachment }: PlacedMessage, isOwn: boolean): NonNullable<Preview['last']> {
	return { text: beginning(text, LINE_MOST), isOwn, atMs: ms, hasAttachment: attachment !== null };
}
