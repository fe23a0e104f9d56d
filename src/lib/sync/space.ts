/**
 * A space on this device: its charter, feeds and documents, opened from the vault.
 * Reading, writing and replicating it live beside: ingest.ts, outbox.ts, replica.ts.
 * Over 300 lines, reason: one state that all of them stand on.
 */
import type * as Y from 'yjs';
import { equal } from '../base/bytes';
import { order, ZERO, type Clock } from '../base/clock';
import { passOver } from '../base/fault';
import type { DocumentId, FeedId, Hash, SpaceId } from '../base/ids';
import { fenceOf, newest, readChain, type Charter, type CharterMember } from '../wire/charter';
import { parseRecord, type CharterRecord, type FeedHead } from '../wire/charter-record';
import { continued } from './continuing';
import { newDocument, type Held, type Policy } from './documents';
import { everGranted, nonceOf, openEpochs, readsFrom, type EpochKey } from './epochs';
import type { SpaceEvent } from './events';
import { clientOf, feedBytes, type Feed } from './feeds';
import type { Credentials } from './member';
import { countMissing } from './missing';
import { charterChanges, documentOf, recordKey } from './naming';
import { applyHeld, pendingWrites, type PendingWrite } from './pending';
import { replay } from './replay';
import { snapshotChanges } from './snapshots';
import { MAX_ENTRIES, MAX_FEEDS } from '../wire/limits';
import type { SealedRows } from './vault/sealed';
import type { Change } from './vault/vault';

/** How many entries may lie beyond a snapshot before the next is made. */
const SNAPSHOT_AFTER = 200;

/** One open space. Everything in it is what the vault has, or is on its way there. */
export class Space {
	readonly id: SpaceId;
	charter: Charter;
	records: CharterRecord[];
	/** Records behind a damaged one: index -> hash. Whatever the relay sends must agree. */
	readonly pins = new Map<number, Hash>();
	epochs: ReadonlyMap<number, EpochKey> = new Map();
	readonly feeds = new Map<FeedId, Feed>();
	readonly documents = new Map<DocumentId, Held>();
	/** What other devices say of themselves in their first entries: feed -> sealed introduction. */
	readonly introductions = new Map<FeedId, Uint8Array>();
	/** Own writing that is not yet an entry, oldest first. */
	pending: PendingWrite[] = [];
	/** The feed this tab writes to. */
	own: Feed | null = null;
	clock: Clock = ZERO;
	/** Whether a kept row could not be read; what the relay has comes again. SPEC.md V5. */
	isDamaged = false;
	/** How far each feed is known to go elsewhere. */
	readonly promised = new Map<FeedId, number>();
	/** Feeds that nobody with a right to it has opened: nothing of them is missing. */
	readonly rejected = new Set<FeedId>();
	/** Waiting feed -> feeds that its next entry names and that are not here. */
	readonly claims = new Map<FeedId, readonly FeedId[]>();
	/** Feeds of which rows were lost here, and epochs of entries that wait here for their keys: see replay.ts. */
	torn: Set<FeedId> = new Set();
	#locked: ReadonlySet<number> = new Set();
	/** How to lease a feed for this tab; known once one was leased. */
	lease: ((name: string) => Promise<boolean>) | null = null;
	/** Whether feeds or documents have moved on, or are moving on, and nobody was told of it yet. */
	#hasUntold = false;
	#loading: Promise<void> | null = null;
	/** How often documents came to hold something that the vault does not, and how much of that loading has mended. */
	#spoilt = 0;
	#mended = 0;
	#isCatchingUp = false;
	#sinceSnapshot = 0;
	#queue: Promise<unknown> = Promise.resolve();
	readonly #listeners = new Set<(event: SpaceEvent) => void>();

	private constructor(
		readonly rows: SealedRows,
		readonly credentials: Credentials,
		readonly policy: Policy,
		readonly now: () => number,
		records: CharterRecord[],
		charter: Charter
	) {
		this.id = charter.space;
		this.records = records;
		this.charter = charter;
	}

