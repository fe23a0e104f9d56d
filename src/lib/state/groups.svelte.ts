/** The centre's groups as this counsellor sees them: who is in them, who shall be, and making it so. */
import { base64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import type { IdentityId } from '../base/ids';
import { seatKey, standingOf, type Sitting } from '../domain/group-seats';
import {
	candidates,
	closesRing,
	entryKey,
	mayBeRemoved,
	type Candidate,
	type Entry,
	type Group,
	type Person
} from '../domain/groups';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { foundSpace } from '../sync/founding';
import { memberKeys, newSecret } from '../sync/member';
import type { GroupInfo, GroupMember, Groups } from './contract';
import {
	everyone,
	isHere,
	nameIn,
	nameSuccessors,
	peopleIn,
	placeIn,
	readDirectory,
	seatsIn,
	successionsIn,
	type GroupDirectory
} from './group-directory';
import { isLeft, sittingsOf, workOf, workOn, type GroupWorkParts } from './group-work';
import type { Cases } from './cases';
import type { Opened, Session } from './session';
import type { Speaker } from './shown';

const NAME_MOST = 60;
const DESCRIPTION_MOST = 500;
/** What a colleague has just changed her own device brings about: others look after a while. */
const OTHERS_MS = 6_000;

/** What the groups work with. */
export interface GroupsParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly centre: Opened;
	readonly identity: IdentityId;
	/** Where the groups' records lie. */
	readonly cases: Pick<Cases, 'home' | 'admit' | 'remove'>;
	/** Visits a group of one's own, so that what is left to do there is done. */
	readonly visit: (group: string) => void;
}

