/** Entries that reached this device, never the relay's disk, and lie beyond a fence by now. SPEC.md I4. */
import type { FeedId } from '../../base/ids';
import type { Change } from '../vault/vault';
import { entryKey, seqOf, type Feed } from './feeds';
import { withoutSnapshots } from './archive';
import { endAt } from './recovery';
import type { Space } from './space';

/**
 * Drops them: nobody else will ever have them, and their author says them again under her next keys, or knows that they
 * were not sent. `heads`: how far each feed goes at the relay. Runs between tasks. Rejects with a `Fault`.
 */
export async function dropCutOff(space: Space, heads: ReadonlyMap<FeedId, number>): Promise<void> {
	const ends = [...space.feeds.values()].flatMap((feed) => {
		const end = Math.max(space.fence(feed), heads.get(feed.id) ?? 0);
		return feed.seq > end && feed.trouble === 'none' && !wroteHere(space, feed) ? [{ feed, end }] : [];
	});
	if (ends.length === 0) return;
	space.spoil();
	const changes = await Promise.all(ends.map(({ feed, end }) => cut(space, feed, end)));
	// what a snapshot holds of them could never be told apart again
	const emptied = await withoutSnapshots(space.rows, space.id);
	await space.rows.vault.commit([...emptied, ...changes.flat()], true);
	await space.load();
	space.emit({ kind: 'content', documents: new Set(space.documents.keys()) });
}

/** Under these keys or earlier ones: what was written here moves to a fresh feed instead. SPEC.md O6. */
function wroteHere(space: Space, feed: Feed): boolean {
	return space.isMine(feed) || feed.unacked.length > 0;
}

/** Ends a feed at its last entry here up to `end`; the changes that keep it so. */
async function cut(space: Space, feed: Feed, end: number): Promise<readonly Change[]> {
	const keys = await space.rows.vault.keys('entries', space.id + feed.id);
	const limit = entryKey(space.id, feed.id, end);
	const last = keys.filter((key) => key <= limit).at(-1);
	if (last === undefined || !(await endAt(space, feed, seqOf(last)))) await endAt(space, feed, 0);
	// what a checkpoint stood for, or cannot be read, is asked for again
	if (feed.seq < end) space.promise(feed.id, end);
	const beyond = keys.filter((key) => key > limit).map((key): Change => ({ table: 'entries', key, value: null }));
	return [...beyond, space.feedChange(feed)];
}
