/** The counsellor's Chat: the left column, the directory, the one open stream, new clients with their links. */
import type * as Y from 'yjs';
import { base64url, fromBase64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { asId, type IdentityId, type SpaceId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { filter, NEWEST_FIRST, sort } from '../domain/rows';
import { fingerprint } from '../sync/chain';
import { makeLink } from '../sync/link';
import type { AccessLink, Chat, DirectoryRow, Face, Sorting, StreamRow } from './contract';
import { inviteClient } from './invitation';
import type { Parcels } from './parcels.svelte';
import { NO_DOCUMENTS, type Opened, type Opening, type Session, type SpaceRef } from './session';
import { readPreview, STREAM_POLICY, StreamModel, type Preview } from './stream.svelte';

const NAME_MOST = 60;
/** "Geöffnet" is news for this long. */
const NEWS_MS = 24 * 3_600_000;

/** What the chat works with. */
export interface ChatParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly centre: Opened;
	readonly parcels: Parcels;
	readonly identity: IdentityId;
	readonly root: Uint8Array;
	readonly reception: SpaceId;
	readonly me: () => Face;
	readonly introduce: NonNullable<Opening['introduction']>;
	readonly onArrived: () => void;
}

/** See the header. */
export class ChatModel implements Chat {
	isLoaded = $state(false);
	query = $state('');
	open = $state.raw<StreamModel | null>(null);
	#sorting = $state.raw<Sorting>(NEWEST_FIRST);
	#streams = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	#clients = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	#links = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	#previews = $state.raw<ReadonlyMap<string, Preview>>(new Map());
	#openedAt = $state.raw<ReadonlyMap<string, number>>(new Map());
	readonly #models = new Map<string, Promise<StreamModel>>();
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ChatParts) {
		const { desk, centre } = parts;
		const read = (): void => {
			void this.#read();
		};
		this.#stops.push(desk.space.listen(read), centre.space.listen(read));
		void this.#read().then(() => {
			this.isLoaded = true;
		});
	}

	readonly #all = $derived.by((): readonly StreamRow[] =>
		[...this.#streams].map(([id, stream]) => {
			const preview = this.#previews.get(id);
			const face = this.#face(String(stream.client));
			const model = this.open?.id === id ? this.open : null;
			return {
				id,
				face,
				lastLine: preview?.last?.text ?? '',
				lastLineOwn: preview?.last?.isOwn ?? false,
				lastAtMs: preview?.last?.atMs ?? Number(stream.atMs),
				unread: preview?.unread ?? 0,
				draft: model?.draft ?? preview?.draft ?? '',
				link: this.#linkNews(id),
				isPresent: this.#present.has(id) || (model?.isPresent ?? false)
			};
		})
	);
	readonly rows = $derived.by(() => sort(filter(this.#all, this.query), this.#sorting));
	readonly unreadTotal = $derived.by(() => this.#all.reduce((sum, { unread }) => sum + unread, 0));
	#present = $state.raw<ReadonlySet<string>>(new Set());

	get isEmpty(): boolean {
		return this.#streams.size === 0;
	}

	get sorting(): Sorting {
		return this.#sorting;
	}

	set sorting(sorting: Sorting) {
		this.#sorting = sorting;
		void this.#write('own', 'list', { by: sorting.by, descending: sorting.descending });
	}

	async show(id: string): Promise<void> {
		this.open = await this.#model(id);
	}

	close(): void {
		this.open = null;
	}

	directory(query: string): readonly DirectoryRow[] {
		const taken = new Set([...this.#streams.values()].map(({ client }) => client));
		const rows = [...this.#clients.keys()].filter((id) => !taken.has(id)).map((id) => ({ id, face: this.#face(id), lastAtMs: 0 }));
		return sort(filter(rows, query), { by: 'name', descending: false });
	}

	addStream(): Promise<string> {
		// Every client of this issue has a stream with whoever made her; colleagues come with the next.
		return Promise.reject(new Refusal('not-allowed'));
	}

	async createClient(pseudonym: string): Promise<string> {
		const name = pseudonym.trim();
		if (name === '') throw new Refusal('name-empty');
		if (name.length > NAME_MOST) throw new Refusal('name-too-long');
		const { session, centre, parcels, root, reception } = this.parts;
		const now = Date.now();
		const readerSeed = fromBase64url(String(readRecords(centre.space.doc.getMap('colleagues')).get('reception')?.readerSeed ?? ''));
		const made = await inviteClient({ root, reception, readerSeed }, now);
		const client = made.mailbox.space;
		await session.keepSpace(made.mailbox.space, made.mailbox.records);
		await session.keepSpace(made.stream.space, made.stream.records);
		await parcels.add(made.package.id, made.package.whole);
		await session.write(centre, (doc) => {
			writeRecord(doc.getMap('clients'), client, { name, atMs: now, by: this.parts.identity, poster: base64url(made.poster.seed) });
		});
		const link = { secret: base64url(made.secret), issuer: base64url(made.issuer), package: made.package.id };
		await this.#write('links', made.stream.space, link);
		await this.#write('streams', made.stream.space, { client, atMs: now, seed: base64url(made.host.seed) });
		const mailbox = await session.open(made.poster, { policy: NO_DOCUMENTS });
		await session.post(mailbox, made.letter);
		const { parts } = await this.#model(made.stream.space);
		await session.introduce(await parts.opened);
		return made.stream.space;
	}

	accessLink(id: string): AccessLink | null {
		const link = this.#links.get(id);
		const client = this.#streams.get(id)?.client;
		if (!link || client === undefined) return null;
		const url = makeLink(location.origin, { secret: fromBase64url(String(link.secret)), fingerprint: fingerprint(this.parts.root) });
		return { url, clientName: this.#face(String(client)).name, isRelayed: !this.parts.parcels.waiting.has(String(link.package)) };
	}

	/** Connects every stream, so that what arrives is counted; called once the list is read. */
	async connectAll(): Promise<void> {
		for (const id of this.#streams.keys()) await this.#model(id);
		for (const [client, fields] of this.#clients) {
			if (fields.by !== this.parts.identity) continue;
			const ref: SpaceRef = { space: asId<SpaceId>(client), seed: fromBase64url(String(fields.poster)) };
			await this.parts.session.open(ref, { policy: NO_DOCUMENTS });
		}
	}

	/** Ends what lives. */
	stop(): void {
		for (const stop of this.#stops) stop();
		for (const model of this.#models.values()) void model.then((open) => open.close());
		this.#models.clear();
		this.open = null;
	}

	#model(id: string): Promise<StreamModel> {
		let model = this.#models.get(id);
		if (!model) this.#models.set(id, (model = this.#makeModel(id)));
		return model;
	}

	async #makeModel(id: string): Promise<StreamModel> {
		const { session, me, onArrived } = this.parts;
		const client = String(this.#streams.get(id)?.client);
		const opened = this.#opening(asId<SpaceId>(id));
		void opened.then(({ space }) => {
			const look = (): void => {
				const isOpened = [...space.charter.members.values()].some(({ role, generations }) => role === 'member' && generations.length > 1);
				const at = space.records.find((record) => record.ops.some(({ kind }) => kind === 'rekey'))?.atMs ?? Date.now();
				if (isOpened) this.#openedAt = new Map(this.#openedAt).set(id, at);
			};
			look();
			this.#stops.push(space.listen(look));
		});
		return Promise.resolve(
			new StreamModel({
				session,
				opened,
				id,
				face: () => this.#face(client),
				speaker: (_member, isHost) => (isHost ? { name: me().name, side: 'counsellor' } : { name: this.#face(client).name, side: 'client' }),
				reach: () => session.connection.reach,
				onPreview: (preview) => {
					this.#previews = new Map(this.#previews).set(id, preview);
				},
				onPresent: (isPresent) => {
					const present = new Set(this.#present);
					if (isPresent) present.add(id);
					else present.delete(id);
					this.#present = present;
				},
				onArrived
			})
		);
	}

	#opening(space: SpaceId): Promise<Opened> {
		const seed = fromBase64url(String(readRecords(this.parts.desk.space.doc.getMap('streams')).get(space)?.seed ?? ''));
		return this.parts.session.open({ space, seed }, { policy: STREAM_POLICY, introduction: this.parts.introduce });
	}

	async #read(): Promise<void> {
		const { desk, centre, session } = this.parts;
		this.#streams = readRecords(desk.space.doc.getMap('streams'));
		this.#links = readRecords(desk.space.doc.getMap('links'));
		this.#clients = readRecords(centre.space.doc.getMap('clients'));
		const list = readRecords(desk.space.doc.getMap('own')).get('list');
		if (list && (list.by === 'time' || list.by === 'name')) this.#sorting = { by: list.by, descending: list.descending === true };
		for (const id of this.#streams.keys()) {
			if (this.#previews.has(id)) continue;
			const preview = await readPreview(session, id);
			if (preview && !this.#previews.has(id)) this.#previews = new Map(this.#previews).set(id, preview);
		}
	}

	#write(table: string, id: string, fields: Fields): Promise<void> {
		return this.parts.session.write(this.parts.desk, (doc: Y.Doc) => {
			writeRecord(doc.getMap(table), id, fields);
		});
	}

	#face(client: string): Face {
		return { name: String(this.#clients.get(client)?.name ?? ''), pictureUrl: null };
	}

	#linkNews(id: string): StreamRow['link'] {
		if (!this.#links.has(id)) return null;
		const at = this.#openedAt.get(id);
		if (at === undefined) return 'unopened';
		return Date.now() - at < NEWS_MS && !this.#previews.get(id)?.last ? 'opened' : null;
	}
}
