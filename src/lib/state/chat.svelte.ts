/** The counsellor's Chat: the left column, the directory, the one open stream, new clients with their links. */
import type * as Y from 'yjs';
import { base64url, fromBase64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { asId, type IdentityId, type SpaceId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { filter, NEWEST_FIRST, sort } from '../domain/rows';
import { fingerprint } from '../sync/chain';
import { makeLink } from '../sync/link';
import { credentials, type SpaceRef } from '../sync/member';
import { dayOf, packageKeys, renewLease } from '../sync/packages';
import { Watch } from '../sync/watch';
import type { AccessLink, Chat, Connection, DirectoryRow, Face, Sorting, StreamRow } from './contract';
import { inviteClient } from './invitation';
import type { Parcels } from './parcels.svelte';
import { NO_DOCUMENTS, type Opened, type Opening, type Session } from './session';
import { readPreview, STREAM_POLICY, StreamModel, type Preview } from './stream.svelte';

const NAME_MOST = 60;
/** "Geöffnet" is news for this long. */
const NEWS_MS = 24 * 3_600_000;
/** How long a quiet stream with news stays open at most. */
const VISIT_MS = 15_000;
/** A link that is no longer new opens until so many days after the last answer. */
const ANSWERED_DAYS = 7;

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
	/** Reactive, and true for a tab that has no socket of its own, too. */
	readonly reach: () => Connection;
	readonly introduce: NonNullable<Opening['introduction']>;
	readonly onArrived: () => void;
	/** Something kept on this device could not be read. */
	readonly onDamage: () => void;
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
	readonly #models = new Map<string, StreamModel>();
	#visits: Promise<void> = Promise.resolve();
	#isStopped = false;
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
		if (this.open?.id === id) return;
		const before = this.open;
		const model = this.#model(id);
		model.begin();
		this.open = model;
		if (before) await this.#release(before.id);
	}

	close(): void {
		const before = this.open;
		this.open = null;
		if (before) void this.#release(before.id);
	}

	directory(query: string): readonly DirectoryRow[] {
		const taken = new Set([...this.#streams.values()].map(({ client }) => client));
		const rows = [...this.#clients.keys()]
			.filter((id) => !taken.has(id))
			.map((id) => ({ id, face: this.#face(id), lastAtMs: 0 }));
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
		const readerSeed = fromBase64url(
			String(readRecords(centre.space.doc.getMap('colleagues')).get('reception')?.readerSeed ?? '')
		);
		const made = await inviteClient({ root, reception, readerSeed }, now);
		const client = made.mailbox.space;
		await session.keepSpace(made.mailbox.space, made.mailbox.records);
		await session.keepSpace(made.stream.space, made.stream.records);
		await parcels.add(made.package.id, made.package.whole, [made.mailbox.space, made.stream.space]);
		await session.write(centre, (doc) => {
			writeRecord(doc.getMap('clients'), client, {
				name,
				atMs: now,
				by: this.parts.identity,
				poster: base64url(made.poster.seed)
			});
		});
		const link = { secret: base64url(made.secret), issuer: base64url(made.issuer), package: made.package.id };
		await this.#write('links', made.stream.space, link);
		await this.#write('streams', made.stream.space, { client, atMs: now, seed: base64url(made.host.seed) });
		const mailbox = await session.open(made.poster, { policy: NO_DOCUMENTS });
		await session.post(mailbox, made.letter);
		this.#streams = readRecords(this.parts.desk.space.doc.getMap('streams'));
		await session.introduce(await this.#model(made.stream.space).parts.opened);
		this.#visits = this.#visits.then(() => this.#settle(made.stream.space)).catch(() => undefined);
		return made.stream.space;
	}

	accessLink(id: string): AccessLink | null {
		const link = this.#links.get(id);
		const client = this.#streams.get(id)?.client;
		if (!link || client === undefined) return null;
		const url = makeLink(location.origin, {
			secret: fromBase64url(String(link.secret)),
			fingerprint: fingerprint(this.parts.root)
		});
		return {
			url,
			clientName: this.#face(String(client)).name,
			isRelayed: !this.parts.parcels.waiting.has(String(link.package))
		};
	}

	/** Listens for every stream that is not open; of those that have news one after the other is opened for a moment. */
	async watchAll(): Promise<void> {
		for (const id of this.#streams.keys()) await this.#watch(id);
		const { session, identity } = this.parts;
		for (const [client, { by, poster }] of this.#clients) {
			const isWaiting = by === identity && (await session.parts.rows.vault.list('outbox', client)).length > 0;
			if (isWaiting)
				await session.open(
					{ space: asId<SpaceId>(client), seed: fromBase64url(String(poster)) },
					{ policy: NO_DOCUMENTS }
				);
		}
	}

	/** Ends what lives. */
	stop(): void {
		for (const stop of this.#stops) stop();
		this.#isStopped = true;
		for (const model of this.#models.values()) void model.close();
		this.#models.clear();
		this.open = null;
	}

	#model(id: string): StreamModel {
		let model = this.#models.get(id);
		if (!model) this.#models.set(id, (model = this.#makeModel(id)));
		return model;
	}

	async #watch(id: string): Promise<void> {
		if (this.#models.has(id)) return;
		const { session } = this.parts;
		const { space, seed } = this.#ref(id);
		const keys = await credentials(space, seed, session.parts.deviceSeed);
		if (session.isOpen(space) || this.#isStopped) return;
		const visit = (): void => {
			this.#visits = this.#visits.then(() => this.#visit(id)).catch(() => undefined);
		};
		session.connection.add(new Watch(session.connection, keys, session.parts.rows.vault, visit));
	}

	/** Opens a stream for a moment: takes what has come, sends what waits, keeps its preview. */
	async #visit(id: string): Promise<void> {
		if (!this.#models.has(id) && !this.#isStopped) await this.#settle(id);
	}

	async #settle(id: string): Promise<void> {
		const { space, replica } = await this.#model(id).parts.opened;
		await Promise.race([
			new Promise((resolve) => setTimeout(resolve, VISIT_MS)),
			new Promise<void>((resolve) => {
				const look = (): void => {
					const isSent =
						space.pending.length === 0 && [...space.feeds.values()].every(({ unacked }) => unacked.length === 0);
					if (replica.isCurrent && space.missing === 0 && isSent) resolve();
				};
				this.#stops.push(space.listen(look));
				setTimeout(look, 300);
			})
		]);
		await this.#release(id);
	}

	/** Lets a stream that nobody looks at go quiet again. */
	async #release(id: string): Promise<void> {
		const model = this.#models.get(id);
		if (!model || this.open?.id === id) return;
		await model.close();
		if (this.open?.id === id) return;
		this.#models.delete(id);
		await this.parts.session.close(asId<SpaceId>(id));
		await this.#watch(id);
	}

	#makeModel(id: string): StreamModel {
		const { session, me, onArrived } = this.parts;
		const client = String(this.#streams.get(id)?.client);
		const opened = this.parts.session.open(this.#ref(id), {
			policy: STREAM_POLICY,
			introduction: this.parts.introduce
		});
		void opened.then(({ space }) => {
			const look = (): void => {
				const rekeyed = space.records.find((record) => record.ops.some(({ kind }) => kind === 'rekey'));
				if (rekeyed && !this.#openedAt.has(id)) this.#openedAt = new Map(this.#openedAt).set(id, rekeyed.atMs);
				if (space.isDamaged) this.parts.onDamage();
			};
			look();
			space.listen(look);
		});
		return new StreamModel({
			session,
			opened,
			id,
			face: () => this.#face(client),
			speaker: (_member, isHost) =>
				isHost ? { name: me().name, side: 'counsellor' } : { name: this.#face(client).name, side: 'client' },
			reach: this.parts.reach,
			onPreview: (preview) => {
				this.#previews = new Map(this.#previews).set(id, preview);
			},
			onPresent: (isPresent) => {
				const present = new Set(this.#present);
				if (isPresent) present.add(id);
				else present.delete(id);
				this.#present = present;
			},
			onSent: () => void this.#renewLink(id),
			onArrived
		});
	}

	/** An answer keeps an unclaimed link open for another week. */
	async #renewLink(id: string): Promise<void> {
		const link = this.#links.get(id);
		const lastDay = dayOf(Date.now()) + ANSWERED_DAYS;
		if (!link || Number(link.lastDay ?? 0) >= lastDay) return;
		const secret = fromBase64url(String(link.secret));
		try {
			const keys = await packageKeys(secret, 'link');
			await renewLease(this.parts.session.parts.relay, keys, lastDay, fromBase64url(String(link.issuer)));
			await this.#write('links', id, { lastDay });
		} catch {
			// offline: the next answer renews it
		}
	}

	#ref(id: string): SpaceRef {
		const seed = fromBase64url(String(readRecords(this.parts.desk.space.doc.getMap('streams')).get(id)?.seed ?? ''));
		return { space: asId<SpaceId>(id), seed };
	}

	async #read(): Promise<void> {
		const { desk, centre, session } = this.parts;
		this.#streams = readRecords(desk.space.doc.getMap('streams'));
		this.#links = readRecords(desk.space.doc.getMap('links'));
		this.#clients = readRecords(centre.space.doc.getMap('clients'));
		const list = readRecords(desk.space.doc.getMap('own')).get('list');
		if (list && (list.by === 'time' || list.by === 'name'))
			this.#sorting = { by: list.by, descending: list.descending === true };
		for (const id of this.#streams.keys()) {
			void this.#watch(id);
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
