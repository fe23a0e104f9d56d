/** The centre's groups as this counsellor's pages see them: who is and should be there. group-duties.ts acts on it. */
import { base64url } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import { seatKey } from '../../domain/group-seats';
import { candidates, closesRing, entryKey, mayBeRemoved, type Candidate } from '../../domain/groups';
import { CENTRE } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';
import { foundSpace } from '../../sync/keys/founding';
import { memberKeys, newSecret } from '../../sync/keys/member';
import type { Cases } from '../cases/cases';
import { checkedName, checkedNote } from '../centre/names';
import type { GroupInfo, Groups } from '../contract/groups';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';
import type { Speaker } from '../stream/shown-message';
import { boxFields } from './group-boxes';
import { everyone, isBrought, isWanted, nameIn, sayAgain, seatsIn } from './group-directory';
import { GroupDuties, type DutiesParts } from './group-duties';
import { infoOf, kindOf } from './group-rows';
import type { HostsParts } from './hosts';
import { KnownGroups } from './known-groups.svelte';

/** UTF-16 code units. */
const DESCRIPTION_MOST = 500;

/** What the groups work with. */
export interface GroupsParts extends HostsParts, Omit<DutiesParts, 'remove' | 'cases'> {
	/** Keeps the space of a new group. */
	readonly session: Pick<Session, 'keepSpace'>;
	/** The groups' cases. */
	readonly cases: Pick<Cases, 'home' | 'admit' | 'remove'>;
}

/** See the header. */
export class GroupsModel implements Groups {
	readonly #known: KnownGroups;
	readonly #duties: GroupDuties;
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: GroupsParts) {
		const { centre, desk, identity, root, authors, introduce, letters, isLead, cases, visit } = parts;
		this.#known = new KnownGroups({ centre, desk, identity, root, authors, introduce });
		const remove = (group: string, who: string): Promise<void> => this.remove(group, who);
		this.#duties = new GroupDuties(this.#known, { centre, desk, identity, letters, isLead, cases, visit, remove });
		const look = (): void => {
			this.#known.look();
			this.#duties.look();
		};
		look();
		this.#stops.push(
			centre.space.listen(({ kind }) => {
				look();
				// What was noted is at the relay: next step.
				this.#duties.visit(kind === 'progress' && centre.isSent ? 'now' : 'later');
			}),
			authors.listen(look)
		);
	}

	/** The name of a group, or ''. */
	nameOf(id: string): string {
		return nameIn(this.#directory, id, 'group');
	}

	info(id: string): GroupInfo | null {
		return infoOf(this.#directory, id, this.#known.sittings(id));
	}

	/** Whether the hosts of a group bring this counsellor in; null if unknown, or if not all of their words are here. */
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

	/** Founds a group, even offline. Resolves with its id once this device keeps it. */
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
		this.#known.read();
		// Its case exists before anybody who is to share it.
		await this.parts.cases.home(space);
		return space;
	}

	async change(id: string, name: string, description: string): Promise<void> {
		await this.#known.say(CENTRE.groups, id, checked(name, description));
	}

	async add(id: string, { id: who, kind }: Candidate, history: boolean): Promise<void> {
		const { identity } = this.parts;
		// Her word about herself, or after being removed, would only overwrite a valid one.
		if (who === identity || isWanted(this.#directory, id, identity) === false) throw new Refusal('not-allowed');
		if (kind === 'group' && closesRing(this.#directory.groups, id, who)) throw new Refusal('group-ring');
		const at = Date.now();
		const streams = DESK.streams.read(this.parts.desk.space.doc);
		const fields = { kind, isIn: true, history, atMs: at, by: identity };
		await this.#known.say(
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
			// Once out, neither this nor her earlier words would count, so another host says it.
			await this.#known.say(CENTRE.members, entryKey(id, who), { leavesAtMs: Date.now() });
			return;
		}
		const kind = group?.entries.find((entry) => entry.id === who)?.kind ?? kindOf(this.#directory, who);
		await centre.write((doc) => {
			// From here on her word no longer counts, so this counsellor repeats it.
			sayAgain(doc, id, who, authors.author);
			CENTRE.members.say(doc, entryKey(id, who), { kind, isIn: false, atMs: Date.now(), by: identity });
		});
		this.#known.read();
		this.lookAround();
	}

	/** A group has met the relay: does what is left to do there. */
	met(id: string, opened: OpenSpace): Promise<void> {
		return this.#duties.met(id, opened);
	}

	/** Follows an open group: answers, arrivals and departures. */
	follow(id: string, opened: OpenSpace): void {
		this.#duties.follow(id, opened);
	}

	/** A client's name here: the one she chose, followed by the directory's. */
	speakerOf(id: string, member: string): Speaker {
		const person = seatsIn(this.#directory, id).find((one) => one.member === member)?.person ?? '';
		const name = nameIn(this.#directory, person, 'client');
		const called = this.#known.sittings(id).get(member)?.called ?? name;
		return { name: called === name || name === '' ? called : `${called} (${name})`, side: 'client' };
	}

	/** Continues with what may be left to do in her groups. */
	lookAround(): void {
		this.#duties.lookAround();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#duties.stop();
		for (const stop of this.#stops) stop();
	}

	get #directory(): KnownGroups['directory'] {
		return this.#known.directory;
	}
}

function checked(name: string, description: string): { readonly name: string; readonly description: string } {
	return { name: checkedName(name), description: checkedNote(description, DESCRIPTION_MOST) };
}
