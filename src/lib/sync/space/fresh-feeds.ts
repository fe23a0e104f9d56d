/**
 * Feeds that start over for a reader who may not read what came before. A feed's updates build on its own
 * beginning; without the key of that, later ones could never be applied. SPEC.md T.
 */
import { beginsTooEarly } from './feed-beginnings';
import type { Feed } from './feeds';
import { carryOver } from './recovery';
import type { Space } from './space';

/**
 * Leaves our own feeds that begin in an epoch which a current reader lacks; their unsealed writes move to a
 * fresh one. Runs between tasks, with a current charter. Returns whether there were any. SPEC.md T3.
 */
export async function turnOver(space: Space): Promise<boolean> {
	if (space.policy.documents !== 'each' || !space.mayWrite) return false;
	let hasTurned = false;
	for (const feed of [...space.feeds.values()]) {
		if (!space.isMine(feed)) continue;
		const isOver = !feed.isLeft && (await beginsTooEarly(space, feed));
		const isWaiting = space.pending.some((write) => write.feed === feed.id);
		if (isWaiting && (isOver || feed.isLeft)) await carryOver(space, feed.id);
		else if (isOver) await leave(space, feed);
		hasTurned ||= isOver;
	}
	if (hasTurned) space.emit({ kind: 'turned' });
	return hasTurned;
}

/** Nothing is pending: the feed is just no longer written to. */
async function leave(space: Space, feed: Feed): Promise<void> {
	feed.isLeft = true;
	if (space.own?.id === feed.id) space.own = null;
	await space.rows.vault.commit([space.feedChange(feed)], true);
}
