/** What a space knows of and does not have. SPEC.md X8, X11. */
import { MAX_ENTRIES } from '../../wire/limits';
import type { SpaceState } from './state';

/** How many entries a space knows of and does not have. Of what is refused nothing is missing. SPEC.md X8. */
export function countMissing(space: SpaceState): number {
	const { promised, feeds, rejected, claims } = space;
	let count = 0;
	for (const [id, seq] of promised) {
		const feed = feeds.get(id);
		if (rejected.has(id) || (feed && feed.trouble !== 'none')) continue;
		count += Math.max(0, Math.min(seq, feed ? space.fence(feed) : seq) - (feed?.seq ?? 0));
	}
	// what an author only claims counts once per feed: the number is hers to invent
	for (const id of new Set([...claims.values()].flat()))
		if ((promised.get(id) ?? 0) <= (feeds.get(id)?.seq ?? 0)) count++;
	return Math.min(count, MAX_ENTRIES);
}

/**
 * Whether own writing waits because the relay says that a feed of this device goes further than it has given:
 * nothing is written there meanwhile, lest the feed forks. SPEC.md X11.
 */
export function isHeldUp({ pending, feeds, promised }: SpaceState): boolean {
	return pending.some(({ feed, isKept }) => isKept && (promised.get(feed) ?? 0) > (feeds.get(feed)?.seq ?? 0));
}
