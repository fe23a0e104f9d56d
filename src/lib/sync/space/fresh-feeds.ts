/**
 * Feeds that begin anew for somebody who may not read what was before. What a feed writes builds on its
 * own beginning; who lacks the key of that could never apply what comes later. SPEC.md T.
 */
import { mayRead } from '../../wire/charter';
import { parseEntry } from '../../wire/entry';
import { entryKey, type Feed } from './feeds';
import { carryOver } from './recovery';
import type { Space } from './space';

/**
 * Leaves own feeds that begin in an epoch which somebody who reads now lacks; what waits to be written
 * there moves to a fresh one. Runs between tasks, with the charter current. Whether there were any. SPEC.md T3.
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

/** The first epoch that everybody who reads now has the key of. */
function firstOfAll({ charter }: Space): number {
	let first = 1;
	for (const member of charter.members.values()) {
		if (!mayRead(member)) continue;
		// who is granted some and not the newest is between two keys of her own: she has what she had
		for (let epoch = charter.epoch; epoch >= first; epoch--)
			if (member.grants.size > 0 && !member.grants.has(epoch)) first = epoch + 1;
	}
	return Math.min(first, charter.epoch);
}

const begins = new WeakMap<Feed, number>();

/** The epoch of a feed's first entry; the newest one when it has none yet. */
async function firstEpoch(space: Space, feed: Feed): Promise<number> {
	const known = begins.get(feed);
	if (known !== undefined) return known;
	if (feed.seq === 0) return Infinity;
	const raw = await space.rows.vault.get('entries', entryKey(space.id, feed.id, 1));
	const entry = raw ? parseEntry(space.id, raw) : null;
	// a row that cannot be read comes again (V5), and is asked then
	if (!entry?.ok) return Infinity;
	begins.set(feed, entry.value.header.epoch);
	return entry.value.header.epoch;
}

/** Nothing waits: it is only not written to any more. */
async function leave(space: Space, feed: Feed): Promise<void> {
	feed.isLeft = true;
	if (space.own?.id === feed.id) space.own = null;
	await space.rows.vault.commit([space.feedChange(feed)], true);
}

/** Whether one of this device's feeds was left: what it said of itself there is to be said again. */
export function hasLeft(space: Space): boolean {
	return [...space.feeds.values()].some((feed) => space.isMine(feed) && feed.isLeft);
}
