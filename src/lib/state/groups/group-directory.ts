/**
 * What the centre's records say about groups at one moment: groups, seats, clients, colleagues. Of a group only
 * what its hosts have said; of a colleague what she said herself, and from a Leitung that she is leaving.
 * SPEC.md U4, U5, U7.
 */
import type * as Y from 'yjs';
import { askersOf, said, type Told } from '../../domain/askers';
import { seatsOf, type Seat } from '../../domain/group-seats';
import {
	leftAlone,
	openIn,
	peopleOf,
	readGroups,
	successions,
	type Candidate,
	type Group,
	type MemberKind,
	type Person
} from '../../domain/groups';
import {
	CENTRE,
	type ClientRecord,
	type ColleagueRecord,
	type GroupRecord,
	type GroupSeatRecord,
	type MembershipRecord
} from '../../domain/tables/centre';
import type { Table } from '../../domain/tables/table';
import type { SpaceRef } from '../../sync/keys/member';
import type { AuthorOf } from '../centre/authors';
import { postRef, deskOf, boxAmong } from '../letters/addresses';
import { readColleagues, isHere } from '../centre/colleague-records';

/** Whose word counts: who wrote a field, and who counts in a group from the outset. */
export interface Trust {
	readonly author: AuthorOf;
	readonly first: (group: string) => ReadonlySet<string>;
	readonly founder: (group: string) => string | null;
}

/** See the header. */
export interface GroupDirectory {
	readonly groups: ReadonlyMap<string, Group>;
	readonly seats: ReadonlyMap<string, GroupSeatRecord>;
	readonly clients: ReadonlyMap<string, ClientRecord>;
	readonly colleagues: ReadonlyMap<string, ColleagueRecord>;
	/** The ids of all groups, readable or not. */
	readonly named: ReadonlySet<string>;
}

/** The directory before anything was read. */
export const NO_DIRECTORY: GroupDirectory = {
	groups: new Map(),
	seats: new Map(),
	clients: new Map(),
	colleagues: new Map(),
	named: new Set()
};

/** Reads it from the centre's document; without `trust` all of it, whoever wrote it. */
export function readDirectory(doc: Y.Doc, trust: Trust | null): GroupDirectory {
	if (!trust) return readAll(doc);
	const withAuthors = <R extends object>(table: Table<R>): ReadonlyMap<string, Told<R>> =>
		new Map(
			[...table.read(doc)].map(([id, fields]) => [
				id,
				{ fields, by: (field) => trust.author(table, `${id}.${field}`)?.id ?? null }
			])
		);
	const inGroups = withAuthors(CENTRE.groups);
	const puts = byGroup(withAuthors(CENTRE.members));
	const seats = byGroup(withAuthors(CENTRE.seats));
	const groups = new Map<string, GroupRecord>();
	const members = new Map<string, MembershipRecord>();
	const seated = new Map<string, GroupSeatRecord>();
	const unsaid = new Map<string, Set<string>>();
	for (const [group, record] of inGroups) {
		const inside = puts.get(group) ?? new Map<string, Told<MembershipRecord>>();
		const askers = askersOf(trust.first(group), inside);
		const fields = said(record, askers);
		const founder = founderOf(group, record.fields, fields, askers, trust);
		if (founder) groups.set(group, { ...fields, ...founder });
		for (const [who, put] of inside) {
			const counts = said(put, askers);
			if (counts.isIn === undefined || counts.kind === undefined)
				unsaid.set(group, (unsaid.get(group) ?? new Set()).add(who));
			else members.set(group + who, { ...counts, leavesAtMs: leaving(put, who) });
		}
		for (const [member, seat] of seats.get(group) ?? []) seated.set(group + member, said(seat, askers));
	}
	return {
		groups: readGroups(groups, members, unsaid),
		seats: seated,
		clients: CENTRE.clients.read(doc),
		colleagues: readColleagues(doc, trust.author),
		named: new Set(inGroups.keys())
	};
}

/** When somebody asked to leave, in her own words only; 0 if she did not. */
function leaving({ fields, by }: Told<MembershipRecord>, who: string): number {
	return by('leavesAtMs') === who ? (fields.leavesAtMs ?? 0) : 0;
}

function readAll(doc: Y.Doc): GroupDirectory {
	const groups = readGroups(CENTRE.groups.read(doc), CENTRE.members.read(doc));
	return {
		groups,
		seats: CENTRE.seats.read(doc),
		clients: CENTRE.clients.read(doc),
		colleagues: CENTRE.colleagues.read(doc),
		named: new Set(groups.keys())
	};
}

/** Records of people and seats in groups: group -> person or member -> record. */
function byGroup<R>(told: ReadonlyMap<string, Told<R>>): ReadonlyMap<string, ReadonlyMap<string, Told<R>>> {
	const found = new Map<string, Map<string, Told<R>>>();
	for (const [key, record] of told) {
		if (key.length !== 64) continue;
		const group = key.slice(0, 32);
		const inside = found.get(group) ?? new Map<string, Told<R>>();
		found.set(group, inside.set(key.slice(32), record));
	}
	return found;
}

/** The permanent member of a group: a successor named by a Leitung, if she is in it, otherwise its founder. */
function founderOf(
	group: string,
	{ by, after }: GroupRecord,
	counts: GroupRecord,
	askers: ReadonlySet<string>,
	{ author, founder }: Trust
): Pick<GroupRecord, 'by' | 'after'> | null {
	const isNamed =
		author(CENTRE.groups, `${group}.by`)?.isLead === true && author(CENTRE.groups, `${group}.after`)?.isLead === true;
	if (isNamed && typeof by === 'string' && askers.has(by) && typeof after === 'string') return { by, after };
	const own = founder(group) ?? (typeof counts.by === 'string' && askers.has(counts.by) ? counts.by : null);
	return own === null ? null : { by: own, after: own };
}

