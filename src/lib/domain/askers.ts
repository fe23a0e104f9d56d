/**
 * Who may decide a group's members, their history and its name: its hosts. Derived from who wrote each field of
 * the centre's shared records: the founder counts, and so does each counsellor whom a counting one put into the
 * group. Everybody else's entries say nothing: neither that somebody is in, nor that she is out.
 */
import type { MembershipRecord } from './tables/centre';

/** A record's current fields, and who set each of them: an identity, or null when nobody is proven. */
export interface Told<R> {
	readonly fields: R;
	readonly by: (field: string) => string | null;
}

/**
 * Who may decide in a group. `first`: those whose word counts from the start; `puts`: the records of its people.
 * Two who only vouch for each other do not count.
 */
export function askersOf(
	first: ReadonlySet<string>,
	puts: ReadonlyMap<string, Told<MembershipRecord>>
): ReadonlySet<string> {
	const found = new Set(first);
	for (let known = -1; known < found.size;) {
		known = found.size;
		for (const [who, told] of puts) {
			const { kind, isIn } = said(told, found);
			if (kind === 'counsellor' && isIn === true) found.add(who);
		}
	}
	return found;
}

/** The part of a record that the `askers` have said. */
export function said<R extends object>({ fields, by }: Told<R>, askers: ReadonlySet<string>): R {
	const counts = Object.entries(fields).filter(([field]) => {
		const writer = by(field);
		return writer !== null && askers.has(writer);
	});
	return Object.fromEntries(counts) as R;
}
