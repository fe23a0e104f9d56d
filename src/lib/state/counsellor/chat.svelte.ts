/** The counsellor's Chat: connects list, streams, links, groups and cases; chat-duties.ts does what is due in them. */
import { Fault, passOver } from '../../base/fault';
import type { MemberId, SpaceId } from '../../base/ids';
import type { Message } from '../../domain/messages';
import type { Transcript } from '../../domain/exporting/transcript';
import { Access, type AccessParts } from '../access/access';
import { Authors } from '../centre/authors';
import { CaseBookModel } from '../cases/case-book.svelte';
import type { StreamRecord } from '../../domain/tables/desk';
import type { Chat } from '../contract/chat';
import type { StreamRow } from '../contract/list';
import type { DirectoryRow, Face } from '../contract/person';
import { GroupsModel } from '../groups/groups.svelte';
import { isTaken } from '../letters/seats';
import { StandInsModel } from '../cases/stand-ins.svelte';
import type { Colleagues } from '../centre/colleagues.svelte';
import { HostNames } from '../centre/host-names.svelte';
import type { Speaker } from '../stream/shown-message';
import type { StreamModel } from '../stream/stream.svelte';
import type { StreamsParts } from '../stream/streams-parts';
import { Streams } from '../stream/streams.svelte';
import { Letters } from '../letters/unsent';
import { boxIn } from '../letters/addresses';
import type { OpenSpace } from '../session/open-space';
import { ChatDuties } from './chat-duties';
import { ClientLinks } from './client-links';
import { Records } from './records.svelte';
import { StreamListModel } from './stream-list.svelte';
import { rowOf } from './stream-row';

/** What the chat works with. */
export interface ChatParts
	extends
		Omit<StreamsParts, 'face' | 'speaker' | 'onSent' | 'onMet' | 'onOpened' | 'onOut' | 'onTakenBack'>,
		Omit<AccessParts, 'letters' | 'authors'> {
	readonly centreName: () => string;
	readonly colleagues: Colleagues;
	readonly isLead: boolean;
}

