/** What a vault holds of a space, without opening it: enough to tell whether to open it. SPEC.md X6. */
import { asId, type FeedId, type SpaceId } from '../../base/ids';
import type { FeedHead } from '../../wire/charter-record';
import { readFeed } from './feeds';
import type { Space } from './space';
import type { Vault } from '../vault/vault';

/** How far a space goes on one side: the last entry of each feed, and the number of charter records. */
export interface Extent {
	readonly heads: ReadonlyMap<FeedId, number>;
	readonly records: number;
}

/** What a vault holds of a space. */
export interface Held extends Extent {
	/** Our writes that are not entries yet, in rows. */
	readonly outbox: number;
	/** Whether the relay may not have all our entries. */
	readonly isUnconfirmed: boolean;
}

/** What the vault holds of a space. Rejects with a `Fault` when it cannot be read. */
export async function heldOf(vault: Vault, space: SpaceId): Promise<Held> {
	return (await heldUnder(vault, space)).get(space) ?? nothing();
}

/** What it holds of each space, read at once. Rejects with a `Fault` when it cannot be read. */
export function heldOfAll(vault: Vault): Promise<ReadonlyMap<SpaceId, Held>> {
	return heldUnder(vault, '');
}

/** What it holds of a space of which it has nothing. */
export function nothing() {
	return { heads: new Map<FeedId, number>(), records: 0, outbox: 0, isUnconfirmed: false };
}

async function heldUnder(vault: Vault, prefix: string): Promise<ReadonlyMap<SpaceId, Held>> {
	const [rows, charters, outbox] = await Promise.all([
		vault.list('feeds', prefix),
		vault.keys('charters', prefix),
		vault.keys('outbox', prefix)
	]);
	const found = new Map<SpaceId, ReturnType<typeof nothing>>();
	const of = (key: string): ReturnType<typeof nothing> => {
		const space = asId<SpaceId>(key.slice(0, 32));
		const held = found.get(space) ?? nothing();
		found.set(space, held);
		return held;
	};
	for (const [key, raw] of rows) {
		const feed = readFeed(raw);
		if (!feed.ok || feed.value.seq === 0) continue;
		const { id, seq, acked, isLeft, trouble } = feed.value;
		const held = of(key);
		held.heads.set(id, seq);
		held.isUnconfirmed ||= acked < seq && !isLeft && trouble === 'none';
	}
	for (const key of charters) of(key).records++;
	for (const key of outbox) of(key).outbox++;
	return found;
}

/** How far an open space goes. */
export function extentOf({ feeds, records }: Space): Extent {
	const heads = [...feeds.values()].filter(({ seq }) => seq > 0).map(({ id, seq }) => [id, seq] as const);
	return { heads: new Map(heads), records: records.length };
}

/** How far a relay goes, according to its answer to a join. */
export function extentAt(records: number, heads: readonly FeedHead[]): Extent {
	return { heads: new Map(heads.map(({ feed, seq }) => [feed, seq])), records };
}

/**
 * Whether one side has something the other is missing. `idle`: how far each went when they last met: what
 * they did not exchange then (a quarantined feed, entries beyond a fence) is no news.
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
