/**
 * What is kept of a stream for its first paint: the messages that its documents hold, so that with its archived pages
 * everything can be shown before the space is open. A tenth of the size that the messages have as objects.
 */
import { fromUtf8 } from '../../base/bytes';
import type { FeedId, MemberId } from '../../base/ids';
import { attempt } from '../../base/result';
import type { AttachmentRef } from '../../domain/attachments';
import { messageId, orderPlaced, type PlacedMessage, type Timeline } from '../../domain/timeline';
import type { Preview } from '../session/preview';
import type { Session } from '../session/session';

/** How many messages are painted at once. */
const PAINTED = 60;

/** The user's own member and the counsellors', for a paint before the charter is read. */
export interface WhoIsWho {
	readonly me: string | undefined;
	readonly hosts: readonly string[];
}

/** See the header. */
export interface Tail extends WhoIsWho {
	/** What it was made from, see `madeText`. */
	readonly made: string;
	/** The last messages of the stream, and those before them that lie in documents. */
	readonly messages: readonly PlacedMessage[];
	/** How many of them, from the end, are the stream's last. */
	readonly last: number;
	/** How many messages each feed has. */
	readonly counts: ReadonlyMap<FeedId, number>;
	/** Ids of messages that do not count. */
	readonly silent: readonly string[];
}

type Row = readonly [
	feed: number,
	place: number,
	ms: number,
	count: number,
	text: string,
	replyTo?: string | 0,
	attachment?: AttachmentRef
];
/** As kept: feeds and members are named once. */
interface Kept extends WhoIsWho {
	readonly made: string;
	readonly feeds: readonly (readonly [feed: FeedId, member: MemberId])[];
	readonly counts: readonly (readonly [feed: FeedId, count: number])[];
	readonly rows: readonly Row[];
	readonly last: number;
	readonly silent: readonly string[];
}

/** What a preview, and the tail that goes with it, was made from: entries, and what does not count of them. */
export function madeText({ made, silent = [] }: Preview): string {
	return JSON.stringify([made ?? null, silent]);
}

/** The tail of a stream's messages, as text. */
export function tailText(timeline: Timeline, made: string, { me, hosts }: WhoIsWho): string {
	const { all, archived } = timeline;
	const begin = Math.max(0, all.length - PAINTED);
	const messages = all.filter(({ feed, place }, i) => i >= begin || place >= (archived.get(feed) ?? 0));
	const numbers = new Map<FeedId, number>();
	const feeds: Kept['feeds'][number][] = [];
	for (const { feed, member } of messages) {
		if (numbers.has(feed)) continue;
		numbers.set(feed, feeds.length);
		feeds.push([feed, member]);
	}
	const rows = messages.map(({ feed, place, ms, count, text, replyTo, attachment }): Row => {
		const row = [numbers.get(feed) ?? 0, place, ms, count, text] as const;
		return attachment ? [...row, replyTo ?? 0, attachment] : replyTo ? [...row, replyTo] : row;
	});
	const counts = [...timeline.counts];
	const kept: Kept = { made, feeds, counts, rows, last: all.length - begin, silent: timeline.silent, me, hosts };
	return JSON.stringify(kept);
}

/** The kept tail of a stream, or null. Rejects with a `Fault`. */
export async function readTail(session: Session, id: string): Promise<Tail | null> {
	const row = await session.rows.get('tails', id);
	if (!row.ok || row.value === null) return null;
	const { value } = row;
	const read = attempt('damaged', () => unpacked(JSON.parse(fromUtf8(value)) as Kept));
	return read.ok ? read.value : null;
}

function unpacked({ feeds, counts, rows, ...rest }: Kept): Tail {
	const messages = rows.flatMap(([number, place, ms, count, text, replyTo, attachment]): PlacedMessage[] => {
		const [feed, member] = feeds[number] ?? [];
		if (!feed || !member) return [];
		const placed = { member, feed, place, ms, count, text, replyTo: replyTo || null, attachment: attachment ?? null };
		return [{ id: messageId(feed, place), ...placed }];
	});
	return { messages, counts: new Map(counts), ...rest };
}

/** A tail and archived pages as one list; null if they are not all of the stream. */
export function whole(tail: Tail, archived: readonly PlacedMessage[]): readonly PlacedMessage[] | null {
	const silent = new Set(tail.silent);
	const all = new Map([...archived, ...tail.messages].map((placed) => [placed.id, placed]));
	for (const [feed, count] of tail.counts)
		for (let place = 0; place < count; place++) {
			const id = messageId(feed, place);
			if (silent.has(id)) all.delete(id);
			else if (!all.has(id)) return null;
		}
	return [...all.values()].sort(orderPlaced);
}
