/** The counsellor's Chat: connects list, streams, links, groups and cases, and does what is due in them. */
import { Fault, passOver } from '../../base/fault';
import type { MemberId, SpaceId } from '../../base/ids';
import type { Transcript } from '../../domain/exporting/transcript';
import { filter, sort } from '../../domain/rows';
import { Access, type AccessParts } from '../access/access';
import { Authors } from '../centre/authors';
import { CaseBookModel } from '../cases/case-book.svelte';
import type { Chat } from '../contract/chat';
import type { StreamRow } from '../contract/list';
import type { DirectoryRow, Face } from '../contract/person';
import { Errand } from '../session/errand';
import { GroupsModel } from '../groups/groups.svelte';
import { carryOutSeat, seatDutyOf } from '../access/seat-duties';
import { isTaken, takeLetters } from '../letters/seats';
import { StandInsModel } from '../cases/stand-ins.svelte';
import type { Colleagues } from '../centre/colleagues.svelte';
import { HostNames } from '../centre/host-names.svelte';
import type { Speaker } from '../stream/shown-message';
import type { StreamModel } from '../stream/stream.svelte';
import type { StreamsParts } from '../stream/streams-parts';
import { Streams } from '../stream/streams.svelte';
import { Letters } from '../letters/unsent';
import { boxIn } from '../letters/addresses';
import type { Table } from '../../domain/tables/table';
import type { OpenSpace } from '../session/open-space';
import { DESK } from '../../domain/tables/desk';
import { ClientLinks } from './client-links';
import { Records } from './records.svelte';
import { StreamListModel } from './stream-list.svelte';

/** What the chat works with. */
export type ChatParts = Omit<
	StreamsParts,
	'face' | 'speaker' | 'onSent' | 'onMet' | 'onOpened' | 'onOut' | 'onTakenBack'
> &
	Omit<AccessParts, 'letters' | 'authors'> & {
		readonly centreName: () => string;
		readonly colleagues: Colleagues;
		readonly isLead: boolean;
	};

