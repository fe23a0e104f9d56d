/**
 * Who may say who is in a group, with what history, and what it is called: whoever hosts it. Told from the
 * centre's shared records by who wrote each field: her founder, and each counsellor whom one of those who may
 * has put into it. What anybody else writes says nothing: neither that somebody is in, nor that she is out.
 */
import type { MembershipRecord } from './tables/centre';

/** One record as it stands, with who set each of its fields: an identity, or null when nobody proves to have. */
export interface Told<R> {
	readonly fields: R;
	readonly by: (field: string) => string | null;
}

/**
 * Who may ask in a group. `first`: those who may by themselves; `puts`: what is noted of each person in it.
 * Two who only vouch for each other are not among them.
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

/** Of a record what those who may ask have said. */
export function said<R extends object>({ fields, by }: Told<R>, askers: ReadonlySet<string>): R {
	const counts = Object.entries(fields).filter(([field]) => {
		const writer = by(field);
		return writer !== null && askers.has(writer);
	});
	return Object.fromEntries(counts) as R;
}