	/**
	 * Opens a space whose charter the vault holds. Throws when it holds none that verifies: then ask the
	 * relay. Behind a damaged record the relay has the rest, which must fit what is still here.
	 */
	static async open(rows: SealedRows, credentials: Credentials, policy: Policy, now: () => number): Promise<Space> {
		const kept = await rows.vault.list('charters', credentials.space);
		const read = kept.map(([, raw]) => parseRecord(raw));
		const damaged = read.findIndex((record, i) => !record.ok || record.value.index !== i);
		const records = read
			.slice(0, damaged < 0 ? undefined : damaged)
			.flatMap((record) => (record.ok ? [record.value] : []));
		const chain = await readChain(records);
		if (!chain.ok) throw new Error(`charter: ${chain.why}`);
		const space = new Space(rows, credentials, policy, now, records, chain.value);
		for (const later of read.slice(records.length)) if (later.ok) space.pins.set(later.value.index, later.value.hash);
		await space.refreshEpochs();
		await space.load();
		// nobody listens yet: whoever opens it reads all of it
		space.#hasUntold = false;
		return space;
	}

	/** The member of this device, or undefined when it is none (any more). */
	get me(): CharterMember | undefined {
		return this.charter.members.get(this.credentials.member);
	}

	/** Whether this device's keys are the ones the charter has for its member. */
	get isMember(): boolean {
		const { me } = this;
		return me !== undefined && !me.isRemoved && equal(newest(me).sign, this.credentials.keys.sign.publicKey);
	}

	/** Whether this device writes: under keys that somebody else made it does not. SPEC.md S11. */
	get mayWrite(): boolean {
		return this.isMember && this.credentials.isOffered !== true;
	}

	/** The document that this member writes: its own, or the shared one. */
	get ownDocument(): DocumentId {
		return this.policy.documents === 'each' ? documentOf(this.credentials.member) : documentOf(this.id);
	}

	/** The Yjs document, made empty when nobody has written it yet. */
	document(id: DocumentId): Held {
		let held = this.documents.get(id);
		if (!held) this.documents.set(id, (held = newDocument(id, this.policy)));
		return held;
	}

	/** The shared document, or this member's own. */
	get doc(): Y.Doc {
		return this.document(this.ownDocument).doc;
	}

	/** How many entries are known to exist and are not here. SPEC.md X8. */
	get missing(): number {
		return countMissing(this);
	}

	/** Notes that a feed goes at least this far elsewhere; a number that can not be is none. */
	promise(feed: FeedId, seq: number): void {
		if (seq > MAX_ENTRIES) return;
		if (seq > (this.promised.get(feed) ?? 0) && (this.promised.size < MAX_FEEDS || this.promised.has(feed)))
			this.promised.set(feed, seq);
	}

	/** Nobody with a right to it opened this feed: nothing of it is waited for, until the charter says otherwise. */
	reject(feed: FeedId): void {
		if (this.rejected.size < MAX_FEEDS && !this.feeds.has(feed)) this.rejected.add(feed);
	}

	/** The last entry that a feed may have. */
	fence(feed: Feed): number {
		const member = this.charter.members.get(feed.member);
		return member ? fenceOf(member, feed.generation, feed.id) : 0;
	}

	/** Whether an entry that names `head` can go on: it is here, or will never come. SPEC.md I5. */
	hasSeen({ feed: id, seq }: FeedHead, reached?: ReadonlyMap<FeedId, number>): boolean {
		const feed = this.feeds.get(id);
		if (!feed) return this.rejected.has(id);
		return feed.trouble !== 'none' || (reached?.get(id) ?? feed.seq) >= Math.min(seq, this.fence(feed));
	}

	/** Whether all of a feed that was ever here still is; an own one is not written to otherwise. */
	isWhole(feed: Feed): boolean {
		return feed.seq >= feed.acked && !this.torn.has(feed.id);
	}

