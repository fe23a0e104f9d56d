/**
 * The centre's groups as this counsellor sees them: who is in them, who shall be, and making it so.
 * Over 300 lines, reason: one model of what the pages show; what can be said apart lies in group-*.ts.
 */
import { base64url } from '../../base/bytes';
import { passOver, Refusal } from '../../base/fault';
import { seatKey, type Sitting } from '../../domain/group-seats';
import { candidates, closesRing, entryKey, mayBeRemoved, type Candidate } from '../../domain/groups';
import { foundSpace } from '../../sync/keys/founding';
import { memberKeys, newSecret } from '../../sync/keys/member';
import type { GroupInfo, Groups } from '../contract/groups';
import {
	everyone,
	isAnybodyLost,
	isBrought,
	isWanted,
	leaversIn,
	nameIn,
	nameSuccessors,
	NO_DIRECTORY,
	openTo,
	peopleIn,
	placeFor,
	readDirectory,
	sayAgain,
	seatsIn,
	successionsIn,
	type GroupDirectory,
	type Trust
} from './group-directory';
import { boxFields, movesIn } from './group-boxes';
import { infoOf, kindOf } from './group-rows';
import { Hosts, type HostsParts } from './hosts';
import { checkedName } from '../centre/names';
import type { Letters } from '../letters/unsent';
import { isLeft, sittingsOf, workOf, workOn, type GroupState, type GroupWorkParts } from './group-work';
import type { Cases } from '../cases/cases';
import { Errand } from '../session/errand';
import type { Speaker } from '../stream/shown';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';
import { CENTRE } from '../../domain/tables/centre';
import type { Table } from '../../domain/tables/table';
import { DESK } from '../../domain/tables/desk';

const DESCRIPTION_MOST = 500;
/** What a colleague has just changed her own device brings about: others look after a while. */
const OTHERS_MS = 6_000;

/** What the groups work with. */
export interface GroupsParts extends HostsParts {
	/** Keeps the space of a group just made. */
	readonly session: Pick<Session, 'keepSpace'>;
	readonly letters: Letters;
	/** Whether this counsellor is a Leitung. */
	readonly isLead: boolean;
	/** Where the groups' records lie. */
	readonly cases: Pick<Cases, 'home' | 'admit' | 'remove'>;
	/** Visits a group of one's own, so that what is left to do there is done. */
	readonly visit: (group: string) => void;
}

/** See the header. */
export class GroupsModel implements Groups {
	#directory = $state.raw<GroupDirectory>(NO_DIRECTORY);
	/** What the groups that were open say of their members. */
	#sittings = $state.raw<ReadonlyMap<string, ReadonlyMap<string, Sitting>>>(new Map());
	/** Group -> who shall be in it and where, when it was last worked on. */
	readonly #known = new Map<string, string>();
	readonly #stops: (() => void)[] = [];
	readonly #hosts: Hosts;
	readonly #errand = new Errand(() => this.#visitNews());
	readonly #tending = new Errand(() => this.#tend());