/** The name of a person or group; '' while unknown. */
export function nameIn(directory: GroupDirectory, id: string, kind: MemberKind): string {
	if (kind === 'group') return directory.groups.get(id)?.name ?? '';
	const table = kind === 'client' ? directory.clients : directory.colleagues;
	return table.get(id)?.name ?? '';
}

/** The people meant to be in a group, without colleagues who have left. */
export function peopleIn(directory: GroupDirectory, id: string): ReadonlyMap<string, Person> {
	return new Map(
		[...peopleOf(directory.groups, id)].filter(([who, { kind }]) => kind === 'client' || isHere(directory, who))
	);
}

/** People whom no valid word puts into or out of a group: they stay as they are while they still work here. */
export function openTo(directory: GroupDirectory, id: string): (person: string) => boolean {
	const isOpen = openIn(directory.groups, id, (one) => directory.named.has(one));
	return (person) => isOpen(person) && isHere(directory, person);
}

/**
 * What the hosts of a group have said about somebody: true if they want her in it, otherwise false; null if
 * they have said nothing valid, or the group is not known here. SPEC.md U11.
 */
export function isWanted(directory: GroupDirectory, id: string, identity: string): boolean | null {
	const isIn = isBrought(directory, id, identity);
	return isIn === false && openTo(directory, id)(identity) ? null : isIn;
}

/**
 * Whether a group's hosts bring in somebody who waits for her place; saying nothing valid does not. Null if the
 * group is not known here. SPEC.md U11.
 */
export function isBrought(directory: GroupDirectory, id: string, identity: string): boolean | null {
	return directory.groups.has(id) ? peopleIn(directory, id).has(identity) : null;
}

/** The groups whose founder has left or is leaving, each with her successor. */
export function successionsIn(directory: GroupDirectory): ReadonlyMap<string, string> {
	return successions(directory.groups, (identity) => isHere(directory, identity));
}

/** Names the successors of leaving founders in the centre's document: for a Leitung's device, whose word counts. */
export function nameSuccessors(doc: Y.Doc, trust: Trust | null = null): void {
	const directory = readDirectory(doc, trust);
	for (const [group, by] of successionsIn(directory))
		CENTRE.groups.write(doc, group, { by, after: directory.groups.get(group)?.founder ?? '' });
}

/** The names of the groups that have nobody else from the centre. */
export function groupsOnlyOf(doc: Y.Doc, identity: string, trust: Trust | null = null): readonly string[] {
	const directory = readDirectory(doc, trust);
	return leftAlone(directory.groups, identity, (who) => isHere(directory, who)).map(({ name }) => name);
}

/** Those who asked to leave, in the groups where a counsellor's own word counts. */
export function leaversIn(
	{ groups }: GroupDirectory,
	identity: string
): readonly { readonly group: string; readonly who: string }[] {
	return [...groups.values()].flatMap(({ id: group, entries }) =>
		entries.some(({ id, isLeaving }) => id === identity && !isLeaving)
			? entries.flatMap(({ id: who, isLeaving }) => (isLeaving ? [{ group, who }] : []))
			: []
	);
}

/** The seats of a group. */
export function seatsIn({ seats }: GroupDirectory, id: string): readonly Seat[] {
	return seatsOf(seats, id);
}

/**
 * Where a person's letters for a group go: a colleague's desk, as she says; a client's mailbox, as a host of
 * the group says. Null while nobody entitled has: the directory, which all colleagues write, moves nobody.
 */
export function addressOf(directory: GroupDirectory, { id, kind, box }: Person): SpaceRef | null {
	if (kind === 'counsellor') return deskOf(directory, id);
	return box ? postRef(box.space, box.poster) : null;
}

/**
 * The same for a group she was already in: if somebody whose word does not count has overwritten her box, the
 * one where her last seat was.
 */
export function addressIn(directory: GroupDirectory, group: string, person: Person): SpaceRef | null {
	const place = addressOf(directory, person);
	if (place || person.kind === 'counsellor') return place;
	const last = seatsIn(directory, group).findLast((seat) => seat.person === person.id && seat.place !== '');
	return last ? boxAmong(directory.clients, last.place) : null;
}

/** Whether any client of these groups is found by no valid word any more. */
export function isAnybodyLost({ groups }: GroupDirectory, own: readonly string[]): boolean {
	return own.some((group) => groups.get(group)?.entries.some(({ kind, box }) => kind === 'client' && !box));
}

/** Repeats, as this counsellor's own word, what somebody said about a group before losing her say in it. */
export function sayAgain(doc: Y.Doc, group: string, identity: string, author: AuthorOf): void {
	for (const table of [CENTRE.groups, CENTRE.members, CENTRE.seats]) {
		const map = table.in(doc);
		for (const key of [...map.keys()])
			if (key.startsWith(group) && author(table, key)?.id === identity) map.set(key, map.get(key));
	}
}

/** Everybody and every group that could be added to a group. */
export function everyone(directory: GroupDirectory): readonly Candidate[] {
	const named = (kind: MemberKind) => (id: string) => ({ id, kind, name: nameIn(directory, id, kind) });
	const here = [...directory.colleagues.keys()].filter((id) => id !== 'reception' && isHere(directory, id));
	return [
		...[...directory.clients.keys()].map(named('client')),
		...here.map(named('counsellor')),
		...[...directory.groups.keys()].map(named('group'))
	].filter(({ name }) => name !== '');
}
