/**
 * Who should be in a group according to the centre's records: people, and whole groups with everyone in
 * them, now and later. What the hosts' devices do about it: group-seats.ts.
 */
import type { GroupRecord, MembershipRecord } from './tables/centre';
import { matches } from './rows';

/** What can be put into a group. */
export type MemberKind = NonNullable<MembershipRecord['kind']>;

/** A person or group that somebody put into a group. */
export interface Entry {
	/** A client's, an identity's or a group's id. */
	readonly id: string;
	readonly kind: MemberKind;
	/** May read what was written before. */
	readonly history: boolean;
	/** When, ms since 1970. */
	readonly atMs: number;
	/** Where a client's letters for this group go, according to a host; null if none said. */
	readonly box: Box | null;
	/** Whether a host of the group has locked her access. */
	readonly isLocked: boolean;
	/** Whether she has asked to be removed. */
	readonly isLeaving: boolean;
}

/** A mailbox with the secret of the seat that drops letters there, and when it was chosen. */
export interface Box {
	readonly space: string;
	readonly poster: string;
	readonly atMs: number;
}

/** A group in the centre's records. */
export interface Group {
	readonly id: string;
	readonly name: string;
	/** For counsellors alone. */
	readonly description: string;
	/** The identity of the founder, or her successor: in it for good. */
	readonly founder: string;
	/** Whether she succeeds a founder who has left the centre. */
	readonly isFollowed: boolean;
	readonly atMs: number;
	/** People and groups directly in it, the founder first, then oldest first. */
	readonly entries: readonly Entry[];
	/** People and groups about whom nobody with the right has said whether they are in: they stay as they are. */
	readonly unsaid: ReadonlySet<string>;
}

/** Somebody who should be in a group. */
export interface Person {
	readonly id: string;
	readonly kind: 'client' | 'counsellor';
	readonly history: boolean;
	/** When she was last put into it, in any way. */
	readonly atMs: number;
	/** The inner groups that bring her in; empty when she is a direct entry. */
	readonly via: readonly string[];
	/** A client: where her letters go; null or missing if nobody has said. */
	readonly box?: Box | null;
}

/** The record key of a person or group inside a group. */
export function entryKey(group: string, member: string): string {
	return group + member;
}

/** The groups in the tables `groups` and `members`, by id; pass only fields that count. `unsaid`: see `Group`. */
export function readGroups(
	groups: ReadonlyMap<string, GroupRecord>,
	members: ReadonlyMap<string, MembershipRecord>,
	unsaid: ReadonlyMap<string, ReadonlySet<string>> = new Map()
): ReadonlyMap<string, Group> {
	const entries = new Map<string, Entry[]>();
	for (const [key, fields] of members) {
		const { kind } = fields;
		if (key.length !== 64 || fields.isIn !== true || !kind) continue;
		const [group, id] = [key.slice(0, 32), key.slice(32)];
		const all = entries.get(group) ?? [];
		entries.set(group, all);
		all.push(readEntry(id, kind, fields));
	}
	const read = new Map<string, Group>();
	for (const [id, { name, description, by, after, atMs }] of groups) {
		if (by === undefined) continue;
		const founder = readEntry(by, 'counsellor', { history: true, atMs: atMs ?? 0 });
		const others = (entries.get(id) ?? []).filter((entry) => entry.id !== by);
		others.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
		read.set(id, {
			id,
			name: name ?? '',
			description: description ?? '',
			founder: by,
			isFollowed: after !== undefined && after !== by,
			atMs: founder.atMs,
			entries: [founder, ...others],
			unsaid: unsaid.get(id) ?? new Set()
		});
	}
	return read;
}

function readEntry(
	id: string,
	kind: MemberKind,
	{
		history = false,
		atMs = 0,
		box = '',
		boxPoster = '',
		boxAtMs = 0,
		isLocked = false,
		leavesAtMs = 0
	}: MembershipRecord
): Entry {
	return {
		id,
		kind,
		history,
		atMs,
		box: box !== '' && boxPoster !== '' ? { space: box, poster: boxPoster, atMs: boxAtMs } : null,
		isLocked,
		// put in again since, she stays
		isLeaving: leavesAtMs > atMs
	};
}

/**
 * Everybody who should be in a group, once each, by id: including those of the groups inside it, however deep.
 * Two people who concurrently put two groups into each other make a ring: both groups then have the same people.
 */
export function peopleOf(groups: ReadonlyMap<string, Group>, id: string): ReadonlyMap<string, Person> {
	const people = new Map<string, Person>();
	for (const entry of groups.get(id)?.entries ?? []) {
		if (entry.kind !== 'group') {
			if (!entry.isLocked) add(people, { ...entry, kind: entry.kind, via: [] });
			continue;
		}
		for (const inner of reached(groups, entry.id)) {
			// what she may read was decided by whoever put that group into this one
			for (const each of groups.get(inner)?.entries ?? [])
				if (each.kind !== 'group' && !each.isLocked)
					add(people, {
						...each,
						kind: each.kind,
						history: entry.history,
						atMs: Math.max(each.atMs, entry.atMs),
						via: [entry.id]
					});
		}
	}
	return people;
}

