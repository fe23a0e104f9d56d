/**
 * A space on this device: its charter, feeds and documents, opened from the vault and kept in step with it.
 * Reading, writing and replicating it are elsewhere: ingest.ts, outbox.ts, exchange/replica.ts.
 */
import { order } from '../../base/clock';
import { passOver } from '../../base/fault';
import type { FeedId } from '../../base/ids';
import { readChain, type Charter } from '../../wire/charter';
import { parseRecord, type CharterRecord } from '../../wire/charter-record';
import { continued } from './continuing';
import type { Holding, Policy } from './documents';
import { everGranted, nonceOf, openEpochs, readsFrom, type OpenedGrants } from '../keys/epochs';
import type { Credentials } from '../keys/member';
import { countMissing } from './missing';
import { contentRows, type ContentRows, type KeptRows } from './kept-rows';
import { keepOpened } from './opened-grants';
import { charterChanges, recordKey } from '../vault/naming';
import { applyHeld, pendingWrites } from './pending';
import { replay } from './replay';
import { SNAPSHOT_AFTER } from './snapshot-pace';
import { snapshotChanges } from './snapshots';
import { SpaceState } from './state';
import type { SealedRows } from '../vault/sealed';

/** One open space. Everything in it is in the vault, or on its way there. */
export class Space extends SpaceState {
	#loading: Promise<void> | null = null;
	#isCatchingUp = false;
	#sinceSnapshot = 0;
	/** The grants that this device has opened. */
	#opened: OpenedGrants = new Map();

	/**
	 * Opens a space whose charter is in the vault, from its rows there. Throws when no charter verifies: then ask
	 * the relay. After a damaged record the relay has the rest, which must fit what is still here. `holding`: 'own' where
	 * each member has her document, for taking in what others write there without looking into it (D6).
	 */
	static async open(
		rows: SealedRows,
		credentials: Credentials,
		policy: Policy,
		now: () => number,
		kept: KeptRows,
		holding: Holding = 'all'
	): Promise<Space> {
		const read = kept.charters.map(([, raw]) => parseRecord(raw));
		const damaged = read.findIndex((record, i) => !record.ok || record.value.index !== i);
		const records = read
			.slice(0, damaged < 0 ? undefined : damaged)
			.flatMap((record) => (record.ok ? [record.value] : []));
		const chain = await readChain(records);
		if (!chain.ok) throw new Error(`charter: ${chain.why}`);
		const space = new Space(rows, credentials, policy, now, records, chain.value, holding);
		for (const later of read.slice(records.length)) if (later.ok) space.pins.set(later.value.index, later.value.hash);
		space.#opened = kept.opened;
		await space.refreshEpochs();
		await space.load(undefined, kept);
		// nobody listens yet: whoever opens it reads all of it
		space.hasUntold = false;
		return space;
	}

	/** Whether so many entries lie beyond the last snapshot that there should be another. */
	get isSnapshotDue(): boolean {
		return this.#sinceSnapshot >= SNAPSHOT_AFTER;
	}

	/** How many entries are known to exist but are not here. SPEC.md X8. */
	get missing(): number {
		return countMissing(this);
	}

	/** Takes the epoch keys that the charter grants to this device's member. */
	async refreshEpochs(): Promise<void> {
		const { rows, id, credentials, records } = this;
		const { member } = credentials;
		const opened = this.#opened;
		const before = opened.size;
		this.epochs = await openEpochs(
			this.charter,
			nonceOf(records[0]),
			credentials,
			readsFrom(records, member),
			this.policy.outlasts && this.me?.isRemoved ? everGranted(records, member) : undefined,
			opened
		);
		if (opened.size > before) await keepOpened(rows, id, opened);
	}

	/**
	 * Loads feeds and documents from the vault; also after a fault, to drop what was not stored. Our writes
	 * wait meanwhile. `without`: a feed whose pending writes are being taken out; `rows`: when they are read
	 * already. SPEC.md D4.
	 */
	async load(without?: FeedId, rows?: ContentRows): Promise<void> {
		this.spoil();
		this.hasUntold = true;
		const spoilt = this.spoilt;
		const known = this.introductions.size;
		const loading = this.#load(without, rows);
		// reason: the caller gets the error
		this.#loading = loading.catch(() => undefined);
		try {
			await loading;
			this.mended = Math.max(this.mended, spoilt);
		} finally {
			this.#loading = null;
		}
		if (this.introductions.size > known) this.emit({ kind: 'opened', isEcho: true });
	}