/** See the header. */
export class ChatModel implements Chat {
	isLoaded = $state(false);
	readonly #records: Records;
	readonly list: StreamListModel;
	/** Clients' ways in. */
	readonly access: Access;
	readonly links: ClientLinks;
	readonly #letters: Letters;
	readonly groups: GroupsModel;
	readonly standIns: StandInsModel;
	readonly book: CaseBookModel;
	readonly #open: Streams;
	readonly #hosts: HostNames;
	readonly #duties: ChatDuties;
	/** What the desk said of a stream when it was last followed or dropped. */
	readonly #followed = new Map<string, StreamRecord>();
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ChatParts) {
		const { session, desk, centre, packages, identity, root, isLead, introduce, reach, colleagues } = parts;
		this.#records = new Records(desk, centre);
		this.list = new StreamListModel(
			this.#records,
			desk,
			(id, today) => this.#row(id, today),
			(id) => !!this.#open.previews.get(id)?.last
		);
		const authors = new Authors(centre, root, { id: identity, isLead });
		const letters = new Letters({
			session,
			refOf: (box) => boxIn(centre.space.doc, box),
			onSent: () => {
				this.#duties.goOn();
			}
		});
		this.#letters = letters;
		this.access = new Access({
			session,
			desk,
			centre,
			packages,
			identity,
			root,
			reception: parts.reception,
			letters,
			authors
		});
		this.links = new ClientLinks(this.#records, this.access, colleagues, () => {
			this.#duties.goOn();
		});
		this.#hosts = new HostNames(colleagues);
		const { me, wasAway, onArrived, onDamage } = parts;
		this.#open = new Streams({
			session,
			desk,
			me,
			wasAway,
			reach,
			introduce,
			onArrived,
			onDamage,
			face: (stream) => this.#faceOf(stream),
			speaker: (stream, member, isHost) => this.#speaker(stream, member, isHost),
			onSent: (stream) => {
				// An answer prolongs a link that was opened but that nobody has taken.
				if (this.#open.previews.get(stream)?.openedAtMs)
					void this.access.prolong(stream).catch(passOver('storage-full', 'storage-unreadable'));
			},
			onMet: (stream, opened) => this.#duties.met(stream, opened),
			onOut: (stream) => {
				this.#duties.noteOut(stream);
			},
			onTakenBack: (stream) => {
				this.#duties.noteTakenBack(stream);
			},
			onOpened: (stream, opened) => {
				this.#hosts.follow(stream, opened);
				if (this.#records.isGroup(stream)) this.groups.follow(stream, opened);
				else this.standIns.follow(opened, () => visit(stream));
			}
		});
		const visit = (stream: string): void => {
			if (reach() === 'online') this.#open.settle(stream);
		};
		const messages = (stream: string): Promise<readonly Message[]> => this.#open.messages(stream);
		this.book = new CaseBookModel({
			session,
			desk,
			centre,
			introduce,
			identity,
			root,
			isLead,
			centreName: parts.centreName,
			messages
		});
		const { cases } = this.book;
		this.groups = new GroupsModel({
			session,
			centre,
			desk,
			identity,
			root,
			isLead,
			authors,
			introduce,
			letters,
			cases,
			visit
		});
		const open = (stream: string): Promise<OpenSpace> => this.#open.model(stream).opened;
		this.standIns = new StandInsModel({ desk, centre, identity, letters, authors, cases, open });
		this.#duties = new ChatDuties({
			desk,
			identity,
			records: this.#records,
			letters,
			access: this.access,
			groups: this.groups,
			standIns: this.standIns,
			visit
		});
		const read = (): void => {
			void this.#read();
		};
		this.#stops.push(
			desk.space.listen(read),
			centre.space.listen(read),
			authors.listen(read),
			() => {
				authors.stop();
			},
			desk.space.listen(({ kind }) => {
				if (kind === 'letter' || kind === 'charter') this.#duties.lookForLetters();
			}),
			session.on(({ kind }) => {
				if (kind === 'reach' && session.isConnected) this.catchUp();
			})
		);
		if (session.isConnected) this.catchUp();
		else this.#duties.lookForLetters();
		void this.#open
			.followMany(() => this.#read())
			.then(() => {
				this.isLoaded = true;
			});
	}

	get open(): StreamModel | null {
		return this.#open.open;
	}

	show(id: string): Promise<void> {
		return this.#open.show(id);
	}

	close(): void {
		this.#open.close();
	}

	transcript(): Promise<Transcript> {
		return this.open?.transcript() ?? Promise.reject(new Fault('unexpected'));
	}

	directory(query: string): readonly DirectoryRow[] {
		return this.#records.withoutStream(query);
	}

	async addStream(clientId: string): Promise<string> {
		return this.#added(await this.access.openStream(clientId));
	}

	async createClient(pseudonym: string): Promise<string> {
		return this.#added(await this.access.createClient(pseudonym));
	}

	async createGroup(name: string, description: string): Promise<string> {
		return this.#added(await this.groups.create(name, description));
	}

	/** Continues what waits for a network: letters, links to revoke, seats to move. */
	catchUp(): void {
		this.#duties.catchUp();
	}

	/** Resolves when what waited for leaving the open streams is written. */
	finish(): Promise<void> {
		return this.#open.finish();
	}

	/** Stops everything it started. */
	stop(): void {
		for (const stop of this.#stops) stop();
		this.#duties.stop();
		this.#letters.stop();
		this.access.stop();
		this.groups.stop();
		this.standIns.stop();
		this.book.stop();
		this.#open.stop();
	}

	#row(id: string, today: string): StreamRow {
		const preview = this.#open.previews.get(id) ?? null;
		return rowOf(id, this.#records.streams.get(id), preview, {
			face: this.#faceOf(id),
			draft: this.open?.id === id ? this.open.draft : undefined,
			link: this.links.news(id, preview),
			remind: (contacts) => this.book.marks.remind(id, contacts, today),
			isPresent: this.#open.presences.isPresent(id as SpaceId)
		});
	}

	/** Lists a new stream, announces it to the relay, and lets it go quiet again. */
	async #added(id: string): Promise<string> {
		this.#records.readStreams();
		await this.#open.use(id, (opened) => opened.introduce());
		return id;
	}

	async #read(): Promise<void> {
		this.#records.read();
		this.list.read();
		for (const [id, fields] of this.#records.streams) {
			if (this.#followed.get(id) === fields && isTaken(fields)) continue;
			if (fields.over !== true) await this.#open.follow(id);
			// The letter came before its writer's word, which now makes it valid.
			else if (!isTaken(fields) && this.#records.isGroup(id) && this.groups.isBrought(id)) this.#duties.noteBack(id);
			else await this.#open.drop(id);
			this.#followed.set(id, fields);
		}
		this.#duties.visitDue();
	}

	#faceOf(id: string): Face {
		const stream = this.#records.streams.get(id);
		if (stream?.kind !== 'group') return this.#records.client(stream?.client);
		return { name: this.groups.nameOf(id) || (stream.name ?? ''), pictureUrl: null };
	}

	#speaker(stream: string, member: MemberId, isHost: boolean): Speaker {
		if (isHost) return { name: this.#hosts.nameOf(stream, member), side: 'counsellor' };
		if (this.#records.isGroup(stream)) return this.groups.speakerOf(stream, member);
		return { name: this.#faceOf(stream).name, side: 'client' };
	}
}
