/** What is shown of a quiet space says what it was made from, so that it can be told from what the vault holds by now. SPEC.md Z1. */
import type { FeedId } from '../../base/ids';
import { extentOf, type Held } from '../../sync/space/held';
import type { Space } from '../../sync/space/space';

/** What something shown was made from. */
export interface Made {
	/** The last entry of each feed. */
	readonly heads: Readonly<Record<string, number>>;
	readonly records: number;
	/** Own writing that was no entry yet, in rows. */
	readonly outbox: number;
	/** Whether a mark for others was still to be written, or something had come, or was coming, that is not in it. */
	readonly owes: boolean;
}

/** Whether something shown was made from what the vault holds, and nothing is owed. SPEC.md Z1. */
export function isOf(made: Made | undefined, { heads, records, outbox }: Held): boolean {
	if (!made || made.owes || made.records !== records || made.outbox !== outbox) return false;
	const kept = Object.entries(made.heads);
	return kept.length === heads.size && kept.every(([feed, seq]) => heads.get(feed as FeedId) === seq);
}

/** What is shown of an open space is made from this. Feeds run ahead of it while something is taken in, or loaded. */
export function madeFrom(space: Space, owes: boolean): Made {
	const { heads, records } = extentOf(space);
	return { heads: Object.fromEntries(heads), records, outbox: space.pending.length, owes: owes || space.isBehind };
}