	/** Whether the feed is of this very device. */
	isMine(feed: Feed): boolean {
		return equal(feed.device, this.credentials.device.publicKey);
	}

	/** Runs one task after the other: nothing in a space is changed by two at once. */
	run<T>(task: () => Promise<T>): Promise<T> {
		const next = this.#queue.then(task);
		// reason: whoever asked for the task is told
		this.#queue = next.catch(() => undefined);
		return next;
	}

	/** Calls `listener` after each change that is kept; returns how to stop. */
	listen(listener: (event: SpaceEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	emit(event: SpaceEvent): void {
		// whoever hears of either reads the documents as they are now
		if ((event.kind === 'content' || event.kind === 'trouble') && !this.isStale) this.#hasUntold = false;
		for (const listener of [...this.#listeners]) listener(event);
	}

	/** Takes the epoch keys that the charter grants to this device's member. */
	async refreshEpochs(): Promise<void> {
		this.epochs = await openEpochs(
			this.charter,
			nonceOf(this.records[0]),
			this.credentials.member,
			this.credentials.keys.seal,
			readsFrom(this.records, this.credentials.member),
			this.policy.outlasts && this.me?.isRemoved ? everGranted(this.records, this.credentials.member) : undefined
		);
	}

	/** Documents hold something that the vault does not: nothing is written to them until they are loaded again. */
	get isStale(): boolean {
		return this.#spoilt > this.#mended;
	}

	/** Whether what was last told of the documents lacks something that is here, or on its way here. */
	get isBehind(): boolean {
		// who is out of it waits for no keys
		return this.#hasUntold || this.isStale || (this.#locked.size > 0 && this.me?.isRemoved !== true);
	}

	/** Something is being taken in, of which nobody is told before it is kept. */
	takesIn(): void {
		this.#hasUntold = true;
	}

	/** Documents are to be loaded again; a load that is under way does not count. */
	spoil(): void {
		this.#spoilt++;
	}

	/** Which Yjs clients may write in a document, for an entry of `feed`. */
	authorsOf(feed: Feed): ReadonlySet<number> {
		if (this.policy.documents === 'shared') return new Set([clientOf(feed.id)]);
		return new Set(
			[...this.feeds.values()].filter(({ member }) => member === feed.member).map(({ id }) => clientOf(id))
		);
	}

	/**
	 * Feeds and documents as the vault has them; also after a fault, to drop what was not kept. Own writing
	 * waits meanwhile. `without`: a feed whose own writing is being taken out. SPEC.md D4.
	 */
	async load(without?: FeedId): Promise<void> {
		this.spoil();
		this.#hasUntold = true;
		const spoilt = this.#spoilt;
		const loading = this.#load(without);
		// reason: whoever asked for it is told
		this.#loading = loading.catch(() => undefined);
		try {
			await loading;
			this.#mended = Math.max(this.#mended, spoilt);
		} finally {
			this.#loading = null;
		}
	}

	/** Loads again, and tells of what is there now. */
	async reload(): Promise<void> {
		await this.load();
		this.emit({ kind: 'content', documents: new Set(this.documents.keys()), isEcho: true });
	}

	/** Resolves when documents may be written to. Rejects with a `Fault` when the vault can not be read. */
	async ready(): Promise<void> {
		while (this.#loading) await this.#loading;
		if (!this.isStale) return;
		await this.run(async () => {
			if (this.isStale) await this.reload();
		});
	}

	/** What another tab has kept meanwhile. */
	async catchUp(): Promise<void> {
		if (this.#isCatchingUp) return;
		this.#isCatchingUp = true;
		await this.run(async () => {
			this.#isCatchingUp = false;
			const last = this.records.at(-1);
			const kept = await this.rows.vault.list('charters', this.id, last && recordKey(this.id, last));
			const more = kept.map(([, raw]) => raw);
			const { records, charter } = await continued(this, this.records.length, more);
			if (records.length > 0) await this.#goOn(charter, records);
			// behind the charter: what came under a new epoch opens with its key
			await this.load();
			if (records.length > 0) this.emit({ kind: 'charter', isEcho: true });
			this.emit({ kind: 'content', documents: new Set(this.documents.keys()), isEcho: true });
		});
	}

	/** Notes how far a document's feed is now in it, and makes a snapshot when enough has come. */
	async covered(count: number): Promise<void> {
		this.#sinceSnapshot += count;
		// only accelerates: what it would have saved is in the vault as entries
		const total = [...this.feeds.values()].reduce((sum, { seq }) => sum + seq, 0);
		// while much comes in, the next one waits until half as much again is there: else n entries cost n² bytes
		if (this.#sinceSnapshot >= Math.max(SNAPSHOT_AFTER, total / 3)) await this.snapshot().catch(passOver());
	}

	/** All that was asked for has come: what is beyond the last snapshot goes into one. */
	async settled(): Promise<void> {
		if (this.#sinceSnapshot >= SNAPSHOT_AFTER) await this.snapshot().catch(passOver());
	}

	/**
	 * Keeps every document as it stands: between tasks, and only while they hold nothing but stored
	 * entries, all that are here. Own writing that waits in the outbox puts it off. SPEC.md D4.
	 */
	async snapshot(): Promise<void> {
		if (this.#sinceSnapshot === 0 || this.pending.length > 0 || this.isStale || this.#locked.size > 0) return;
		this.#sinceSnapshot = 0;
		await this.rows.vault.commit(await snapshotChanges(this));
	}

	/** The change that keeps a feed's state. */
	feedChange(feed: Feed): Change {
		return { table: 'feeds', key: this.id + feed.id, value: feedBytes(feed) };
	}

	/** Takes records that continue the charter; bad when one does not. Keeps what holds. SPEC.md H7. */
	async takeCharter(charter: Charter, records: readonly CharterRecord[]): Promise<void> {
		await this.rows.vault.commit(charterChanges(this.id, records), true);
		await this.#goOn(charter, records);
		// before anything more comes that builds on it
		if ([...this.#locked].some((epoch) => this.epochs.has(epoch))) await this.reload();
		this.emit({ kind: 'charter' });
	}

	async #goOn(charter: Charter, records: readonly CharterRecord[]): Promise<void> {
		this.records = [...this.records, ...records];
		this.charter = charter;
		this.rejected.clear();
		await this.refreshEpochs();
	}

	async #load(without?: FeedId): Promise<void> {
		const before = new Set(this.pending.filter(({ isKept }) => isKept));
		// the outbox first: what another tab seals meanwhile is then here twice, which Yjs takes, and never not at all
		const kept = (await pendingWrites(this)).filter(({ feed }) => feed !== without);
		const outcome = await replay(this);
		const had = [...this.documents.keys()];
		this.documents.clear();
		for (const [id, held] of outcome.documents) this.documents.set(id, held);
		// one that held nothing but what was taken back is empty now, not gone: who shows it must see that
		for (const id of had) this.document(id);
		for (const [feed, introduction] of outcome.introductions) this.introductions.set(feed, introduction);
		this.clock = order(outcome.clock, this.clock) > 0 ? outcome.clock : this.clock;
		this.torn = outcome.torn;
		this.#locked = outcome.locked;
		this.#sinceSnapshot = outcome.beyond;
		if (this.own && (this.own.isLeft || !this.isWhole(this.own))) this.own = null;
		const here = this.pending.filter((write) => !before.has(write) && write.feed !== without);
		const keys = new Set(here.map(({ key }) => key));
		this.pending = [...kept.filter(({ key }) => !keys.has(key)), ...here];
		for (const write of this.pending) write.isApplied = false;
		applyHeld(this);
	}
}

export { charterChanges, documentOf };
export type { SpaceEvent };