/**
 * Returns a test for people whose membership is unknown: nobody with the right has said anything about them or
 * a group that may bring them. They are neither admitted nor removed. `isGroup`: also knows unreadable groups.
 */
export function openIn(
	groups: ReadonlyMap<string, Group>,
	id: string,
	isGroup: (id: string) => boolean = (one) => groups.has(one)
): (person: string) => boolean {
	const found = new Set<string>();
	/** Groups that may be inside. */
	const maybe = new Set<string>();
	let isAnybody = false;
	const take = (who: string): void => {
		if (isGroup(who)) maybe.add(who);
		else found.add(who);
	};
	for (const each of reached(groups, id)) {
		const { entries = [], unsaid = [] } = groups.get(each) ?? {};
		for (const who of unsaid) take(who);
		for (const entry of entries) if (entry.kind === 'group' && !groups.has(entry.id)) isAnybody = true;
	}
	for (const each of maybe) {
		const group = groups.get(each);
		if (!group) isAnybody = true;
		for (const who of group?.unsaid ?? []) take(who);
		for (const entry of group?.entries ?? []) if (!entry.isLocked) take(entry.id);
	}
	return (person) => isAnybody || found.has(person);
}

/** The groups inside a group, however deep, itself first; each once, even in a ring. */
export function reached(groups: ReadonlyMap<string, Group>, id: string): ReadonlySet<string> {
	const found = new Set([id]);
	for (const each of found)
		for (const entry of groups.get(each)?.entries ?? [])
			if (entry.kind === 'group' && groups.has(entry.id)) found.add(entry.id);
	return found;
}

/** Whether putting the group `member` into `group` would close a ring. */
export function closesRing(groups: ReadonlyMap<string, Group>, group: string, member: string): boolean {
	return reached(groups, member).has(group);
}

/** Whether a person or group can be removed from a group: its founder cannot. */
export function mayBeRemoved(group: Group, member: string): boolean {
	return member !== group.founder;
}

/**
 * The successor when the founder leaves the centre: of the counsellors who are still `here`, direct entries first,
 * the one longest in the group; null when there is none.
 */
export function successorOf(
	groups: ReadonlyMap<string, Group>,
	id: string,
	isHere: (identity: string) => boolean
): string | null {
	const founder = groups.get(id)?.founder;
	const others = [...peopleOf(groups, id).values()].filter(
		(one) => one.kind === 'counsellor' && one.id !== founder && isHere(one.id)
	);
	others.sort((a, b) => a.via.length - b.via.length || a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
	return others[0]?.id ?? null;
}

/** The groups whose founder has left, each with her successor: the same on every device with the same records. */
export function successions(
	groups: ReadonlyMap<string, Group>,
	isHere: (identity: string) => boolean
): ReadonlyMap<string, string> {
	const named = new Map<string, string>();
	for (const { id, founder } of groups.values()) {
		const next = isHere(founder) ? null : successorOf(groups, id, isHere);
		if (next !== null) named.set(id, next);
	}
	return named;
}

/** The groups that would have no counsellor left without her. */
export function leftAlone(
	groups: ReadonlyMap<string, Group>,
	identity: string,
	isHere: (identity: string) => boolean
): readonly Group[] {
	return [...groups.values()].filter(({ id }) => {
		const hosts = [...peopleOf(groups, id).values()].filter((one) => one.kind === 'counsellor' && isHere(one.id));
		return hosts.length === 1 && hosts[0]?.id === identity;
	});
}

/** Something that can be put into a group, with its name. */
export interface Candidate {
	readonly id: string;
	readonly kind: MemberKind;
	readonly name: string;
}

/** Those of `all` that match `query` and are not direct entries of the group, by name. */
export function candidates<T extends Candidate>(all: readonly T[], group: Group, query: string): readonly T[] {
	const taken = new Set([group.id, ...group.entries.map(({ id }) => id)]);
	return all
		.filter(({ id, name }) => !taken.has(id) && matches(name, query))
		.toSorted((a, b) => COLLATOR.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/** A direct entry keeps what was decided for her; somebody who comes by several ways gets the best of them. */
function add(people: Map<string, Person>, person: Person): void {
	const known = people.get(person.id);
	if (!known || person.via.length === 0) people.set(person.id, person);
	else if (known.via.length > 0)
		people.set(person.id, {
			...person,
			history: known.history || person.history,
			atMs: Math.max(known.atMs, person.atMs),
			via: [...new Set([...known.via, ...person.via])].sort()
		});
}

const COLLATOR = new Intl.Collator('de', { sensitivity: 'base', numeric: true });
