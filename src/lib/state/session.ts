/**
 * What one open browser does: one socket, the spaces that are open over it, and writing to them.
 * The same for counsellors and clients; with tabs where a vault is shared between them.
 */
import type * as Y from 'yjs';
import { Fault } from '../base/fault';
import type { BlobId, DocumentId, FeedId, Seed, SpaceId } from '../base/ids';
import { AttachmentLine } from '../sync/attachments/attachments';
import { fetchCharter } from '../sync/bootstrap';
import { Connection, type PresenceFrame, type Reach } from '../sync/connection';
import type { Policy } from '../sync/documents';
import { credentials, type SpaceRef } from '../sync/member';
import { compose, introduce, leaseFeed, post } from '../sync/outbox';
import { tellsOut } from '../sync/channel';
import { Replica, type ReplicaNews } from '../sync/replica';
import { charterChanges, Space } from '../sync/space';
import type { Tabs } from '../sync/tabs';
import { hasLeft } from '../sync/turning';
import { NO_DOCUMENTS } from './policies';
import type { SealedRows } from '../sync/vault/sealed';

/** An open space with its exchange. */
export interface Opened {
	readonly space: Space;
	readonly replica: Replica;
}

/** How a space is opened. */
export interface Opening {
	readonly policy: Policy;
	/** What this device's first entry there says of it. */
	readonly introduction?: (space: Space) => Promise<Uint8Array>;
	readonly isQuiet?: boolean;
	readonly onNews?: (news: ReplicaNews, code?: string) => void;
}

/** Where a session lives. */
export interface SessionParts {
	readonly rows: SealedRows;
	readonly deviceSeed: Seed;
	/** The relay's origin, http or https. */
	readonly relay: string;
	readonly reception: SpaceId | 'new';
	/** The reception's Yjs document. */
	readonly doc: Y.Doc;
	/** Whether this device shows itself in the reception: counsellors only. */
	readonly publishes: boolean;
	readonly centre: SpaceId | null;
	readonly tabs: Tabs | null;
	/** Wall time in ms since 1970, for a demo whose messages are months old. */
	readonly now?: () => number;
	readonly onReach: (reach: Reach) => void;
	readonly onTrouble: (code: string) => void;
}

/** An open browser's work: see the header. */
export class Session {
	readonly connection: Connection;
	/** Attachments of all its spaces, on their way to the relay and from there. */
	readonly attachments: AttachmentLine;
	/** Whether others see that this person is here, and types. Not while her status is another than Online. */
	isShown = true;
	/** Under which keys somebody's box is now, where letters are dropped into it: see boxes.ts. */
	present: (ref: SpaceRef) => Promise<SpaceRef> = (ref) => Promise.resolve(ref);
	readonly #opened = new Map<SpaceId, Promise<Opened>>();
	/** Spaces whose opening is done. */
	readonly #live = new Map<SpaceId, Space>();
	readonly #out = new WeakSet<Space>();
	/** How often this tab has begun to lead. */
	#leads = 0;
	readonly #presence = new Set<(frame: PresenceFrame) => void>();
	#isClosed = false;
	#tabs: Tabs | null;

