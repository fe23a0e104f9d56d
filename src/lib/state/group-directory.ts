/** What the centre's records say at one moment that groups are made of: groups, seats, clients, colleagues. */
import type * as Y from 'yjs';
import { seatsOf, type Seat } from '../domain/group-seats';
import {
	leftAlone,
	peopleOf,
	readGroups,
	successions,
	type Candidate,
	type Group,
	type MemberKind,
	type Person
} from '../domain/groups';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import type { SpaceId } from '../base/ids';
import type { SpaceRef } from '../sync/member';
import { postRef } from './seating';

/** See the header. */
export interface GroupDirectory {
	readonly groups: ReadonlyMap<string, Group>;
	readonly seats: ReadonlyMap<string, Fields>;
	readonly clients: ReadonlyMap<string, Fields>;
	readonly colleagues: ReadonlyMap<string, Fields>;
}

/** Reads it from the centre's document. */
export function readDirectory(doc: Y.Doc): GroupDirectory {
	const table = (name: string): ReadonlyMap<string, Fields> => readRecords(doc.getMap(name));
	const groups = readGroups(table('groups'), table('members'));
	return { groups, seats: table('seats'), clients: table('clients'), colleagues: table('colleagues') };
}

/** What somebody, or a group, is called; '' when nobody knows. */
export function nameIn(directory: GroupDirectory, id: string, kind: MemberKind): string {
	if (kind === 'group') return directory.groups.get(id)?.name ?? '';
	const table = kind === 'client' ? directory.clients : directory.colleagues;
	return String(table.get(id)?.name ?? '');
}

/** Who shall be in a group: without colleagues who have left, and clients whose way in is locked. */
export function peopleIn({ groups, clients, colleagues }: GroupDirectory, id: string): ReadonlyMap<string, Person> {
	return new Map(
		[...peopleOf(groups, id)].filter(([who, { kind }]) =>
			kind === 'client' ? clients.get(who)?.locked !== true : !hasLeft(colleagues.get(who) ?? {})
		)
	);
}

/** Whether a counsellor still works here. */
export function isHere({ colleagues }: GroupDirectory, identity: string): boolean {
	return !hasLeft(colleagues.get(identity) ?? {});
}

/** The groups whose founder has left or is leaving, each with who follows her. */
export function successionsIn(directory: GroupDirectory): ReadonlyMap<string, string> {
	return successions(directory.groups, (identity) => isHere(directory, identity));
}

/** Names in the centre's document who follows founders that leave. */
export function nameSuccessors(doc: Y.Doc): void {
	const directory = readDirectory(doc);
	for (const [group, by] of successionsIn(directory))
		writeRecord(doc.getMap('groups'), group, { by, after: directory.groups.get(group)?.founder ?? '' });
}

/** The names of the groups in which there is nobody else of the centre. */
export function groupsOnlyOf(doc: Y.Doc, identity: string): readonly string[] {
	const directory = readDirectory(doc);
	return leftAlone(directory.groups, identity, (who) => isHere(directory, who)).map(({ name }) => name);
}

/** The seats of a group. */
export function seatsIn({ seats }: GroupDirectory, id: string): readonly Seat[] {
	return seatsOf(seats, id);
}

/** Where a person's letters go: a client's mailbox, a colleague's desk; null while unknown. */
export function placeIn(
	{ clients, colleagues }: GroupDirectory,
	{ id, kind }: Pick<Person, 'id' | 'kind'>
): SpaceRef | null {
	if (kind === 'counsellor') {
		const { desk, poster } = colleagues.get(id) ?? {};
		return postRef(desk, poster);
	}
	const { mailbox, poster } = clients.get(id) ?? {};
	return postRef(mailbox ?? id, poster);
}

/** How to drop letters into a box that the centre knows: a client's present mailbox, a colleague's desk. */
export function boxIn(doc: Y.Doc, box: SpaceId): SpaceRef | null {
	const { clients, colleagues } = readDirectory(doc);
	for (const [id, { mailbox, poster }] of clients) if ((mailbox ?? id) === box) return postRef(box, poster);
	for (const { desk, poster } of colleagues.values()) if (desk === box) return postRef(box, poster);
	return null;
}

/** Everybody and every group that could be put into one. */
export function everyone(directory: GroupDirectory): readonly Candidate[] {
	const named = (kind: MemberKind) => (id: string) => ({ id, kind, name: nameIn(directory, id, kind) });
	const here = [...directory.colleagues].filter(([id, fields]) => id !== 'reception' && !hasLeft(fields));
	return [
		...[...directory.clients.keys()].map(named('client')),
		...here.map(([id]) => id).map(named('counsellor')),
		...[...directory.groups.keys()].map(named('group'))
	];
}

function hasLeft({ left, leaving }: Fields): boolean {
	return typeof left === 'number' || typeof leaving === 'number';
}