/** See the header. */
export class ChatModel implements Chat {
	isLoaded = $state(false);
	readonly #records: Records;
	readonly list: StreamListModel;
	/** Clients' ways in. */
	readonly access: Access;
	readonly links: ClientLinks;
	readonly #post: Letters;
	/** Visits streams where something is due: a client's seat to move, a colleague to let in or out. */
	readonly #duties = new Errand(() => this.#visitDue());
	readonly groups: GroupsModel;
	readonly standIns: StandInsModel;
	readonly book: CaseBookModel;
	readonly #open: Streams;
	readonly #hosts: HostNames;
	/** Turns letters in the desk into seats. */
	readonly #letters = new Errand(async () => {
		await takeLetters(this.parts.desk);
		return true;
	});
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ChatParts) {
		const { desk, centre } = parts;
		this.#records = new Records(desk, centre);
		const rowOf = (id: string, today: string): StreamRow => this.#row(id, today);
		this.list = new StreamListModel(this.#records, desk, rowOf, (id) => !!this.#open.previews.get(id)?.last);
		const authors = new Authors(centre, parts.root, { id: parts.identity, isLead: parts.isLead });
		this.#post = new Letters({
			session: parts.session,
			refOf: (box) => boxIn(centre.space.doc, box),
			onSent: () => {
				this.#goOn();
			}
		});
		const asked = { ...parts, letters: this.#post, authors };
		this.access = new Access(asked);
		this.links = new ClientLinks(this.#records, this.access, parts.colleagues, () => {
			this.#goOn();
		});
		this.#hosts = new HostNames(parts.colleagues);
		const leave = (stream: string): void => {
			void this.#write(DESK.streams, stream, { over: true })
				.then(() => this.#letters.look())
				.catch(passOver('storage-full', 'storage-unreadable'));
		};
		this.#open = new Streams({
			...parts,
			face: (stream) => this.#faceOf(stream),
			speaker: (stream, member, isHost) => this.#speaker(stream, member, isHost),
			onSent: (stream) => {
				// An answer prolongs a link that was opened but that nobody has taken.
				if (this.#open.previews.get(stream)?.openedAtMs)
					void this.access.prolong(stream).catch(passOver('storage-full', 'storage-unreadable'));
			},
			onMet: async (stream, opened) => {
				if (this.#records.isGroup(stream)) return this.groups.met(stream, opened);
				if (await carryOutSeat(asked, stream, opened)) this.groups.lookAround();
				await this.standIns.met(opened);
			},
			onOut: (stream) => {
				// A seat that was offered but not taken yet cannot be lost.
				if (isTaken(this.#records.streams.get(stream) ?? {})) leave(stream);
			},
			onTakenBack: (stream) => {
				// A letter into a stream follows the admission; one into a group may come before it.
				if (!this.#records.isGroup(stream) || this.groups.isBrought(stream) === false) leave(stream);
			},
			onOpened: (stream, opened) => {
				this.#hosts.follow(stream, opened);
				if (this.#records.isGroup(stream)) this.groups.follow(stream, opened);
				else this.standIns.follow(opened, () => visit(stream));
			}
		});
		const visit = (stream: string): void => {
			if (parts.reach() === 'online') this.#open.settle(stream);
		};
		this.book = new CaseBookModel({ ...parts, messages: (stream) => this.#open.messages(stream) });
		this.groups = new GroupsModel({ ...asked, cases: this.book.cases, visit });
		const open = (stream: string): Promise<OpenSpace> => this.#open.model(stream).opened;
		this.standIns = new StandInsModel({ ...asked, open, cases: this.book.cases });
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
				if (kind === 'letter' || kind === 'charter') void this.#letters.look();
			}),
			parts.session.on(({ kind }) => {
				if (kind === 'reach' && parts.session.isConnected) this.catchUp();
			})
		);
		if (parts.session.isConnected) this.catchUp();
		else void this.#letters.look();
		void this.#read().then(() => {
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
		const { streams, clients } = this.#records;
		const taken = new Set([...streams.values()].flatMap(({ client, over }) => (over === true ? [] : [client])));
		const rows = [...clients.keys()]
			.filter((id) => !taken.has(id))
			.map((id) => ({ id, face: this.#records.client(id), lastAtMs: 0 }));
		return sort(filter(rows, query), { by: 'name', descending: false });
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
		void this.#letters.look();
		void this.#post.look();
		void this.access.resume();
		this.#goOn();
	}

	/** Stops everything it started. */
	stop(): void {
		for (const stop of this.#stops) stop();
		this.#duties.stop();
		this.#letters.stop();
		this.#post.stop();
		this.access.stop();
		this.groups.stop();
		this.standIns.stop();
		this.book.stop();
		this.#open.stop();
	}

	#row(id: string, today: string): StreamRow {
		const stream = this.#records.streams.get(id);
		const preview = this.#open.previews.get(id) ?? null;
		const model = this.open?.id === id ? this.open : null;
		const isOver = stream?.over === true;
		return {
			id,
			face: this.#faceOf(id),
			lastLine: preview?.last?.text ?? '',
			lastLineOwn: preview?.last?.isOwn ?? false,
			lastHasAttachment: preview?.last?.hasAttachment ?? false,
			lastAtMs: preview?.last?.atMs ?? Number(stream?.atMs),
			unread: isOver ? 0 : (preview?.unread ?? 0),
			draft: isOver ? '' : (model?.draft ?? preview?.draft ?? ''),
			link: isOver ? null : this.links.news(id, preview),
			reminder: this.book.marks.remind(id, isOver ? [] : (preview?.contacts ?? []), today),
			isPresent: !isOver && this.#open.presences.isPresent(id as SpaceId),
			isOver
		};
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
		for (const [id, fields] of this.#records.streams)
			if (fields.over !== true) await this.#open.follow(id);
			// The letter came before its writer's word, which now makes it valid.
			else if (!isTaken(fields) && this.#records.isGroup(id) && this.groups.isBrought(id)) void this.#come(id);
			else await this.#open.drop(id);
		this.#reseat();
	}

	/** A place in a group that was marked as over is valid again. */
	#come(stream: string): Promise<void> {
		return this.#write(DESK.streams, stream, { over: false }).catch(passOver('storage-full', 'storage-unreadable'));
	}

	/** Continues in streams and groups after a decision of her own, or once the relay has what waited for it. */
	#goOn(): void {
		this.#reseat();
		this.groups.lookAround();
	}

	#reseat(): void {
		this.#records.readStreams();
		void this.#duties.look();
	}

	/** Visits the streams where something is due; resolves with whether nothing is, nor will be by itself. */
	#visitDue(): Promise<boolean> {
		const due = [...this.#records.streams].filter(
			([, stream]) => seatDutyOf(stream) !== 'none' || this.standIns.isDue(stream)
		);
		if (this.parts.reach() === 'online') for (const [id] of due) this.#open.settle(id);
		const isSoon = [...this.#records.streams.values()].some((stream) => this.standIns.isToCome(stream));
		return Promise.resolve(due.length === 0 && !isSoon);
	}

	#write<R extends object>(table: Table<R>, id: string, fields: R): Promise<void> {
		return this.parts.desk.write((doc) => {
			table.write(doc, id, fields);
		});
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
