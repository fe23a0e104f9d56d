/** What an open space holds, and what follows from that alone. The code that changes it is in space.ts. */
import type * as Y from 'yjs';
import { equal } from '../../base/bytes';
import { ZERO, type Clock } from '../../base/clock';
import type { DocumentId, FeedId, Hash, SpaceId } from '../../base/ids';
import { fenceOf, newest, type Charter, type CharterMember } from '../../wire/charter';
import type { CharterRecord, FeedHead } from '../../wire/charter-record';
import { MAX_ENTRIES, MAX_FEEDS } from '../../wire/limits';
import type { EpochKey } from '../keys/epochs';
import type { Credentials } from '../keys/member';
import { documentOf } from '../vault/naming';
import type { SealedRows } from '../vault/sealed';
import type { Change } from '../vault/vault';
import { newDocument, type Held, type Holding, type Policy } from './documents';
import type { SpaceEvent } from './events';
import { feedBytes, type Feed } from './feeds';
import type { PendingWrite } from './pending-write';

/** See the header. Everything in it is in the vault, or on its way there. */
export abstract class SpaceState {
	readonly id: SpaceId;
	/** Records after a damaged one: index -> hash. Whatever the relay sends must match. */
	readonly pins = new Map<number, Hash>();
	epochs: ReadonlyMap<number, EpochKey> = new Map();
	readonly feeds = new Map<FeedId, Feed>();
	readonly documents = new Map<DocumentId, Held>();
	/** What other devices say about themselves in their first entries: feed -> sealed introduction. */
	readonly introductions = new Map<FeedId, Uint8Array>();
	/** Our own writes that are not entries yet, oldest first. */
	pending: PendingWrite[] = [];
	/** The feed this tab writes to. */
	own: Feed | null = null;
	clock: Clock = ZERO;
	/** Whether a stored row could not be read; the relay sends again what it has. SPEC.md V5. */
	isDamaged = false;
	/** How far each feed is known to go elsewhere. */
	readonly promised = new Map<FeedId, number>();
	/** Feeds not opened by anybody with a right to: nothing of them is missing. */
	readonly rejected = new Set<FeedId>();
	/** Waiting feed -> feeds named by its next entry that are not here. */
	readonly claims = new Map<FeedId, readonly FeedId[]>();
	/** Feeds with lost rows, and epochs of entries that wait here for their keys: see replay.ts. */
	torn: Set<FeedId> = new Set();
	protected locked: ReadonlySet<number> = new Set();
	/** How to lease a feed for this tab; set once one was leased. */
	lease: ((name: string) => Promise<boolean>) | null = null;
	/** Whether feeds or documents have moved on, or are moving on, without anybody having been told. */
	protected hasUntold = false;
	/** How often documents came to hold something the vault does not, and how much of that loading has mended. */
	protected spoilt = 0;
	protected mended = 0;
	/**
	 * Turns writes into entries at once, without a row in the outbox; false if they have to wait there. Rejects when they
	 * could not be stored. Set by whoever exchanges with the relay. SPEC.md O10.
	 */
	seals: ((writes: readonly PendingWrite[], beside: readonly Change[]) => Promise<boolean>) | null = null;
	#queue: Promise<unknown> = Promise.resolve();
	/** Tasks that have not ended. */
	#tasks = 0;
	readonly #listeners = new Set<(event: SpaceEvent) => void>();
	readonly #watchers = new Set<() => void>();

	protected constructor(
		readonly rows: SealedRows,
		readonly credentials: Credentials,
		readonly policy: Policy,
		readonly now: () => number,
		public records: CharterRecord[],
		public charter: Charter,
		readonly holding: Holding = 'all'
	) {
		this.id = charter.space;
	}

	/** Resolves when documents may be written to. Rejects with a `Fault` when the vault cannot be read. */
	abstract ready(): Promise<void>;

	/** This device's member, or undefined when it has none (any more). */
	get me(): CharterMember | undefined {
		return this.charter.members.get(this.credentials.member);
	}

	/** Whether this device's keys are the ones in the charter for its member. */
	get isMember(): boolean {
		const { me } = this;
		return me !== undefined && !me.isRemoved && equal(newest(me).sign, this.credentials.keys.sign.publicKey);
	}

	/** Whether this device writes: not under keys that somebody else made. SPEC.md S11. */
	get mayWrite(): boolean {
		return this.isMember && this.credentials.isOffered !== true;
	}

