/** How far messages have come: own ones to the others, and theirs to this device. From signed records only. */
import type { FeedId, MemberId } from '../../base/ids';
import type { Mark } from '../../domain/messages';
import { markOf } from '../../domain/stream-document';
import type { PlacedMessage, Timeline } from '../../domain/timeline';
import type { Space } from '../../sync/space/space';

/** What is unread: how many messages, and the first of them. */
export interface Unread {
	readonly count: number;
	readonly first: PlacedMessage | null;
}

/** How far an own message has come, never overstated. `kept`: the mark of one that is only here. */
export function ownMark(space: Space, placed: PlacedMessage, kept: Mark): Mark {
	const feed = space.feeds.get(placed.feed);
	if (!feed) return kept;
	const isFromHere = feed.device.join() === space.credentials.device.publicKey.join();
	if (isFromHere && placed.place >= feed.relayed) {
		// Whatever others claim to have read: it has not left this device.
		const isUnkept = space.pending.some(
			(write) => !write.isKept && write.feed === placed.feed && write.mark > 0 && write.mark <= placed.place + 1
		);
		return isUnkept ? 'unsent' : kept;
	}
	let mark: Mark = 'relayed';
	for (const [id, { doc }] of space.documents) {
		if ((id as string) === space.credentials.member) continue;
		if (markOf(doc, 'r', placed.feed) > placed.place) return 'read';
		if (markOf(doc, 'd', placed.feed) > placed.place) mark = 'delivered';
	}
	return mark;
}

/**
 * The other side's unread messages, counted by feed; the first is searched from the end. `isOurs`: whether a
 * member is on this side; `seen`: what has been on screen here, though nobody has been told yet. Until she has read
 * anything of a feed, colleagues' reading counts. SPEC.md U18.
 */
export function unreadOf(
	space: Space,
	timeline: Timeline,
	isOurs: (member: MemberId) => boolean,
	seen: ReadonlyMap<FeedId, number>
): Unread {
	const read = new Map<FeedId, number>();
	let count = 0;
	for (const [feed, length] of timeline.counts) {
		if (isOurs(space.feeds.get(feed)?.member ?? space.credentials.member)) continue;
		const mark = Math.max(markOf(space.doc, 'r', feed), seen.get(feed) ?? 0) || readByColleagues(space, feed, isOurs);
		read.set(feed, mark);
		count += Math.max(0, length - mark) - timeline.silentFrom(feed, mark);
	}
	let first: PlacedMessage | null = null;
	for (let [i, left] = [timeline.all.length - 1, count]; i >= 0 && left > 0; i--) {
		const placed = timeline.all[i];
		if (!placed || (read.get(placed.feed) ?? Infinity) > placed.place) continue;
		first = placed;
		left--;
	}
	return { count, first };
}

function readByColleagues({ documents }: Space, feed: FeedId, isOurs: (member: MemberId) => boolean): number {
	let most = 0;
	for (const [id, { doc }] of documents)
		if (isOurs(id as string as MemberId)) most = Math.max(most, markOf(doc, 'r', feed));
	return most;
}

/** How many members read a stream. */
export function readersOf({ charter }: Space): number {
	return [...charter.members.values()].filter(({ role, isRemoved }) => role !== 'poster' && !isRemoved).length;
}

/** When a stream's client took her own keys, that is, opened her link; null before. */
export function openedAt({ charter, records }: Space): number | null {
	const clients = [...charter.members.values()].filter(({ role, isRemoved }) => role === 'member' && !isRemoved);
	const takes = (id: MemberId): number | undefined =>
		records.find(({ ops }) => ops.some((op) => op.kind === 'rekey' && op.member === id))?.atMs;
	return clients.map(({ id }) => takes(id)).find((atMs) => atMs !== undefined) ?? null;
}
