/** Single entries in the vault: read, laid out for keeping, and kept as proof that their feed has ended. */
import type { FeedId } from '../../base/ids';
import { parseEntry, type Entry } from '../../wire/entry';
import type { Change } from '../vault/vault';
import { entryKey, type Feed } from './feeds';
import type { SpaceState } from './state';

/** An entry that is here; null when its row is missing or cannot be read. Rejects with a `Fault`. */
export async function keptEntry(
	{ id, rows }: Pick<SpaceState, 'id' | 'rows'>,
	feed: FeedId,
	seq: number
): Promise<Entry | null> {
	const raw = await rows.vault.get('entries', entryKey(id, feed, seq));
	const entry = raw ? parseEntry(id, raw) : null;
	return entry?.ok ? entry.value : null;
}

/** The row that keeps an entry. */
export function entryRow({ id }: Pick<SpaceState, 'id'>, { header, bytes }: Entry): Change {
	return { table: 'entries', key: entryKey(id, header.feed, header.seq), value: bytes };
}

/** A feed's device has said two things under one number: the feed ends here for good, the proof is kept. SPEC.md I6. */
export async function endForked(
	space: SpaceState,
	feed: Feed,
	proof: Entry,
	beside: readonly Change[] = []
): Promise<void> {
	feed.trouble = 'fork';
	const kept = await space.rows.put('meta', `fork/${space.id}${feed.id}`, proof.bytes);
	await space.rows.vault.commit([...beside, space.feedChange(feed), kept]);
	space.emit({ kind: 'trouble', documents: new Set(space.documents.keys()) });
}
