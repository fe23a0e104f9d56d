/**
 * A space on this device: its charter, feeds and documents, opened from the vault.
 * Reading, writing and replicating it live beside: ingest.ts, outbox.ts, replica.ts.
 */
import * as Y from 'yjs';
import { equal } from '../base/bytes';
import { see, ZERO, type Clock } from '../base/clock';
import type { DocumentId, FeedId, MemberId, SpaceId } from '../base/ids';
import { attempt, type Result } from '../base/result';
import { newest, readChain, type Charter, type CharterMember } from '../wire/charter';
import { parseRecord, type CharterRecord } from '../wire/charter-record';
import { NO_ENTRY, parseEntry, type Entry } from '../wire/entry';
import { FROM_ENTRY, fromSnapshot, isSettled, newDocument, snapshotBytes, type Held, type Policy } from './documents';
import { openEpochs, type EpochKey } from './epochs';
import { clientOf, entryKey, feedBytes, readFeed, type Feed } from './feeds';
import { nonceOf } from './founding';
import type { Credentials } from './member';
import { pendingWrites, type PendingWrite } from './outbox';
import { unsealEntry } from './sealing';
import type { SealedRows } from './vault/sealed';
import type { Change } from './vault/vault';

/** What happened to a space; `documents` names those whose content changed. */
export interface SpaceEvent {
	readonly kind: 'content' | 'progress' | 'charter' | 'opened' | 'letter' | 'trouble' | 'written';
	readonly documents?: ReadonlySet<DocumentId>;
	readonly letter?: Uint8Array;
	/** Came from another tab: it knows. */
	readonly isEcho?: boolean;
	readonly opened?: { readonly feed: Feed; readonly introduction: Uint8Array };
}

/** How many entries may lie beyond a snapshot before the next is made. */
const SNAPSHOT_AFTER = 200;

/** One open space. Everything in it is what the vault has, or is on its way there. */
export class Space {
	readonly id: SpaceId;
	charter: Charter;
	records: CharterRecord[];
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

