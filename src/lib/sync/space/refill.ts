/** What this device has and the relay does not. SPEC.md X4, O7. */
import type { FeedId } from '../../base/ids';
import { parseEntry } from '../../wire/entry';
import { entryKey } from './feeds';
import { acknowledge } from './outbox';
import type { Space } from './space';

/** A run of one feed's entries as stored in the vault. */
export interface Run {
	readonly feed: FeedId;
	readonly first: number;
	readonly entries: readonly Uint8Array[];
}

/**
 * The runs that a relay with these heads is missing. Our entries that it never acknowledged are sent again
 * even if its numbers cover them: only its answer proves that it has these, not a twin's.
 */
export async function lacking(space: Space, heads: ReadonlyMap<FeedId, number>): Promise<Run[]> {
	const runs: Run[] = [];
	for (const feed of space.feeds.values()) {
		const there = heads.get(feed.id) ?? 0;
		const isMine = space.isMine(feed) && !feed.isLeft;
		const from = isMine ? Math.min(there, feed.acked) : there;
		if (!isMine) await acknowledge(space, feed.id, there);
		// nobody accepts entries beyond a fence
		const to = Math.min(feed.seq, space.fence(feed));
		if (from >= to || feed.trouble !== 'none') continue;
		const kept = await space.rows.vault.list('entries', space.id + feed.id, entryKey(space.id, feed.id, from));
		const entries = kept.slice(0, to - from).map(([, bytes]) => bytes);
		const damaged = entries.findIndex((bytes, i) => {
			const entry = parseEntry(space.id, bytes);
			return !entry.ok || entry.value.header.seq !== from + 1 + i;
		});
		runs.push({ feed: feed.id, first: from + 1, entries: damaged < 0 ? entries : entries.slice(0, damaged) });
	}
	return runs;
}

/** Our own feeds with entries that the relay never acknowledged. */
export function unconfirmed(space: Space): FeedId[] {
	const mine = [...space.feeds.values()].filter((feed) => space.isMine(feed) && !feed.isLeft && feed.acked < feed.seq);
	return mine.map(({ id }) => id);
}
