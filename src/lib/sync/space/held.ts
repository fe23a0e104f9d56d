/** What a vault holds of a space, without opening it: enough to tell whether something is to be looked at. SPEC.md X6. */
import type { FeedId, SpaceId } from '../../base/ids';
import type { FeedHead } from '../../wire/charter-record';
import { readFeed } from './feeds';
import type { Space } from './space';
import type { Vault } from '../vault/vault';

/** How far a space goes somewhere: the last entry of each feed, and how many records its charter has. */
export interface Extent {
	readonly heads: ReadonlyMap<FeedId, number>;
	readonly records: number;
}

/** What a vault holds of a space. */
export interface Held extends Extent {
	/** Own writing that is not an entry yet, in rows. */
	readonly outbox: number;
	/** Whether the relay is not known to have all own entries. */
	readonly isUnconfirmed: boolean;
}

/** What the vault holds of a space. Rejects with a `Fault` when it cannot be read. */
export async function heldOf(vault: Vault, space: SpaceId): Promise<Held> {
	const [rows, charter, outbox] = await Promise.all([
		vault.list('feeds', space),
		vault.list('charters', space),
		vault.list('outbox', space)
	]);
	const feeds = rows.flatMap(([, raw]) => {
		const feed = readFeed(raw);
		return feed.ok && feed.value.seq > 0 ? [feed.value] : [];
	});
	return {
		heads: new Map(feeds.map(({ id, seq }) => [id, seq])),
		records: charter.length,
		outbox: outbox.length,
		isUnconfirmed: feeds.some(({ acked, seq, isLeft, trouble }) => acked < seq && !isLeft && trouble === 'none')
	};
}

/** How far an open space goes. */
export function extentOf({ feeds, records }: Space): Extent {
	const heads = [...feeds.values()].filter(({ seq }) => seq > 0).map(({ id, seq }) => [id, seq] as const);
	return { heads: new Map(heads), records: records.length };
}

/** Where a relay goes, as its answer to a join says it. */
export function extentAt(records: number, heads: readonly FeedHead[]): Extent {
	return { heads: new Map(heads.map(({ feed, seq }) => [feed, seq])), records };
}

/**
 * Whether one side has something that the other lacks. `idle`: how far each side went when the two last
 * met: what they did not give each other then (a quarantined feed, entries beyond a fence) is no news.
 */
export function differs(
	here: Extent,
	there: Extent,
	idle: { readonly here: Extent; readonly there: Extent } | null
): boolean {
	if (here.records !== there.records) return true;
	for (const feed of new Set([...here.heads.keys(), ...there.heads.keys()])) {
		const [mine, theirs] = [here.heads.get(feed) ?? 0, there.heads.get(feed) ?? 0];
		const [met, lack] = [idle?.here.heads.get(feed) ?? 0, idle?.there.heads.get(feed) ?? 0];
		if (mine > theirs && mine > met) return true;
		if (theirs > mine && theirs > lack) return true;
	}
	return false;
}
