/**
 * The counsellor's Chat: the left column, the directory, the one open stream, new clients with their links.
 * Over 300 lines, reason: everything the page asks of one object; rooms of their own are the next issue's.
 */
import { Fault, passOver } from '../../base/fault';
import type { MemberId, SpaceId } from '../../base/ids';
import type { Transcript } from '../../domain/exporting/transcript';
import { filter, NEWEST_FIRST, sort } from '../../domain/rows';
import { isoDay } from '../../domain/time';
import { Access, type AccessParts } from '../access/access';
import { Authors } from '../centre/authors';
import { CaseBookModel } from '../cases/case-book.svelte';
import type { AccessLink, AccessState } from '../contract/access';
import type { Chat } from '../contract/chat';
import type { Sorting, StreamRow } from '../contract/list';
import type { DirectoryRow, Face } from '../contract/person';
import { Errand } from '../session/errand';
import { GroupsModel } from '../groups/groups.svelte';
import { accessOf, seat, seatingOf } from '../access/seating';
import { isTaken, takeLetters } from '../letters/seats';
import { StandInsModel } from '../cases/stand-ins.svelte';
import type { Colleagues } from '../centre/colleagues.svelte';
import { HostNames } from '../centre/host-names.svelte';
import type { Speaker } from '../stream/shown';
import type { StreamModel } from '../stream/stream.svelte';
import type { StreamsParts } from '../stream/streams-parts';
import { Streams } from '../stream/streams.svelte';
import { Letters } from '../letters/unsent';
import { boxIn } from '../letters/addresses';
import type { Table } from '../../domain/tables/table';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type ClientRecord } from '../../domain/tables/centre';
import { DESK, type StreamRecord, type LinkRecord } from '../../domain/tables/desk';

