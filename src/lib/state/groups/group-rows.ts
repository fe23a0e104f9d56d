/** The rows of a group's members, as its window shows them. */
import { standingOf, type Sitting } from '../../domain/group-seats';
import type { Entry, Group, MemberKind, Person } from '../../domain/groups';
import type { GroupInfo, GroupMember } from '../contract/groups';
import { nameIn, openTo, peopleIn, seatsIn, type GroupDirectory } from './group-directory';
import { isHere } from '../centre/colleague-records';

type Sittings = ReadonlyMap<string, Sitting>;
const IS_NONE = { isFounder: false, isFollower: false, inside: [] };

/** A group with everybody who is in it, coming or leaving; null if the directory has none with that id. */
export function infoOf(directory: GroupDirectory, id: string, sittings: Sittings): GroupInfo | null {
	const group = directory.groups.get(id);
	if (!group) return null;
	const people = peopleIn(directory, id);
	const standing = (who: string, kind: Person['kind'], person: Person | null): GroupMember['standing'] =>
		standingOf(
			person,
			seatsIn(directory, id).filter((seat) => seat.person === who),
			sittings,
			kind
		);
	const row = (entry: Entry): GroupMember => {
		const { id: who, kind } = entry;
		const isFounder = who === group.founder;
		const own = {
			id: who,
			kind,
			name: nameIn(directory, who, kind),
			isFounder,
			isFollower: isFounder && group.isFollowed
		};
		if (kind !== 'group') {
			const stands = standing(who, kind, people.get(who) ?? null);
			return { ...own, standing: entry.isLeaving ? 'leaving' : stands, inside: [] };
		}
		const inside = [...peopleIn(directory, who).values()].map((each) => ({
			id: each.id,
			name: nameIn(directory, each.id, each.kind),
			standing: standing(each.id, each.kind, people.get(each.id) ?? null)
		}));
		return { ...own, standing: null, inside };
	};
	// Someone who left the centre is shown while being removed, further down.
	const entries = group.entries.filter((entry) => entry.kind !== 'counsellor' || isHere(directory, entry.id));
	const leaving = leavingFrom(directory, id, people).flatMap((who): GroupMember[] => {
		const kind = directory.clients.has(who) ? 'client' : 'counsellor';
		const stands = standing(who, kind, null);
		return stands ? [{ id: who, kind, name: nameIn(directory, who, kind), standing: stands, ...IS_NONE }] : [];
	});
	const isIn = (person: Person): boolean => standing(person.id, person.kind, person) === 'in';
	const count = [...people.values()].filter(isIn).length;
	const unsaid = unsaidIn(directory, group, standing);
	return {
		id,
		name: group.name,
		description: group.description,
		count,
		members: [...entries.map(row), ...unsaid, ...leaving]
	};
}

/** The kind of a group's member, if no valid word says it. */
export function kindOf({ clients, named }: GroupDirectory, who: string): MemberKind {
	if (clients.has(who)) return 'client';
	return named.has(who) ? 'group' : 'counsellor';
}

/** People who have a seat but should not. */
function leavingFrom(directory: GroupDirectory, id: string, people: ReadonlyMap<string, Person>): readonly string[] {
	const isOpen = openTo(directory, id);
	const isGone = (person: string): boolean => !people.has(person) && !isOpen(person);
	return [...new Set(seatsIn(directory, id).flatMap(({ person }) => (isGone(person) ? [person] : [])))];
}

/** People who sit in a group without a valid word for or against it. */
function unsaidIn(
	directory: GroupDirectory,
	group: Group,
	standing: (who: string, kind: Person['kind'], person: Person) => GroupMember['standing']
): readonly GroupMember[] {
	return [...group.unsaid].flatMap((who): GroupMember[] => {
		const kind = kindOf(directory, who);
		if (kind === 'group' || !isHere(directory, who)) return [];
		const stands = standing(who, kind, { id: who, kind, history: false, atMs: 0, via: [] });
		return stands === 'joining'
			? []
			: [{ id: who, kind, name: nameIn(directory, who, kind), standing: stands, ...IS_NONE }];
	});
}