	/** Opens a space whose charter the vault holds. Throws when it holds none that verifies: then ask the relay. */
	static async open(rows: SealedRows, credentials: Credentials, policy: Policy, now: () => number): Promise<Space> {
		const kept = await rows.vault.list('charters', credentials.space);
		const records = kept.map(([, raw]) => parseRecord(raw)).flatMap((read) => (read.ok ? [read.value] : []));
		const chain = await readChain(records);
		if (!chain.ok) throw new Error(`charter: ${chain.why}`);
		const space = new Space(rows, credentials, policy, now, records, chain.value);
		await space.refreshEpochs();
		await space.load();
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

	/** Entries that are known to exist and are not here. */
	get missing(): number {
		let count = 0;
		for (const [feed, seq] of this.promised) count += Math.max(0, seq - (this.feeds.get(feed)?.seq ?? 0));
		return count;
	}

	/** Runs one task after the other: nothing in a space is changed by two at once. */
	run<T>(task: () => Promise<T>): Promise<T> {
		const next = this.#queue.then(task);
		this.#queue = next.catch(() => undefined);
		return next;
	}

	/** Calls `listener` after each change that is kept; returns how to stop. */
	listen(listener: (event: SpaceEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	emit(event: SpaceEvent): void {
		for (const listener of [...this.#listeners]) listener(event);
	}

	/** Takes the epoch keys that the charter grants to this device's member. */
	async refreshEpochs(): Promise<void> {
		this.epochs = await openEpochs(this.charter, nonceOf(this.records[0]), this.credentials.member, this.credentials.keys.seal);
	}

	/** Which Yjs clients may write in a document, for an entry of `feed`. */
	authorsOf(feed: Feed): ReadonlySet<number> {
		if (this.policy.documents === 'shared') return new Set([clientOf(feed.id)]);
		return new Set([...this.feeds.values()].filter(({ member }) => member === feed.member).map(({ id }) => clientOf(id)));
	}

	/** Feeds and documents as the vault has them; also after a fault, to drop what was not kept. SPEC.md D4. */
	async load(): Promise<void> {
		for (const [, raw] of await this.rows.vault.list('feeds', this.id)) {
			const feed = readFeed(raw);
			if (feed.ok) this.feeds.set(feed.value.id, Object.assign(this.feeds.get(feed.value.id) ?? feed.value, feed.value));
		}
		this.documents.clear();
		for (const { key, plain } of await this.rows.list('snapshots', this.id)) {
			const id = key.slice(this.id.length) as DocumentId;
			const held = plain.ok ? fromSnapshot(id, plain.value, this.policy) : plain;
			if (held.ok) this.documents.set(id, held.value);
			else this.isDamaged = true;
		}
		for (const feed of this.feeds.values()) await this.#replay(feed);
		this.pending = await pendingWrites(this);
		for (const { kind, document, update } of this.pending) if (kind === 0) this.applyOwn(document, update);
	}

	/** What another tab has kept meanwhile. */
	async catchUp(): Promise<void> {
		await this.run(async () => {
			await this.load();
			this.emit({ kind: 'content', documents: new Set(this.documents.keys()), isEcho: true });
		});
	}

	/** Notes how far a document's feed is now in it, and makes a snapshot when enough has come. */
	async covered(count: number): Promise<void> {
		this.#sinceSnapshot += count;
		if (this.#sinceSnapshot >= SNAPSHOT_AFTER) await this.snapshot();
	}

	/** Keeps every document as it stands. Holds stored entries only, so it runs between tasks. SPEC.md D4. */
	async snapshot(): Promise<void> {
		if (this.#sinceSnapshot === 0) return;
		this.#sinceSnapshot = 0;
		const changes: Change[] = [];
		for (const held of this.documents.values()) {
			for (const feed of this.feeds.values()) if (feed.trouble === 'none') held.covered.set(feed.id, feed.seq);
			changes.push(await this.rows.put('snapshots', this.id + held.id, snapshotBytes(held)));
		}
		await this.rows.vault.commit(changes);
	}

	/** The change that keeps a feed's state. */
	feedChange(feed: Feed): Change {
		return { table: 'feeds', key: this.id + feed.id, value: feedBytes(feed) };
	}

	/** Takes records that continue the charter; bad when one does not. Keeps what holds. SPEC.md H7. */
	async takeCharter(charter: Charter, records: readonly CharterRecord[]): Promise<void> {
		await this.rows.vault.commit(charterChanges(this.id, records), true);
		this.records = [...this.records, ...records];
		this.charter = charter;
		await this.refreshEpochs();
		this.emit({ kind: 'charter' });
	}

	/** An own update into its document; Yjs ignores what it has already. */
	applyOwn(id: DocumentId, update: Uint8Array): void {
		Y.applyUpdate(this.document(id).doc, update, FROM_ENTRY);
	}

	/** Applies what the vault has beyond the snapshots. Was checked when it came: only damage is looked for. */
	async #replay(feed: Feed): Promise<void> {
		const from = Math.min(feed.seq, ...[...this.documents.values()].map(({ covered }) => covered.get(feed.id) ?? 0));
		const start = this.documents.size === 0 ? 0 : from;
		const kept = await this.rows.vault.list('entries', this.id + feed.id, entryKey(this.id, feed.id, start));
		let expected = start;
		for (const [, raw] of kept) {
			const entry = parseEntry(this.id, raw);
			const whole = entry.ok && entry.value.header.seq === expected + 1 && entry.value.header.seq <= feed.seq;
			if (!whole || !(await this.#reapply(feed, entry.value))) break;
			expected++;
		}
		if (expected < feed.seq) await this.#rewind(feed, expected);
		else this.#sinceSnapshot += feed.seq - start;
	}

	async #reapply(feed: Feed, entry: Entry): Promise<boolean> {
		const payload = await unsealEntry(this, feed, entry);
		if (!payload.ok) return entry.header.kind === 'drop' || entry.header.kind === 'open';
		this.clock = see(this.clock, payload.value.clock, this.now());
		if (entry.header.kind === 'open') this.introductions.set(feed.id, payload.value.body);
		if (entry.header.kind !== 'update') return true;
		const held = this.document(payload.value.document);
		if ((held.covered.get(feed.id) ?? 0) >= entry.header.seq) return true;
		const applied = attempt('update does not apply', () => {
			Y.applyUpdate(held.doc, payload.value.body, FROM_ENTRY);
		});
		return applied.ok && isSettled(held.doc);
	}

	/** A damaged row: the feed goes back to before it, and the relay has the rest. SPEC.md V5. */
	async #rewind(feed: Feed, seq: number): Promise<void> {
		this.isDamaged = true;
		this.promised.set(feed.id, Math.max(this.promised.get(feed.id) ?? 0, feed.seq));
		const before = seq === 0 ? null : await this.rows.vault.get('entries', entryKey(this.id, feed.id, seq));
		const last: Result<Entry> | null = before ? parseEntry(this.id, before) : null;
		feed.seq = last?.ok ? seq : 0;
		feed.hash = last?.ok ? last.value.hash : NO_ENTRY;
		feed.acked = Math.min(feed.acked, feed.seq);
		const snapshots = [...this.documents.keys()].map((id): Change => ({ table: 'snapshots', key: this.id + id, value: null }));
		await this.rows.vault.commit([this.feedChange(feed), ...snapshots]);
	}
}

/** The changes that keep charter records. */
export function charterChanges(space: SpaceId, records: readonly CharterRecord[]): Change[] {
	return records.map((record) => ({ table: 'charters', key: space + record.index.toString(36).padStart(8, '0'), value: record.bytes }));
}

/** The document named after a member, or a space's shared one. */
export function documentOf(id: MemberId | SpaceId): DocumentId {
	return id as string as DocumentId;
}
