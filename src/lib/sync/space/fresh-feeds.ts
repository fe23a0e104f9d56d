/**
 * Feeds that start over for a reader who may not read what came before. A feed's updates build on its own
 * beginning; without the key of that, later ones could never be applied. SPEC.md T.
 */
import { mayRead } from '../../wire/charter';
import { parseEntry } from '../../wire/entry';
import { entryKey, type Feed } from './feeds';
import { carryOver } from './recovery';
import type { Space } from './space';

/**
 * Leaves our own feeds that begin in an epoch which a current reader lacks; their unsealed writes move to a
 * fresh one. Runs between tasks, with a current charter. Returns whether there were any. SPEC.md T3.
 */
export async function turnOver(space: Space): Promise<boolean> {
	if (space.policy.documents !== 'each' || !space.mayWrite) return false;
	const oldest = firstOfAll(space);
	let hasTurned = false;
	for (const feed of [...space.feeds.values()]) {
		if (!space.isMine(feed)) continue;
		const isOver = !feed.isLeft && (await firstEpoch(space, feed)) < oldest;
		const isWaiting = space.pending.some((write) => write.feed === feed.id);
		if (isWaiting && (isOver || feed.isLeft)) await carryOver(space, feed.id);
		else if (isOver) await leave(space, feed);
		hasTurned ||= isOver;
	}
	if (hasTurned) space.emit({ kind: 'turned' });
	return hasTurned;
}

/** The first epoch whose key every current reader has. */
function firstOfAll({ charter }: Space): number {
	let first = 1;
	for (const member of charter.members.values()) {
		if (!mayRead(member)) continue;
		// granted some but not the newest: she is between two keys of her own and has what she had
		for (let epoch = charter.epoch; epoch >= first; epoch--)
			if (member.grants.size > 0 && !member.grants.has(epoch)) first = epoch + 1;
	}
	return Math.min(first, charter.epoch);
}

const begins = new WeakMap<Feed, number>();

/** The epoch of a feed's first entry; Infinity when it has none yet. */
async function firstEpoch(space: Space, feed: Feed): Promise<number> {
	const known = begins.get(feed);
	if (known !== undefined) return known;
	if (feed.seq === 0) return Infinity;
	const raw = await space.rows.vault.get('entries', entryKey(space.id, feed.id, 1));
	const entry = raw ? parseEntry(space.id, raw) : null;
	// an unreadable row is fetched again (V5) and checked then
	if (!entry?.ok) return Infinity;
	begins.set(feed, entry.value.header.epoch);
	return entry.value.header.epoch;
}

/** Nothing is pending: the feed is just no longer written to. */
async function leave(space: Space, feed: Feed): Promise<void> {
	feed.isLeft = true;
	if (space.own?.id === feed.id) space.own = null;
	await space.rows.vault.commit([space.feedChange(feed)], true);
}

/** Whether we left one of our feeds: what it said about this device must be repeated. */
export function hasLeft(space: Space): boolean {
	return [...space.feeds.values()].some((feed) => space.isMine(feed) && feed.isLeft);
}