/** "Geöffnet" is news for this long. */
const NEWS_MS = 24 * 3_600_000;

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
	query = $state('');
	#sorting = $state.raw<Sorting>(NEWEST_FIRST);
	#streams = $state.raw<ReadonlyMap<string, StreamRecord>>(new Map());
	#clients = $state.raw<ReadonlyMap<string, ClientRecord>>(new Map());
	#links = $state.raw<ReadonlyMap<string, LinkRecord>>(new Map());
	/** Clients' ways in. */
	readonly access: Access;
	readonly #post: Letters;
	/** Streams in which something is due: a client's seat that moves, a colleague who comes or goes. */
	readonly #duties = new Errand(() => this.#visitDue());
	readonly groups: GroupsModel;
	readonly standIns: StandInsModel;
	#list = $state<Chat['list']>('clients');
	readonly book: CaseBookModel;
	readonly #open: Streams;
	readonly #hosts: HostNames;
	/** What lies in the desk becomes seats. */
	readonly #letters = new Errand(async () => {
		await takeLetters(this.parts.desk);
		return true;
	});
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ChatParts) {
		const { desk, centre } = parts;
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
				// an answer keeps a link open that was opened and that nobody has taken for herself
				if (this.#open.previews.get(stream)?.openedAtMs)
					void this.access.prolong(stream).catch(passOver('storage-full', 'storage-unreadable'));
			},
			onMet: async (stream, opened) => {
				if (this.#isGroup(stream)) return this.groups.met(stream, opened);
				if (await seat(asked, stream, opened)) this.groups.lookAround();
				await this.standIns.met(opened);
			},
			onOut: (stream) => {
				// a seat that was offered and is not taken yet is nobody's to lose
				if (isTaken(this.#streams.get(stream) ?? {})) leave(stream);
			},
			onTakenBack: (stream) => {
				// a letter into a stream goes out behind the admission; one into a group may come before it
				if (!this.#isGroup(stream) || this.groups.isBrought(stream) === false) leave(stream);
			},
			onOpened: (stream, opened) => {
				this.#hosts.follow(stream, opened);
				if (this.#isGroup(stream)) this.groups.follow(stream, opened);
				else this.standIns.follow(opened, () => visit(stream));
			}
		});
		const visit = (stream: string): void => {
			if (parts.reach() === 'online') this.#open.settle(stream);
		};
		this.book = new CaseBookModel({ ...parts, messages: (stream) => this.#open.messages(stream) });
		this.groups = new GroupsModel({ ...asked, cases: this.book.cases, visit });
		const open = (stream: string): Promise<OpenSpace> => this.#open.model(stream).parts.opened;
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

	readonly #all = $derived.by((): readonly StreamRow[] => {
		const today = isoDay(Date.now());
		return [...this.#streams].map(([id, stream]) => {
			const preview = this.#open.previews.get(id);
			const face = this.#faceOf(id);
			const model = this.open?.id === id ? this.open : null;
			const isOver = stream.over === true;
			return {
				id,
				face,
				lastLine: preview?.last?.text ?? '',
				lastLineOwn: preview?.last?.isOwn ?? false,
				lastHasAttachment: preview?.last?.hasAttachment ?? false,
				lastAtMs: preview?.last?.atMs ?? Number(stream.atMs),
				unread: isOver ? 0 : (preview?.unread ?? 0),
				draft: isOver ? '' : (model?.draft ?? preview?.draft ?? ''),
				link: isOver ? null : this.#linkNews(id),
				reminder: this.book.marks.remind(id, isOver ? [] : (preview?.contacts ?? []), today),
				isPresent: !isOver && this.#open.presences.isPresent(id as SpaceId),
				isOver
			};
		});
	});
	/** What one is out of is listed as long as there is something to read. */
	readonly #listed = $derived.by(() =>
		this.#all.filter(
			({ id, isOver }) =>
				this.#isGroup(id) === (this.#list === 'groups') && (!isOver || this.#open.previews.get(id)?.last)
		)
	);
	readonly rows = $derived.by(() => sort(filter(this.#listed, this.query), this.#sorting));
	readonly unreadTotal = $derived.by(() => this.#all.reduce((sum, { unread }) => sum + unread, 0));

	get isEmpty(): boolean {
		return this.#listed.length === 0;
	}

	get list(): Chat['list'] {
		return this.#list;
	}

	set list(list: Chat['list']) {
		this.#list = list;
		this.query = '';
		void this.#write(DESK.own, 'list', { shows: list });
	}

	get sorting(): Sorting {
		return this.#sorting;
	}

	set sorting(sorting: Sorting) {
		this.#sorting = sorting;
		void this.#write(DESK.own, 'list', { by: sorting.by, descending: sorting.descending });
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
		const taken = new Set([...this.#streams.values()].flatMap(({ client, over }) => (over === true ? [] : [client])));
		const rows = [...this.#clients.keys()]
			.filter((id) => !taken.has(id))
			.map((id) => ({ id, face: this.#face(id), lastAtMs: 0 }));
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

	accessLink(id: string): AccessLink | null {
		void this.#links;
		const url = this.access.url(id);
		if (url === null) return null;
		return {
			url,
			clientName: this.#face(String(this.#streams.get(id)?.client)).name,
			isRelayed: this.access.isRelayed(id)
		};
	}

	accessState(id: string): AccessState {
		const state = accessOf(this.#streams.get(id) ?? {});
		return state === 'open' && this.accessLink(id)?.isRelayed === false ? 'renewing' : state;
	}

	accessOffer(id: string): Face | null {
		void this.#clients;
		const offer = this.access.offer(id);
		return offer && this.parts.colleagues.face(offer.by);
	}

	async renewAccess(id: string): Promise<void> {
		await this.access.renew(id);
		this.#goOn();
	}

	async lockAccess(id: string): Promise<void> {
		await this.access.lock(id);
		this.#goOn();
	}

	async acceptAccess(id: string): Promise<void> {
		await this.access.accept(id);
		this.#goOn();
	}

	/** Goes on with what waits for a network: letters, links that were given up, seats that are to be moved. */
	catchUp(): void {
		void this.#letters.look();
		void this.#post.look();
		void this.access.resume();
		this.#goOn();
	}

	/** Ends what lives. */
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

	/** A stream just made: in the list, known to the relay, quiet again. */
	async #added(id: string): Promise<string> {
		this.#streams = DESK.streams.read(this.parts.desk.space.doc);
		await this.#open.use(id, (opened) => opened.introduce());
		return id;
	}

	async #read(): Promise<void> {
		const { desk, centre } = this.parts;
		this.#streams = DESK.streams.read(desk.space.doc);
		this.#links = DESK.links.read(desk.space.doc);
		this.#clients = CENTRE.clients.read(centre.space.doc);
		const list = DESK.own.get(desk.space.doc, 'list');
		if (list.by) this.#sorting = { by: list.by, descending: list.descending === true };
		if (list.shows) this.#list = list.shows;
		for (const [id, fields] of this.#streams)
			if (fields.over !== true) await this.#open.follow(id);
			// a letter came before what its writer had said: it is worth what it says after all
			else if (!isTaken(fields) && this.#isGroup(id) && this.groups.isBrought(id)) void this.#come(id);
			else await this.#open.drop(id);
		this.#reseat();
	}

	/** A place in a group that was taken for over is not. */
	#come(stream: string): Promise<void> {
		return this.#write(DESK.streams, stream, { over: false }).catch(passOver('storage-full', 'storage-unreadable'));
	}

	/** What one has decided oneself, or what waited for the relay, is gone on with in streams and groups. */
	#goOn(): void {
		this.#reseat();
		this.groups.lookAround();
	}

	#reseat(): void {
		this.#streams = DESK.streams.read(this.parts.desk.space.doc);
		void this.#duties.look();
	}

	/** Visits the streams in which something is due; whether nothing is, nor will be by itself. */
	#visitDue(): Promise<boolean> {
		const due = [...this.#streams].filter(([, stream]) => seatingOf(stream) !== 'none' || this.standIns.isDue(stream));
		if (this.parts.reach() === 'online') for (const [id] of due) this.#open.settle(id);
		const isSoon = [...this.#streams.values()].some((stream) => this.standIns.isToCome(stream));
		return Promise.resolve(due.length === 0 && !isSoon);
	}

	#write<R extends object>(table: Table<R>, id: string, fields: R): Promise<void> {
		return this.parts.desk.write((doc) => {
			table.write(doc, id, fields);
		});
	}

	#isGroup(id: string): boolean {
		return this.#streams.get(id)?.kind === 'group';
	}

	#faceOf(id: string): Face {
		const stream = this.#streams.get(id);
		if (stream?.kind !== 'group') return this.#face(String(stream?.client));
		return { name: this.groups.nameOf(id) || (stream.name ?? ''), pictureUrl: null };
	}

	#speaker(stream: string, member: MemberId, isHost: boolean): Speaker {
		if (isHost) return { name: this.#hosts.nameOf(stream, member), side: 'counsellor' };
		if (this.#isGroup(stream)) return this.groups.speakerOf(stream, member);
		return { name: this.#faceOf(stream).name, side: 'client' };
	}

	#face(client: string): Face {
		return { name: this.#clients.get(client)?.name ?? '', pictureUrl: null };
	}

	#linkNews(id: string): StreamRow['link'] {
		if (accessOf(this.#streams.get(id) ?? {}) === 'locked') return 'locked';
		if (!this.#links.has(id) || this.#links.get(id)?.over === true) return null;
		const at = this.#open.previews.get(id)?.openedAtMs ?? null;
		if (at === null) return 'unopened';
		return Date.now() - at < NEWS_MS && !this.#open.previews.get(id)?.last ? 'opened' : null;
	}
}
