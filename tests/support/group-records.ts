/** Groups as their records make them, and people to put into them. */
import { entryKey, peopleOf, readGroups, type Group } from '../../src/lib/domain/groups';
import type { GroupRecord, MembershipRecord } from '../../src/lib/domain/tables/centre';

/** An id that one recognizes. */
export const id = (name: string): string => name.repeat(32).slice(0, 32);

/** People. */
export const [berta, cem, anton, mia] = ['a', 'b', 'c', 'd'].map(id) as [string, string, string, string];

/** Groups. */
export const [work, youth, all] = ['1', '2', '3'].map(id) as [string, string, string];

/** Somebody, or a group, that a record puts into a group or takes out. */
export interface Put {
	readonly into: string;
	readonly who: string;
	readonly kind: 'client' | 'counsellor' | 'group';
	readonly history?: boolean;
	readonly isIn?: boolean;
	readonly atMs?: number;
}

/** Groups by their founders, and what was put into them. */
export function groupsOf(
	founders: Readonly<Record<string, string>>,
	...put: readonly Put[]
): ReadonlyMap<string, Group> {
	const groups = new Map<string, GroupRecord>(
		Object.entries(founders).map(([group, by]) => [group, { name: `Gruppe ${group[0] ?? ''}`, by, atMs: 1 }])
	);
	const members = new Map<string, MembershipRecord>(
		put.map(({ into, who, kind, history = false, isIn = true, atMs = 2 }) => [
			entryKey(into, who),
			{ kind, isIn, history, atMs, by: berta }
		])
	);
	return readGroups(groups, members);
}

/** Who is in a group. */
export const ids = (groups: ReadonlyMap<string, Group>, group: string): string[] =>
	[...peopleOf(groups, group).keys()].sort();
