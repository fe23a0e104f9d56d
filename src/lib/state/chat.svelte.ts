/** The counsellor's Chat: the left column, the directory, the one open stream, new clients with their links. */
import type * as Y from 'yjs';
import { base64url, fromBase64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { asId, type IdentityId, type SpaceId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { filter, NEWEST_FIRST, sort } from '../domain/rows';
import { fingerprint } from '../sync/chain';
import { makeLink } from '../sync/link';
import { dayOf, packageKeys, renewLease } from '../sync/packages';
import type { AccessLink, Chat, DirectoryRow, Face, Sorting, StreamRow } from './contract';
import { inviteClient } from './invitation';
import type { Parcels } from './parcels.svelte';
import { NO_DOCUMENTS } from './policies';
import type { Opened } from './session';
import type { StreamModel } from './stream.svelte';
import { Streams, type StreamsParts } from './streams.svelte';

const NAME_MOST = 60;
/** "Geöffnet" is news for this long. */
const NEWS_MS = 24 * 3_600_000;
/** A link that is no longer new opens until so many days after the last answer. */
const ANSWERED_DAYS = 7;

/** What the chat works with. */
export interface ChatParts extends Omit<StreamsParts, 'face' | 'onSent'> {
	readonly centre: Opened;
	readonly parcels: Parcels;
	readonly identity: IdentityId;
	readonly root: Uint8Array;
	readonly reception: SpaceId;
}

/** See the header. */
export class ChatModel implements Chat {
	isLoaded = $state(false);
	query = $state('');
	#sorting = $state.raw<Sorting>(NEWEST_FIRST);
	#streams = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	#clients = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	#links = $state.raw<ReadonlyMap<string, Fields>>(new Map());
	readonly #open: Streams;
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ChatParts) {
		const { desk, centre } = parts;
		this.#open = new Streams({
			...parts,
			face: (stream) => this.#face(String(this.#streams.get(stream)?.client)),
			onSent: (stream) => void this.#renewLink(stream)
		});
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
			const preview = this.#open.previews.get(id);
			const face = this.#face(String(stream.client));
			const model = this.open?.id === id ? this.open : null;
			return {
				id,
				face,
				lastLine: preview?.last?.text ?? '',
				lastLineOwn: preview?.last?.isOwn ?? false,
				lastHasAttachment: preview?.last?.hasAttachment ?? false,
				lastAtMs: preview?.last?.atMs ?? Number(stream.atMs),
				unread: preview?.unread ?? 0,
				draft: model?.draft ?? preview?.draft ?? '',
				link: this.#linkNews(id),
				isPresent: this.#open.present.has(id) || (model?.isPresent ?? false)
			};
		})
	);
	readonly rows = $derived.by(() => sort(filter(this.#all, this.query), this.#sorting));
	readonly unreadTotal = $derived.by(() => this.#all.reduce((sum, { unread }) => sum + unread, 0));

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

	get open(): StreamModel | null {
		return this.#open.open;
	}

	show(id: string): Promise<void> {
		return this.#open.show(id);
	}

	close(): void {
		this.#open.close();
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
		await session.introduce(await this.#open.model(made.stream.space).parts.opened);
		this.#open.settle(made.stream.space);
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

	/** Goes on with letters that did not reach the relay before the last closing. */
	async finishLetters(): Promise<void> {
		const { session, identity } = this.parts;
		for (const [client, { by, poster }] of this.#clients) {
			if (by !== identity || (await session.parts.rows.vault.list('outbox', client)).length === 0) continue;
			const ref = { space: asId<SpaceId>(client), seed: fromBase64url(String(poster)) };
			await session.open(ref, { policy: NO_DOCUMENTS });
		}
	}

	/** Ends what lives. */
	stop(): void {
		for (const stop of this.#stops) stop();
		this.#open.stop();
	}

	/** An answer keeps an unclaimed link open for another week. */
	async #renewLink(id: string): Promise<void> {
		const link = this.#links.get(id);
		const lastDay = dayOf(Date.now()) + ANSWERED_DAYS;
		const isOpened = (this.#open.previews.get(id)?.openedAtMs ?? null) !== null;
		if (!link || !isOpened || Number(link.lastDay ?? 0) >= lastDay) return;
		const secret = fromBase64url(String(link.secret));
		try {
			const keys = await packageKeys(secret, 'link');
			await renewLease(this.parts.session.parts.relay, keys, lastDay, fromBase64url(String(link.issuer)));
			await this.#write('links', id, { lastDay });
		} catch {
			// offline: the next answer renews it
		}
	}

	async #read(): Promise<void> {
		const { desk, centre } = this.parts;
		this.#streams = readRecords(desk.space.doc.getMap('streams'));
		this.#links = readRecords(desk.space.doc.getMap('links'));
		this.#clients = readRecords(centre.space.doc.getMap('clients'));
		const list = readRecords(desk.space.doc.getMap('own')).get('list');
		if (list && (list.by === 'time' || list.by === 'name'))
			this.#sorting = { by: list.by, descending: list.descending === true };
		for (const id of this.#streams.keys()) await this.#open.watch(id);
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
		const at = this.#open.previews.get(id)?.openedAtMs ?? null;
		if (at === null) return 'unopened';
		return Date.now() - at < NEWS_MS && !this.#open.previews.get(id)?.last ? 'opened' : null;
	}
}