/** See the header. */
export class GroupsModel implements Groups {
	#directory = $state.raw<GroupDirectory>({
		groups: new Map(),
		seats: new Map(),
		clients: new Map(),
		colleagues: new Map()
	});
	/** What the groups that were open say of their members. */
	#sittings = $state.raw<ReadonlyMap<string, ReadonlyMap<string, Sitting>>>(new Map());
	/** Group -> who shall be in it and where, when it was last worked on. */
	readonly #known = new Map<string, string>();
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: GroupsParts) {
		this.#read();
		this.#stops.push(
			parts.centre.space.listen(() => {
				this.#read();
				this.#succeed();
				this.#lookAround(OTHERS_MS);
			})
		);
	}

	/** The name of a group, or ''. */
	nameOf(id: string): string {
		return nameIn(this.#directory, id, 'group');
	}

	info(id: string): GroupInfo | null {
		const group = this.#directory.groups.get(id);
		if (!group) return null;
		const people = peopleIn(this.#directory, id);
		// who has left the centre is shown while she is being put out, below
		const entries = group.entries.filter(({ id: who, kind }) => kind !== 'counsellor' || isHere(this.#directory, who));
		const rows = entries.map((entry) => this.#member(id, group, entry, people));
		const gone = new Set(seatsIn(this.#directory, id).flatMap(({ person }) => (people.has(person) ? [] : [person])));
		const leaving = [...gone].flatMap((person): GroupMember[] => {
			const kind = this.#directory.clients.has(person) ? 'client' : 'counsellor';
			const standing = this.#standing(id, person, kind, null);
			const name = nameIn(this.#directory, person, kind);
			const isNone = { isFounder: false, isFollower: false, inside: [] };
			return standing ? [{ id: person, kind, name, standing, ...isNone }] : [];
		});
		const isIn = (person: Person): boolean => this.#standing(id, person.id, person.kind, people) === 'in';
		const count = [...people.values()].filter(isIn).length;
		return { id, name: group.name, description: group.description, count, members: [...rows, ...leaving] };
	}

	find(id: string, query: string): readonly Candidate[] {
		const group = this.#directory.groups.get(id);
		return group && query.trim() !== '' ? candidates(everyone(this.#directory), group, query) : [];
	}

	/** Founds a group; offline too. Resolves with its id once this device keeps it. */
	async create(name: string, description: string): Promise<string> {
		const fields = checked(name, description);
		const { session, centre, desk, identity } = this.parts;
		const now = Date.now();
		const keys = await memberKeys(newSecret());
		const { space, records, members } = await foundSpace('feeds', keys, [], now);
		await session.keepSpace(space, records);
		const seat = { person: identity, place: '', atMs: now, by: identity };
		const [sign, seal] = [base64url(keys.sign.publicKey), base64url(keys.seal.publicKey)];
		await session.write(centre, (doc) => {
			writeRecord(doc.getMap('groups'), space, { ...fields, by: identity, atMs: now });
			const member = { kind: 'counsellor', isIn: true, history: true, atMs: now, by: identity };
			writeRecord(doc.getMap('members'), entryKey(space, identity), member);
			writeRecord(doc.getMap('seats'), seatKey(space, members[0]?.id ?? ''), { ...seat, sign, seal });
		});
		await session.write(desk, (doc) => {
			writeRecord(doc.getMap('streams'), space, { kind: 'group', atMs: now, seed: base64url(keys.seed) });
		});
		// its records are there before anybody who shall share them
		await this.parts.cases.home(space);
		return space;
	}

	async change(id: string, name: string, description: string): Promise<void> {
		await this.#write('groups', id, checked(name, description));
	}

	async add(id: string, { id: who, kind }: Candidate, history: boolean): Promise<void> {
		if (kind === 'group' && closesRing(this.#directory.groups, id, who)) throw new Refusal('group-ring');
		const fields = { kind, isIn: true, history, atMs: Date.now(), by: this.parts.identity };
		await this.#write('members', entryKey(id, who), fields);
		this.#lookAround(0);
	}

	async remove(id: string, who: string): Promise<void> {
		const group = this.#directory.groups.get(id);
		if (group && !mayBeRemoved(group, who)) throw new Refusal('founder-stays');
		await this.#write('members', entryKey(id, who), { isIn: false, atMs: Date.now(), by: this.parts.identity });
		this.#lookAround(0);
	}

	/** A group has met the relay: what is left to do there is done. */
	async met(id: string, opened: Opened): Promise<void> {
		const wishes = this.#wishes(id);
		try {
			await workOn(this.#work(id), opened);
			this.#known.set(id, wishes);
		} finally {
			this.#sit(id, opened);
		}
	}

	/** Follows an open group: who answers, who comes and goes. */
	follow(id: string, opened: Opened): void {
		const look = (): void => {
			this.#sit(id, opened);
			if (opened.replica.isCurrent && isLeft(workOf(this.#work(id), opened.space))) this.#known.delete(id);
		};
		look();
		opened.space.listen(({ kind }) => {
			if (kind === 'content' || kind === 'charter') look();
		});
	}

	/** What a client is called here: under the name of her choice, the directory's beside it. */
	speakerOf(id: string, member: string): Speaker {
		const person = seatsIn(this.#directory, id).find((one) => one.member === member)?.person ?? '';
		const name = nameIn(this.#directory, person, 'client');
		const called = this.#sittings.get(id)?.get(member)?.called ?? name;
		return { name: called === name || name === '' ? called : `${called} (${name})`, side: 'client' };
	}

	/** Visits the groups of one's own in which something may be left to do. */
	lookAround(): void {
		this.#lookAround(0);
	}

	/** Ends what lives. */
	stop(): void {
		for (const stop of this.#stops) stop();
	}

	#lookAround(afterMs: number): void {
		for (const [id, { kind }] of readRecords(this.parts.desk.space.doc.getMap('streams'))) {
			if (kind !== 'group' || !this.#isNews(id)) continue;
			const visit = (): void => {
				if (this.#isNews(id)) this.parts.visit(id);
			};
			if (afterMs === 0) visit();
			else setTimeout(visit, afterMs);
		}
	}

	/**
	 * Who removes a founder names who follows her; where that could not be known yet, in a group founded
	 * offline, say, the next device does that has everything. Two that do it name the same one.
	 */
	#succeed(): void {
		const { space, replica } = this.parts.centre;
		if (!replica.isCurrent || space.missing > 0 || successionsIn(this.#directory).size === 0) return;
		void this.parts.session.write(this.parts.centre, nameSuccessors).catch(() => undefined);
	}

	#isNews(id: string): boolean {
		return this.#directory.groups.has(id) && this.#known.get(id) !== this.#wishes(id);
	}

	/** All that decides what is to be done in a group, as text. */
	#wishes(id: string): string {
		const people = [...peopleIn(this.#directory, id).values()];
		const places = people.map((person) => [person, placeIn(this.#directory, person)?.space]);
		return JSON.stringify([places, seatsIn(this.#directory, id).map(({ member }) => member)]);
	}

	#work(id: string): GroupWorkParts {
		const { session, centre, identity } = this.parts;
		return {
			session,
			centre,
			identity,
			read: () => {
				this.#read();
				const isThere = this.#directory.groups.has(id);
				return isThere ? { people: peopleIn(this.#directory, id), seats: seatsIn(this.#directory, id) } : null;
			},
			place: (person) => placeIn(this.#directory, person),
			letIn: (seed) => this.parts.cases.admit(id, seed),
			putOut: (members) => this.parts.cases.remove(id, members),
			letter: ({ id: who, kind }) => {
				const common = { by: identity, name: this.nameOf(id) };
				return kind === 'client' ? { ...common, as: nameIn(this.#directory, who, 'client') } : common;
			}
		};
	}

	#member(id: string, group: Group, { id: who, kind }: Entry, people: ReadonlyMap<string, Person>): GroupMember {
		const isFounder = who === group.founder;
		const isFollower = isFounder && group.isFollowed;
		const row = { id: who, kind, name: nameIn(this.#directory, who, kind), isFounder, isFollower };
		if (kind !== 'group') return { ...row, standing: this.#standing(id, who, kind, people), inside: [] };
		const inside = [...peopleIn(this.#directory, who).values()].map((each) => ({
			id: each.id,
			name: nameIn(this.#directory, each.id, each.kind),
			standing: this.#standing(id, each.id, each.kind, people)
		}));
		return { ...row, standing: null, inside };
	}

	#standing(
		id: string,
		who: string,
		kind: Person['kind'],
		people: ReadonlyMap<string, Person> | null
	): GroupMember['standing'] {
		const hers = seatsIn(this.#directory, id).filter(({ person }) => person === who);
		return standingOf(people?.get(who) ?? null, hers, this.#sittings.get(id) ?? new Map(), kind);
	}

	#sit(id: string, { space }: Opened): void {
		this.#sittings = new Map(this.#sittings).set(id, sittingsOf(space));
	}

	#read(): void {
		this.#directory = readDirectory(this.parts.centre.space.doc);
	}

	async #write(table: 'groups' | 'members', id: string, fields: Fields): Promise<void> {
		await this.parts.session.write(this.parts.centre, (doc) => {
			writeRecord(doc.getMap(table), id, fields);
		});
		this.#read();
	}
}

function checked(name: string, description: string): { readonly name: string; readonly description: string } {
	const fields = { name: name.trim(), description: description.trim() };
	if (fields.name === '') throw new Refusal('name-empty');
	if (fields.name.length > NAME_MOST || fields.description.length > DESCRIPTION_MOST)
		throw new Refusal('name-too-long');
	return fields;
}