	/** Loads again and reports what is there now. */
	async reload(): Promise<void> {
		await this.load();
		this.emit({ kind: 'content', documents: new Set(this.documents.keys()), isEcho: true });
	}

	/** Resolves when documents may be written to. Rejects with a `Fault` when the vault cannot be read. */
	async ready(): Promise<void> {
		while (this.#loading) await this.#loading;
		if (!this.isStale) return;
		await this.run(async () => {
			if (this.isStale) await this.reload();
		});
	}

	/** Takes in what another tab has stored meanwhile. */
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
			// after the charter: entries under a new epoch open with its key
			await this.load();
			if (records.length > 0) this.emit({ kind: 'charter', isEcho: true });
			this.emit({ kind: 'content', documents: new Set(this.documents.keys()), isEcho: true });
		});
	}

	/**
	 * Counts `count` more entries beyond the last snapshot, and makes a new one when there are enough. `isBrief`: they came
	 * as a checkpoint; more of those are on their way, and they are quickly read again.
	 */
	async covered(count: number, isBrief = false): Promise<void> {
		this.#sinceSnapshot += count;
		if (isBrief) return;
		// a snapshot only speeds up loading: the vault has its content as entries
		const total = [...this.feeds.values()].reduce((sum, { seq }) => sum + seq, 0);
		// documents without an archive are written whole: the next one waits until half as much again is there
		const atLeast = this.policy.archive ? SNAPSHOT_AFTER : Math.max(SNAPSHOT_AFTER, total / 3);
		if (this.#sinceSnapshot >= atLeast) await this.snapshot().catch(passOver());
	}

	/** Everything asked for has come: entries beyond the last snapshot go into a new one. */
	async settled(): Promise<void> {
		if (this.isSnapshotDue) await this.snapshot().catch(passOver());
	}

	/**
	 * Stores every document as it is: between tasks, and only while they hold nothing but stored entries,
	 * all that are here. Unsealed writes in the outbox delay it. SPEC.md D4.
	 */
	async snapshot(): Promise<void> {
		if (this.holding === 'own') return;
		if (this.#sinceSnapshot === 0 || this.pending.length > 0 || this.isStale || this.locked.size > 0) return;
		this.#sinceSnapshot = 0;
		try {
			await this.rows.vault.commit(await snapshotChanges(this));
		} catch (error) {
			// what was to be archived is in no document any more
			this.spoil();
			await this.reload();
			// not again with the very next entry
			this.#sinceSnapshot = 0;
			throw error;
		}
	}

	/** Stores records that continue the charter, and takes them in. SPEC.md H7. */
	async takeCharter(charter: Charter, records: readonly CharterRecord[]): Promise<void> {
		await this.rows.vault.commit(charterChanges(this.id, records), true);
		await this.#goOn(charter, records);
		// before anything else comes that builds on it
		if ([...this.locked].some((epoch) => this.epochs.has(epoch))) await this.reload();
		this.emit({ kind: 'charter' });
	}

	async #goOn(charter: Charter, records: readonly CharterRecord[]): Promise<void> {
		this.records = [...this.records, ...records];
		this.charter = charter;
		this.rejected.clear();
		await this.refreshEpochs();
	}

	async #load(without?: FeedId, read?: ContentRows): Promise<void> {
		const before = new Set(this.pending.filter(({ isKept }) => isKept));
		// the outbox no later than the rest: what another tab seals meanwhile is then here twice, which Yjs accepts, never lost
		const only = this.holding === 'own' ? this.ownDocument : undefined;
		const rows = read ?? (await contentRows(this.rows, this.id, only));
		const kept = pendingWrites(rows.outbox).filter(({ feed }) => feed !== without);
		const outcome = await replay(this, rows);
		const had = [...this.documents.keys()];
		this.documents.clear();
		for (const [id, held] of outcome.documents) this.documents.set(id, held);
		// one that held only what was undone is empty now, not gone: its viewers must see that
		for (const id of had) this.document(id);
		for (const [feed, introduction] of outcome.introductions) this.introductions.set(feed, introduction);
		this.clock = order(outcome.clock, this.clock) > 0 ? outcome.clock : this.clock;
		this.torn = outcome.torn;
		this.locked = outcome.locked;
		this.#sinceSnapshot = outcome.beyond;
		if (this.own && (this.own.isLeft || !this.isWhole(this.own))) this.own = null;
		const here = this.pending.filter((write) => !before.has(write) && write.feed !== without);
		const keys = new Set(here.map(({ key }) => key));
		this.pending = [...kept.filter(({ key }) => !keys.has(key)), ...here];
		for (const write of this.pending) write.isApplied = false;
		applyHeld(this);
	}
}
