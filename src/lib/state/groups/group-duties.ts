/** What a host's device does in her groups: brings in those who should be there, removes others. SPEC.md U4, U14. */
import { passOver } from '../../base/fault';
import { entryKey } from '../../domain/groups';
import { CENTRE } from '../../domain/tables/centre';
import { DESK } from '../../domain/tables/desk';
import type { Cases } from '../cases/cases';
import type { Letters } from '../letters/unsent';
import { Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';
import { movesIn } from './group-boxes';
import {
	isAnybodyLost,
	leaversIn,
	nameIn,
	nameSuccessors,
	openTo,
	peopleIn,
	addressIn,
	seatsIn,
	successionsIn
} from './group-directory';
import { isLeft, workOf, workOn, type GroupState, type GroupWorkParts } from './group-work';
import type { HostsParts } from './hosts';
import type { KnownGroups } from './known-groups.svelte';

/** A change is first acted on by the device that made it; other hosts look after this long. */
const OTHERS_MS = 6_000;

/** What the duties are carried out with. */
export interface DutiesParts extends Pick<HostsParts, 'centre' | 'desk' | 'identity'> {
	readonly letters: Letters;
	/** Whether this counsellor is a Leitung. */
	readonly isLead: boolean;
	/** The groups' cases. */
	readonly cases: Pick<Cases, 'admit' | 'remove'>;
	/** Visits a group of her own, so that what is left to do there is done. */
	readonly visit: (group: string) => void;
	/** Says that somebody is to leave a group. */
	readonly remove: (group: string, who: string) => Promise<void>;
}

/** See the header. */
export class GroupDuties {
	/** Group -> who was to be in it and where, when it was last worked on. */
	readonly #done = new Map<string, string>();
	readonly #visiting = new Errand(() => this.#visitNews());
	readonly #tending = new Errand(() => this.#tend());
	#later: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly known: KnownGroups,
		readonly parts: DutiesParts
	) {}

	/** The records have changed. */
	look(): void {
		this.#succeed();
		void this.#tending.look();
	}

	/** Visits groups where something may be left to do: now, or once a colleague's device has had time to do it. */
	visit(when: 'now' | 'later'): void {
		if (when === 'now') void this.#visiting.look();
		else
			this.#later ??= setTimeout(() => {
				this.#later = undefined;
				void this.#visiting.look();
			}, OTHERS_MS);
	}

	/** Says in her groups where her clients are found, and visits those where something may be left to do. */
	lookAround(): void {
		void this.#house()
			.catch(passOver('storage-full', 'storage-unreadable'))
			.then(() => this.#visiting.look());
	}

	/** A group has met the relay: does what is left to do there. */
	async met(id: string, opened: OpenSpace): Promise<void> {
		await this.known.meet(id, opened);
		const wishes = this.#wishes(id);
		try {
			await workOn(this.#work(id), opened);
			if (!isLeft(workOf(this.#work(id), opened.space))) this.#done.set(id, wishes);
		} finally {
			this.known.readAnswers(id, opened);
		}
	}

	/** Follows an open group: answers, arrivals and departures. */
	follow(id: string, opened: OpenSpace): void {
		const look = (): void => {
			this.known.readAnswers(id, opened);
			if (opened.replica.isCurrent && isLeft(workOf(this.#work(id), opened.space))) {
				this.#done.delete(id);
				void this.#visiting.look();
			}
		};
		// The current hosts decide whose word counts.
		const meet = (): void =>
			void this.known.meet(id, opened).then(look).catch(passOver('storage-full', 'storage-unreadable'));
		look();
		meet();
		opened.space.listen(({ kind }) => {
			if (kind === 'charter' || kind === 'opened') meet();
			else if (kind === 'content') look();
		});
	}

	/** Stops everything it started. */
	stop(): void {
		clearTimeout(this.#later);
		this.#visiting.stop();
		this.#tending.stop();
	}

	/** Visits her groups where something may be left to do; resolves with whether there were none. */
	#visitNews(): Promise<boolean> {
		const news = this.#own().filter((id) => this.#done.get(id) !== this.#wishes(id));
		for (const id of news) this.parts.visit(id);
		return Promise.resolve(news.length === 0);
	}

	/** The groups in which she has a seat. */
	#own(): readonly string[] {
		return [...DESK.streams.read(this.parts.desk.space.doc)].flatMap(([id, { kind, over }]) =>
			kind === 'group' && over !== true ? [id] : []
		);
	}

	/** Her client's new link or lock also applies in the groups she hosts. SPEC.md U4. */
	async #house(): Promise<void> {
		const streams = DESK.streams.read(this.parts.desk.space.doc);
		for (const { group, client, fields } of movesIn(this.known.directory, streams, this.#own()))
			await this.known.say(CENTRE.members, entryKey(group, client), fields);
	}

	/**
	 * The person who removes a founder names her successor; if that was not possible yet, for example in a group
	 * founded offline, the next Leitung's device with complete records does, since a Leitung's word counts there.
	 */
	#succeed(): void {
		const { centre, isLead } = this.parts;
		const { space, replica } = centre;
		if (!isLead || !replica.isCurrent || space.missing > 0 || successionsIn(this.known.directory).size === 0) return;
		void centre
			.write((doc) => {
				nameSuccessors(doc, this.known.trust);
			})
			.catch(passOver());
	}

	/**
	 * In groups where her own word counts: removes those who asked to leave (SPEC.md U14), and says where her
	 * clients are found if no valid word does any more (U4).
	 */
	async #tend(): Promise<boolean> {
		const { centre, identity } = this.parts;
		if (!centre.replica.isCurrent || centre.space.missing > 0) return true;
		for (const { group, who } of leaversIn(this.known.directory, identity)) await this.parts.remove(group, who);
		if (isAnybodyLost(this.known.directory, this.#own())) await this.#house();
		return true;
	}

	/** Everything that decides what to do in a group. */
	#state(id: string): GroupState {
		const { directory } = this.known;
		return { people: peopleIn(directory, id), seats: seatsIn(directory, id), isOpen: openTo(directory, id) };
	}

	/** The same as text: while unchanged, there is nothing new to do. */
	#wishes(id: string): string {
		const { people, seats, isOpen } = this.#state(id);
		return JSON.stringify([
			[...people.values()].map((person) => [person, addressIn(this.known.directory, id, person)?.space]),
			seats.map((seat) => [seat, isOpen(seat.person)])
		]);
	}

	#work(id: string): GroupWorkParts {
		const { known } = this;
		const { centre, identity, letters, cases } = this.parts;
		return {
			centre,
			identity,
			letters,
			read: () => {
				known.read();
				return known.directory.groups.has(id) ? this.#state(id) : null;
			},
			place: (person) => addressIn(known.directory, id, person),
			letIn: (seed) => cases.admit(id, seed),
			putOut: (members) => cases.remove(id, members),
			letter: ({ id: who, kind }) => {
				const common = { by: identity, name: nameIn(known.directory, id, 'group') };
				return kind === 'client' ? { ...common, as: nameIn(known.directory, who, 'client') } : common;
			}
		};
	}
}