	constructor(readonly parts: SessionParts) {
		this.#tabs = parts.tabs;
		this.attachments = new AttachmentLine({ rows: parts.rows, relay: parts.relay });
		this.connection = new Connection(
			`${parts.relay.replace(/^http/, 'ws')}/ws`,
			parts.reception,
			parts.doc,
			parts.publishes,
			{
				onReach: (reach) => {
					if (reach === 'online') this.attachments.look();
					parts.onReach(reach);
				},
				onTrouble: parts.onTrouble,
				onPresence: (frame) => {
					for (const listener of [...this.#presence]) listener(frame);
				}
			}
		);
	}

	/** Connects, now or when this tab leads; follows the browser's going offline and coming back. */
	start(): void {
		const lead = (): void => {
			if (this.#isClosed) return;
			window.addEventListener('online', this.#online);
			window.addEventListener('offline', this.#offline);
			void this.#takeOver();
		};
		if (!this.#tabs) lead();
		else {
			// a tab that does not lead has no socket of its own: it is as online as the browser
			this.parts.onReach(navigator.onLine ? 'online' : 'offline');
			this.#tabs.lead(lead);
		}
	}

	/** What the tab that led before has sealed is no longer in the outbox: look, before anything is sealed again. */
	async #takeOver(): Promise<void> {
		this.#leads++;
		// one that is still being opened may wait for this very connection: it looks again by itself
		for (const space of [...this.#live.values()]) await space.catchUp().catch(() => undefined);
		if (this.#isClosed) return;
		if (navigator.onLine) this.connection.connect();
		else this.parts.onReach('offline');
	}

	/** Opens a space once; its charter comes from the relay when the vault has none. */
	open(ref: SpaceRef, opening: Opening): Promise<Opened> {
		const known = this.#opened.get(ref.space);
		if (known) return known;
		const opened = this.#open(ref, opening);
		this.#opened.set(ref.space, opened);
		opened.catch(() => this.#opened.delete(ref.space));
		return opened;
	}

	/** Forgets an open space after keeping it as it stands. */
	async close(id: SpaceId): Promise<void> {
		const opened = this.#opened.get(id);
		if (!opened) return;
		this.#opened.delete(id);
		const { space } = await opened;
		this.#live.delete(id);
		this.connection.remove(id);
		await space.run(() => space.snapshot());
	}

	/** Whether a space is open, or being opened. */
	isOpen(id: SpaceId): boolean {
		return this.#opened.has(id);
	}

	/** From now on other tabs share the vault: only one leads, and each writes feeds of its own. */
	async share(tabs: Tabs): Promise<void> {
		this.#tabs = tabs;
		tabs.lead(() => undefined);
		for (const opened of this.#opened.values()) {
			const { own } = (await opened).space;
			if (own) await tabs.lease(`feed:${own.id}`);
		}
	}

	/** Keeps the charter of a space just made. */
	async keepSpace(id: SpaceId, records: Parameters<typeof charterChanges>[1]): Promise<void> {
		await this.parts.rows.vault.commit(charterChanges(id, records), true);
	}

	/** Writes into a document; resolves when this device keeps it. `blobs`: the attachments it refers to. See `compose`. */
	async write(
		{ space, replica }: Opened,
		change: (doc: Y.Doc, stamp: { readonly ms: number; readonly count: number; readonly feed: FeedId }) => void,
		mark: (doc: Y.Doc, feed: FeedId) => number = () => 0,
		document: DocumentId = space.ownDocument,
		blobs: readonly BlobId[] = []
	): Promise<void> {
		await this.#lease(space);
		await compose(space, document, change, mark, blobs);
		this.#written(space, replica);
	}

	/** Drops a letter to the host of a space. */
	async post({ space, replica }: Opened, letter: Uint8Array): Promise<void> {
		await this.#lease(space);
		await post(space, letter);
		this.#written(space, replica);
	}

	/** Shows the others of a space who this device belongs to. */
	async introduce({ space, replica }: Opened): Promise<void> {
		await this.#lease(space);
		await introduce(space);
		this.#written(space, replica);
	}

	/** Calls `listener` with every presence that arrives; returns how to stop. */
	onPresence(listener: (frame: PresenceFrame) => void): () => void {
		this.#presence.add(listener);
		return () => this.#presence.delete(listener);
	}

	/** Another tab has kept something in `what`. */
	async look(what: string): Promise<void> {
		const opened = await this.#opened.get(what as SpaceId);
		if (!opened) return;
		await opened.space.catchUp();
		await opened.replica.flush();
	}

	/** Ends everything; keys and documents are dropped with it. */
	stop(): void {
		this.#isClosed = true;
		window.removeEventListener('online', this.#online);
		window.removeEventListener('offline', this.#offline);
		this.connection.destroy();
		this.attachments.stop();
		this.#opened.clear();
		this.#live.clear();
		this.#presence.clear();
	}

	async #open(asked: SpaceRef, { policy, introduction, isQuiet, onNews }: Opening): Promise<Opened> {
		const leads = this.#leads;
		const ref = policy === NO_DOCUMENTS ? await this.present(asked) : asked;
		const { rows, deviceSeed, centre } = this.parts;
		const keys = await credentials(ref.space, ref.seed, deviceSeed, ref.member, ref.older);
		const isKnown = (await rows.vault.list('charters', ref.space)).length > 0;
		if (!isKnown) await this.keepSpace(ref.space, await fetchCharter(this.connection, keys));
		const now = this.parts.now ?? (() => Date.now());
		const space = await Space.open(rows, keys, policy, now).catch(async (error: unknown) => {
			if (!isKnown || error instanceof Fault) throw error;
			// the charter's first record is damaged here: the relay has it
			await this.keepSpace(ref.space, await fetchCharter(this.connection, keys));
			return Space.open(rows, keys, policy, now);
		});
		const channel = { send: this.connection.send.bind(this.connection), centre };
		const introduce = introduction ?? (() => Promise.resolve(new Uint8Array()));
		const replica = new Replica(
			space,
			channel,
			() => introduce(space),
			(news, code) => {
				this.#noteWhetherOut(space, news, code);
				if (news === 'current') void this.#repeat({ space, replica });
				if (news === 'current') void this.attachments.wake(space.id).catch(() => undefined);
				onNews?.(news, code);
			},
			isQuiet
		);
		space.listen(({ kind, isEcho }) => {
			if (kind === 'turned') void this.#repeat({ space, replica });
			if (kind !== 'written' && !isEcho) this.#tabs?.tell(space.id);
		});
		if (leads !== this.#leads) await space.catchUp();
		this.#live.set(space.id, space);
		this.attachments.enter(keys);
		this.connection.add(replica);
		return { space, replica };
	}

	/** Whether the relay says that this device's member is not, or no longer, in a space. */
	isOut(space: Space): boolean {
		return this.#out.has(space) || space.me?.isRemoved === true;
	}

	#noteWhetherOut(space: Space, news: ReplicaNews, code: string | undefined): void {
		if (news === 'current') this.#out.delete(space);
		if (!tellsOut(news, code) || this.#out.has(space)) return;
		this.#out.add(space);
		space.emit({ kind: 'progress' });
	}

	/** Where an own feed was left for somebody who joined: says again who this is, what she is called. SPEC.md T3. */
	async #repeat(opened: Opened): Promise<void> {
		const { repeat } = opened.space.policy;
		if (!repeat || !hasLeft(opened.space) || !opened.space.isMember) return;
		try {
			await this.introduce(opened);
			await this.write(opened, repeat);
		} catch {
			// what could not be kept is said with the next connection
		}
	}

	async #lease(space: Space): Promise<void> {
		await leaseFeed(space, (name) => this.#tabs?.lease(name) ?? Promise.resolve(true));
	}

	#written(space: Space, replica: Replica): void {
		this.#tabs?.tell(space.id);
		void replica.flush().catch(() => {
			// what could not be sealed stays in the outbox; the next connection tries again
		});
	}

	readonly #online = (): void => {
		this.connection.connect();
	};

	readonly #offline = (): void => {
		this.connection.disconnect();
		this.parts.onReach('offline');
	};
}