	/** The document that this member writes: her own, or the shared one. */
	get ownDocument(): DocumentId {
		return this.policy.documents === 'each' ? documentOf(this.credentials.member) : documentOf(this.id);
	}

	/** Whether a document is in memory as soon as anything is written to it. SPEC.md D6. */
	holds(id: DocumentId): boolean {
		return this.holding === 'all' || id === this.ownDocument;
	}

	/** The Yjs document, created empty when nobody has written it yet. */
	document(id: DocumentId): Held {
		let held = this.documents.get(id);
		if (!held) this.documents.set(id, (held = newDocument(id, this.policy)));
		return held;
	}

	/** The shared document, or this member's own. */
	get doc(): Y.Doc {
		return this.document(this.ownDocument).doc;
	}

	/** Notes that a feed goes at least this far elsewhere; an impossible number is ignored. */
	promise(feed: FeedId, seq: number): void {
		if (seq > MAX_ENTRIES) return;
		if (seq > (this.promised.get(feed) ?? 0) && (this.promised.size < MAX_FEEDS || this.promised.has(feed)))
			this.promised.set(feed, seq);
	}

	/** Nobody with a right to opened this feed: nothing of it is awaited until the charter says otherwise. */
	reject(feed: FeedId): void {
		if (this.rejected.size < MAX_FEEDS && !this.feeds.has(feed)) this.rejected.add(feed);
	}

	/** The last entry that a feed may have. */
	fence(feed: Feed): number {
		const member = this.charter.members.get(feed.member);
		return member ? fenceOf(member, feed.generation, feed.id) : 0;
	}

	/** Whether an entry that names `head` can proceed: it is here, or will never come. SPEC.md I5. */
	hasSeen({ feed: id, seq }: FeedHead, reached?: ReadonlyMap<FeedId, number>): boolean {
		const feed = this.feeds.get(id);
		if (!feed) return this.rejected.has(id);
		return feed.trouble !== 'none' || (reached?.get(id) ?? feed.seq) >= Math.min(seq, this.fence(feed));
	}

	/** Whether everything of a feed that was ever here still is; otherwise we do not write to our own. */
	isWhole(feed: Feed): boolean {
		return feed.seq >= feed.acked && !this.torn.has(feed.id);
	}

	/** Whether the feed belongs to this very device. */
	isMine(feed: Feed): boolean {
		return equal(feed.device, this.credentials.device.publicKey);
	}

	/** Runs tasks one after another: nothing in a space is changed by two at once. */
	run<T>(task: () => Promise<T>): Promise<T> {
		this.#tasks++;
		const next = this.#queue.then(task).finally(() => this.#tasks--);
		// reason: the caller of the task gets the error
		this.#queue = next.catch(() => undefined);
		return next;
	}

	/** Whether no task is running or waiting. */
	get isIdle(): boolean {
		return this.#tasks === 0;
	}

	/** Calls `listener` after each stored change; returns a function that stops it. */
	listen(listener: (event: SpaceEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	emit(event: SpaceEvent): void {
		// listeners of either kind read the documents as they are now
		if ((event.kind === 'content' || event.kind === 'trouble') && !this.isStale) this.hasUntold = false;
		for (const listener of [...this.#listeners]) listener(event);
	}

	/** Calls `show` when something has arrived that is not kept yet: only for the screen. SPEC.md I8. */
	onArriving(show: () => void): () => void {
		this.#watchers.add(show);
		return () => this.#watchers.delete(show);
	}

	/** Something has been taken into a document, and is not kept yet. */
	arrive(): void {
		for (const show of [...this.#watchers]) show();
	}

	/** Documents hold something the vault does not: nothing is written to them until they are loaded again. */
	get isStale(): boolean {
		return this.spoilt > this.mended;
	}

	/** Whether the last report on the documents lacks something that is here, or on its way here. */
	get isBehind(): boolean {
		// a removed member waits for no keys
		return this.hasUntold || this.isStale || (this.locked.size > 0 && this.me?.isRemoved !== true);
	}

	/** Something is being taken in; nobody is told before it is stored. */
	takesIn(): void {
		this.hasUntold = true;
	}

	/** Documents must be loaded again; a running load does not count. */
	spoil(): void {
		this.spoilt++;
	}

	/** The change that stores a feed's state. */
	feedChange(feed: Feed): Change {
		return { table: 'feeds', key: this.id + feed.id, value: feedBytes(feed) };
	}
}
