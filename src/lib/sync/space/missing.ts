/** What a space knows of but does not have. SPEC.md X8, X11. */
import { MAX_ENTRIES } from '../../wire/limits';
import type { SpaceState } from './state';

/** How many entries a space knows of but does not have. Refused ones are not missing. SPEC.md X8. */
export function countMissing(space: SpaceState): number {
	const { promised, feeds, rejected, claims } = space;
	let count = 0;
	for (const [id, seq] of promised) {
		const feed = feeds.get(id);
		if (rejected.has(id) || (feed && feed.trouble !== 'none')) continue;
		count += Math.max(0, Math.min(seq, feed ? space.fence(feed) : seq) - (feed?.seq ?? 0));
	}
	// what an author merely claims counts once per feed: she could invent any number
	for (const id of new Set([...claims.values()].flat()))
		if ((promised.get(id) ?? 0) <= (feeds.get(id)?.seq ?? 0)) count++;
	return Math.min(count, MAX_ENTRIES);
}

/**
 * Whether our writes wait because the relay says that one of our feeds goes further than it has sent:
 * nothing is written there meanwhile, or the feed would fork. SPEC.md X11.
 */
export function isHeldUp({ pending, feeds, promised }: SpaceState): boolean {
	return pending.some(({ feed, isKept }) => isKept && (promised.get(feed) ?? 0) > (feeds.get(feed)?.seq ?? 0));
}
