/** What is shown of a quiet space says what it was made from, to compare with what the vault holds. SPEC.md Z1. */
import type { FeedId } from '../../base/ids';
import { extentOf, type Held } from '../../sync/space/held';
import type { Space } from '../../sync/space/space';

/** What something shown was made from. */
export interface Made {
	/** The last entry of each feed. */
	readonly heads: Readonly<Record<string, number>>;
	readonly records: number;
	/** Own writing that was not an entry yet, in rows. */
	readonly outbox: number;
	/** Whether a mark for others had yet to be written, or something had arrived or was arriving that is not in it. */
	readonly owes: boolean;
}

/** Whether something shown was made from what the vault holds, with nothing owed. SPEC.md Z1. */
export function isOf(made: Made | undefined, held: Pick<Held, 'heads' | 'records' | 'outbox'>): boolean {
	const { heads, records, outbox } = held;
	if (!made || made.owes || made.records !== records || made.outbox !== outbox) return false;
	const kept = Object.entries(made.heads);
	return kept.length === heads.size && kept.every(([feed, seq]) => heads.get(feed as FeedId) === seq);
}

/** What an open space is shown from. Feeds run ahead of it while entries are taken in or loaded. */
export function madeFrom(space: Space, owes: boolean): Made {
	const { heads, records } = extentOf(space);
	// in one order: what is the same is kept as the same text, and not again
	const sorted = [...heads].sort(([one], [other]) => (one < other ? -1 : 1));
	return { heads: Object.fromEntries(sorted), records, outbox: space.pending.length, owes: owes || space.isBehind };
}