	constructor(readonly parts: GroupsParts) {
		this.#hosts = new Hosts(parts);
		const look = (): void => {
			this.#read();
			void this.#hosts.look().then((isNew) => {
				if (isNew) this.#read();
			});
			this.#succeed();
			void this.#tending.look();
		};
		look();
		this.#stops.push(
			parts.centre.space.listen(({ kind }) => {
				look();
				// what was noted is at the relay: the next step
				if (kind === 'progress' && parts.centre.isSent) void this.#errand.look();
				else this.#lookLater();
			}),
			parts.authors.listen(look)
		);
	}

	/** The name of a group, or ''. */
	nameOf(id: string): string {
		return nameIn(this.#directory, id, 'group');
	}

	info(id: string): GroupInfo | null {
		return infoOf(this.#directory, id, this.#sittings.get(id) ?? new Map());
	}

	/**
	 * Whether the hosts of a group bring this counsellor in; null where that is not known, or not all of what they have
	 * said is here.
	 */
	isBrought(id: string): boolean | null {
		const { centre, identity } = this.parts;
		if (!centre.replica.isCurrent || centre.space.missing > 0) return null;
		return isBrought(this.#directory, id, identity);
	}

	find(id: string, query: string): readonly Candidate[] {
		const group = this.#directory.groups.get(id);
		const others = everyone(this.#directory).filter((one) => one.id !== this.parts.identity);
		return group && query.trim() !== '' ? candidates(others, group, query) : [];
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
		await centre.write((doc) => {
			CENTRE.groups.write(doc, space, { ...fields, by: identity, atMs: now });
			const member = { kind: 'counsellor', isIn: true, history: true, atMs: now, by: identity } as const;
			CENTRE.members.write(doc, entryKey(space, identity), member);
			CENTRE.seats.write(doc, seatKey(space, members[0]?.id ?? ''), { ...seat, sign, seal });
		});
		await desk.write((doc) => {
			const name = fields.name;
			DESK.streams.write(doc, space, { kind: 'group', atMs: now, seed: base64url(keys.seed), name });
		});
		this.#read();
		// its records are there before anybody who shall share them
		await this.parts.cases.home(space);
		return space;
	}

	async change(id: string, name: string, description: string): Promise<void> {
		await this.#say(CENTRE.groups, id, checked(name, description));
	}

	async add(id: string, { id: who, kind }: Candidate, history: boolean): Promise<void> {
		const { identity } = this.parts;
		// what she said of herself, or says when others have put her out, would only stand where their word was
		if (who === identity || isWanted(this.#directory, id, identity) === false) throw new Refusal('not-allowed');
		if (kind === 'group' && closesRing(this.#directory.groups, id, who)) throw new Refusal('group-ring');
		const at = Date.now();
		const streams = DESK.streams.read(this.parts.desk.space.doc);
		const fields = { kind, isIn: true, history, atMs: at, by: identity };
		await this.#say(
			CENTRE.members,
			entryKey(id, who),
			kind === 'client' ? { ...fields, ...boxFields(this.#directory, streams, who, at) } : fields
		);
		this.lookAround();
	}

	async remove(id: string, who: string): Promise<void> {
		const { centre, identity, authors } = this.parts;
		const group = this.#directory.groups.get(id);
		if (group && !mayBeRemoved(group, who)) throw new Refusal('founder-stays');
		if (who === identity) {
			// a word of who is out would count no more, nor what she has said before: another host says it
			await this.#say(CENTRE.members, entryKey(id, who), { leavesAtMs: Date.now() });
			return;
		}
		const kind = group?.entries.find((entry) => entry.id === who)?.kind ?? kindOf(this.#directory, who);
		await centre.write((doc) => {
			// her word counts here no longer: what she has said stays said
			sayAgain(doc, id, who, authors.author);
			CENTRE.members.say(doc, entryKey(id, who), { kind, isIn: false, atMs: Date.now(), by: identity });
		});
		this.#read();
		this.lookAround();
	}

	/** A group has met the relay: what is left to do there is done. */
	async met(id: string, opened: OpenSpace): Promise<void> {
		await this.#hosts.meet(id, opened);
		this.#read();
		const wishes = this.#wishes(id);
		try {
			await workOn(this.#work(id), opened);
			if (!isLeft(workOf(this.#work(id), opened.space))) this.#known.set(id, wishes);
		} finally {
			this.#sit(id, opened);
		}
	}

	/** Follows an open group: who answers, who comes and goes. */
	follow(id: string, opened: OpenSpace): void {
		const look = (): void => {
			this.#sit(id, opened);
			if (opened.replica.isCurrent && isLeft(workOf(this.#work(id), opened.space))) {
				this.#known.delete(id);
				void this.#errand.look();
			}
		};
		// whose word counts follows from who hosts it now
		const meet = (): void =>
			void this.#hosts
				.meet(id, opened)
				.then(() => {
					this.#read();
					look();
				})
				.catch(passOver('storage-full', 'storage-unreadable'));
		look();
		meet();
		opened.space.listen(({ kind }) => {
			if (kind === 'charter' || kind === 'opened') meet();
			else if (kind === 'content') look();
		});
	}

	/** What a client is called here: under the name of her choice, the directory's beside it. */
	speakerOf(id: string, member: string): Speaker {
		const person = seatsIn(this.#directory, id).find((one) => one.member === member)?.person ?? '';
		const name = nameIn(this.#directory, person, 'client');
		const called = this.#sittings.get(id)?.get(member)?.called ?? name;
		return { name: called === name || name === '' ? called : `${called} (${name})`, side: 'client' };
	}

	/** Says in one's groups where one finds one's clients, and visits those in which something may be left to do. */
	lookAround(): void {
		void this.#house()
			.catch(passOver('storage-full', 'storage-unreadable'))
			.then(() => this.#errand.look());
	}

	/** Ends what lives. */
	stop(): void {
		clearTimeout(this.#later);
		this.#errand.stop();
		this.#tending.stop();
		for (const stop of this.#stops) stop();
	}

	#later: ReturnType<typeof setTimeout> | undefined;

	/** What a colleague has said her own device brings about, if it is open. */
	#lookLater(): void {
		this.#later ??= setTimeout(() => {
			this.#later = undefined;
			void this.#errand.look();
		}, OTHERS_MS);
	}

	/** Visits the groups of one's own in which something may be left to do; whether there is none. */
	#visitNews(): Promise<boolean> {
		const news = this.#own().filter((id) => this.#known.get(id) !== this.#wishes(id));
		for (const id of news) this.parts.visit(id);
		return Promise.resolve(news.length === 0);
	}

	/** The groups in which one has a seat. */
	#own(): readonly string[] {
		return [...DESK.streams.read(this.parts.desk.space.doc)].flatMap(([id, { kind, over }]) =>
			kind === 'group' && over !== true ? [id] : []
		);
	}

	/** A client's new link or lock of one's own holds in the groups that one hosts, too. SPEC.md U4. */
	async #house(): Promise<void> {
		const streams = DESK.streams.read(this.parts.desk.space.doc);
		for (const { group, client, fields } of movesIn(this.#directory, streams, this.#own()))
			await this.#say(CENTRE.members, entryKey(group, client), fields);
	}

	/**
	 * Who removes a founder names who follows her; where that could not be known yet, in a group founded
	 * offline, say, the next device of a Leitung does that has everything: hers is the word that counts.
	 */
	#succeed(): void {
		const { centre, isLead } = this.parts;
		const { space, replica } = centre;
		if (!isLead || !replica.isCurrent || space.missing > 0 || successionsIn(this.#directory).size === 0) return;
		void centre
			.write((doc) => {
				nameSuccessors(doc, this.#trust);
			})
			.catch(passOver());
	}

	/**
	 * In the groups in which one's own word counts: puts out who has asked for it (SPEC.md U14), and says where one's
	 * clients are found when no word that counts does any more (U4).
	 */
	async #tend(): Promise<boolean> {
		const { centre, identity } = this.parts;
		if (!centre.replica.isCurrent || centre.space.missing > 0) return true;
		for (const { group, who } of leaversIn(this.#directory, identity)) await this.remove(group, who);
		if (isAnybodyLost(this.#directory, this.#own())) await this.#house();
		return true;
	}

	/** All that decides what is to be done in a group. */
	#state(id: string): GroupState {
		const directory = this.#directory;
		return { people: peopleIn(directory, id), seats: seatsIn(directory, id), isOpen: openTo(directory, id) };
	}

	/** The same as text: while it is what it was, there is nothing new to do. */
	#wishes(id: string): string {
		const { people, seats, isOpen } = this.#state(id);
		return JSON.stringify([
			[...people.values()].map((person) => [person, placeFor(this.#directory, id, person)?.space]),
			seats.map((seat) => [seat, isOpen(seat.person)])
		]);
	}

	#work(id: string): GroupWorkParts {
		const { centre, identity, letters } = this.parts;
		return {
			centre,
			identity,
			letters,
			read: () => {
				this.#read();
				return this.#directory.groups.has(id) ? this.#state(id) : null;
			},
			place: (person) => placeFor(this.#directory, id, person),
			letIn: (seed) => this.parts.cases.admit(id, seed),
			putOut: (members) => this.parts.cases.remove(id, members),
			letter: ({ id: who, kind }) => {
				const common = { by: identity, name: this.nameOf(id) };
				return kind === 'client' ? { ...common, as: nameIn(this.#directory, who, 'client') } : common;
			}
		};
	}

	#sit(id: string, { space }: OpenSpace): void {
		this.#sittings = new Map(this.#sittings).set(id, sittingsOf(space));
	}

	#read(): void {
		this.#directory = readDirectory(this.parts.centre.space.doc, this.#trust);
	}

	get #trust(): Trust {
		return {
			author: this.parts.authors.author,
			first: (group) => this.#hosts.of(group),
			founder: (group) => this.#hosts.founder(group)
		};
	}

	async #say<R extends object>(table: Table<R>, id: string, fields: R): Promise<void> {
		await this.parts.centre.write((doc) => {
			table.say(doc, id, fields);
		});
		this.#read();
	}
}

function checked(name: string, description: string): { readonly name: string; readonly description: string } {
	const fields = { name: checkedName(name), description: description.trim() };
	if (fields.description.length > DESCRIPTION_MOST) throw new Refusal('name-too-long');
	return fields;
}
