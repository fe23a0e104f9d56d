/** Where feeds begin, and whether every reader can read them from there. SPEC.md T3. */
import { mayRead } from '../../wire/charter';
import type { Feed } from './feeds';
import { keptEntry } from './kept-entries';
import type { Space } from './space';

/** Whether one of our feeds begins in an epoch which a current reader lacks. */
export async function beginsTooEarly(space: Space, feed: Feed): Promise<boolean> {
	return space.policy.documents === 'each' && (await firstEpoch(space, feed)) < firstOfAll(space);
}

/** Whether we left one of our feeds: what it said about this device has to be said again. */
export function hasLeft(space: Space): boolean {
	return [...space.feeds.values()].some((feed) => space.isMine(feed) && feed.isLeft);
}

/** Whether a host has said who she is in a feed that every reader can read from its beginning. */
export async function isHostHeard(space: Space): Promise<boolean> {
	for (const id of space.introductions.keys()) {
		const feed = space.feeds.get(id);
		const member = feed && space.charter.members.get(feed.member);
		if (!feed || member?.role !== 'host' || member.isRemoved) continue;
		const epoch = await firstEpoch(space, feed);
		if (epoch >= firstOfAll(space) && epoch < Infinity) return true;
	}
	return false;
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
	const entry = await keptEntry(space, feed.id, 1);
	// an unreadable row is fetched again (V5) and checked then
	if (!entry) return Infinity;
	begins.set(feed, entry.header.epoch);
	return entry.header.epoch;
}
