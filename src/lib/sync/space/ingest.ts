/**
 * Takes in the entries that the relay sends. In this order, before any byte reaches a document: size and form;
 * the feed's owner; number and hash; signature; epoch key; what it builds on; the gate. Then one
 * transaction, and only after it anything that promises keeping. SPEC.md I.
 */
import { equal } from '../../base/bytes';
import type { FeedId, Hash } from '../../base/ids';
import { bad } from '../../base/result';
import { isSignedByDevice, parseEntry, standsFor, type Entry } from '../../wire/entry';
import { carriedBy } from './checkpoints';
import { canDeflate } from './deflate';
import type { Feed } from './feeds';
import { endForked, entryRow, keptEntry } from './kept-entries';
import { applyHeld } from './pending';
import { carryOver, endAt } from './recovery';
import { unsealEntry } from './sealing';
import type { Space } from './space';
import type { Change } from '../vault/vault';
import { findFeedOf, takeCarried, takeEntry, type Brought, type Outcome } from './taking';

/** How many entries of one feed may wait for others. */
const MAX_WAITING = 4096;
/** How many entries go into one transaction. */
const BATCH = 500;

/** Entries waiting to be taken in; the relay has them all. */
export class Inbox {
	/** Our own feeds of which the relay has a different version: to be asked for from the start. */
	readonly suspects = new Set<FeedId>();
	/** Whether a checkpoint was found out: this space's others are left alone, too, until it is opened again. */
	#distrusts = false;
	/** Whether a feed was refused since the last check: a longer charter may let it in. */
	hasRefused = false;
	/** How often something that had come could not be kept here. */
	unkept = 0;
	readonly #waiting = new Map<FeedId, Entry[]>();
	/** Whether something was dropped that must be asked for again. */
	#hasGap = false;

	constructor(readonly space: Space) {}

	/** Whether checkpoints are taken in place of entries: where each member has her document, a feed needs no other. */
	get takesCheckpoints(): boolean {
		return this.space.policy.documents === 'each' && !this.#distrusts && canDeflate();
	}

	/** Takes in a run of one feed and everything that waited for it. 'gap': ask again from the feed's head. */
	async take(feed: FeedId, raw: readonly Uint8Array[]): Promise<'taken' | 'gap'> {
		const { space } = this;
		const queue = this.#waiting.get(feed) ?? [];
		for (const bytes of raw) {
			const entry = parseEntry(space.id, bytes);
			const known = space.feeds.get(feed);
			if (!entry.ok || entry.value.header.feed !== feed || (known && known.trouble !== 'none')) return this.#end();
			const { seq } = entry.value.header;
			if (known || queue.length > 0) space.promise(feed, seq);
			const expected = (queue.at(-1)?.header.seq ?? known?.seq ?? 0) + 1;
			if (seq < expected) {
				if (!known || seq > known.seq || !(await this.#contradicts(known, entry.value))) continue;
				await this.#forked(known, seq, entry.value);
				return this.#end();
			}
			const isNext = seq === expected || this.#mayStand(known, entry.value, expected);
			if (!isNext || queue.length >= MAX_WAITING) {
				this.#hasGap = true;
				break;
			}
			queue.push(entry.value);
		}
		if (queue.length > 0) this.#waiting.set(feed, queue);
		return this.retry();
	}

	/** Continues with waiting entries: other entries or a new epoch may have come. */
	async retry(): Promise<'taken' | 'gap'> {
		for (let isMoving = true; isMoving;) {
			isMoving = false;
			for (const [feed, queue] of this.#waiting) {
				while (queue.length > 0 && (await this.#advance(feed, queue))) isMoving = true;
				if (queue.length === 0) this.#waiting.delete(feed);
			}
		}
		return this.#end();
	}

	/** Promises the waiting entries again. */
	promise(): void {
		for (const [feed, queue] of this.#waiting) this.space.promise(feed, queue.at(-1)?.header.seq ?? 0);
	}

	#end(): 'taken' | 'gap' {
		const outcome = this.#hasGap ? 'gap' : 'taken';
		this.#hasGap = false;
		return outcome;
	}

	/** Takes the next entries of one feed; false when it cannot continue now. */
	async #advance(id: FeedId, queue: Entry[]): Promise<boolean> {
		const { space } = this;
		// a document that holds what the vault does not would be given it twice
		if (space.isStale) await space.reload();
		const feed = await findFeedOf(space, id, queue[0]);
		if (!feed || feed.trouble !== 'none') {
			if (!feed) {
				space.reject(id);
				this.hasRefused = true;
			}
			return this.#drop(id, queue);
		}
		// our own entries come back first; those beyond them are not from here
		const most = space.isMine(feed) && feed.seq < feed.acked ? Math.min(BATCH, feed.acked - feed.seq) : BATCH;
		const run = await this.#verified(feed, queue.slice(0, most));
		const [first] = run;
		if (!first) {
			// a feed that turned out to be our own: what a checkpoint stands for is asked for
			this.#hasGap ||= space.isMine(feed) && (queue[0]?.header.seq ?? 0) > feed.seq + 1;
			return this.#drop(id, queue);
		}
		const payloads = await Promise.all(run.map((entry) => unsealEntry(space, feed, entry)));
		const carried = this.#mayStand(feed, first, feed.seq + 1) ? await carriedBy(first, payloads[0]) : null;
		if (carried && !carried.ok) return this.#distrust(id, queue);
		const isTwin = space.isMine(feed) && first.header.seq > feed.acked;
		const isStranded = !feed.isLeft || space.torn.has(id) || space.pending.some((write) => write.feed === id);
		if (isTwin && space.mayWrite && isStranded) await carryOver(space, id);
		space.feeds.set(id, feed);
		space.rejected.delete(id);
		const changes: Change[] = [];
		const brought: Brought = { documents: new Set(), passed: [], events: [] };
		const { documents, passed, events } = brought;
		const before = { ...feed };
		let [taken, count] = [0, 0];
		let outcome: Outcome = 'taken';
		for (const [i, entry] of run.entries()) {
			if (i === 0 && carried) {
				if (!takeCarried(space, feed, carried.value, brought)) return this.#distrust(id, queue);
			} else outcome = takeEntry(space, feed, entry, payloads[i] ?? bad('missing'), brought);
			if (outcome !== 'taken') break;
			feed.isBrief ||= entry.header.seq > feed.seq + 1;
			count += entry.header.seq - feed.seq;
			feed.seq = entry.header.seq;
			feed.hash = entry.hash;
			feed.acked = Math.max(feed.acked, feed.seq);
			changes.push(entryRow(space, entry));
			taken++;
		}
		if (outcome === 'damaged') {
			// until it is reloaded, a document may contain what was refused
			space.spoil();
			feed.trouble = 'damaged';
		}
		if (taken === 0 && outcome === 'wait') return false;
		if (documents.size > 0) space.takesIn();
		if (space.isMine(feed)) feed.relayed = Math.max(feed.relayed, space.policy.progress?.(space.doc, id) ?? 0);
		try {
			const keeping = space.rows.vault.commit([...changes, space.feedChange(feed)]);
			if (documents.size > 0 && outcome !== 'damaged') space.arrive();
			await keeping;
		} catch (error) {
			this.unkept++;
			Object.assign(feed, before);
			if (feed.seq === 0 && space.own !== feed) space.feeds.delete(id);
			this.#drop(id, queue);
			this.#hasGap = true;
			await space.reload();
			throw error;
		}
		queue.splice(0, taken);
		space.claims.delete(id);
		if (space.isMine(feed)) applyHeld(space);
		if (outcome === 'damaged') await space.load();
		if (documents.size > 0) space.emit({ kind: 'content', documents });
		if (passed.length > 0) space.emit({ kind: 'passed', passed });
		for (const event of events) space.emit(event);
		if (outcome === 'damaged') {
			space.emit({ kind: 'trouble', documents: new Set(space.documents.keys()) });
			return this.#drop(id, queue);
		}
		await space.covered(count, carried !== null);
		return true;
	}

	/** The longest beginning of `run` that continues the feed, lies within its fence, and is signed. SPEC.md I3, I4. */
	async #verified(feed: Feed, run: readonly Entry[]): Promise<readonly Entry[]> {
		const { space } = this;
		const isPoster = space.charter.members.get(feed.member)?.role === 'poster';
		const fence = space.fence(feed);
		const chained: Entry[] = [];
		let { seq, hash }: { seq: number; hash: Hash } = feed;
		for (const entry of run) {
			const stands = chained.length === 0 && this.#mayStand(feed, entry, seq + 1);
			if ((entry.header.seq !== seq + 1 && !stands) || entry.header.seq > fence) break;
			if (!stands && !equal(entry.header.previous, hash)) {
				if (chained.length === 0 && (await isSignedByDevice(space.id, feed.device, entry)))
					await this.#forked(feed, null, entry);
				break;
			}
			if (isPoster && entry.header.kind !== 'open' && entry.header.kind !== 'drop') break;
			chained.push(entry);
			({ hash } = entry);
			({ seq } = entry.header);
		}
		// The last signature covers the whole run through the hash chain; each is checked only if that one fails.
		const last = chained.at(-1);
		if (last && (await isSignedByDevice(space.id, feed.device, last))) return chained;
		const signed: Entry[] = [];
		for (const entry of chained) {
			if (!(await isSignedByDevice(space.id, feed.device, entry))) break;
			signed.push(entry);
		}
		return signed;
	}

	/** Whether an entry is a checkpoint that may be taken in place of all entries from `seq` on. SPEC.md J2. */
	#mayStand(feed: Feed | undefined, { header }: Entry, seq: number): boolean {
		// a feed that is not known yet is asked about again once it is
		const isAnothers = feed === undefined || !this.space.isMine(feed);
		return this.takesCheckpoints && isAnothers && standsFor(header, seq);
	}

	/** A checkpoint that says what its entries cannot have said: they are asked for. SPEC.md J2. */
	async #distrust(id: FeedId, queue: Entry[]): Promise<false> {
		const { space } = this;
		this.#distrusts = this.#hasGap = true;
		this.#drop(id, queue);
		// a document may contain a part of it
		await space.reload();
		return false;
	}

	/** Whether the feed's device signed a different entry under the number of one we have. SPEC.md I6. */
	async #contradicts(feed: Feed, entry: Entry): Promise<boolean> {
		const { space } = this;
		const mine = await keptEntry(space, feed.id, entry.header.seq);
		if (!mine || equal(mine.hash, entry.hash)) return false;
		// a damaged row accuses nobody
		for (const one of [mine, entry]) if (!(await isSignedByDevice(space.id, feed.device, one))) return false;
		return true;
	}

	/**
	 * Two signed entries of one number: the feed ends here for good, the proof is kept. One of our own
	 * continues as the relay has it, and what this device wrote there moves to a fresh feed. SPEC.md I6, O6.
	 */
	async #forked(feed: Feed, seq: number | null, proof: Entry): Promise<void> {
		const { space } = this;
		this.#waiting.delete(feed.id);
		if (space.isMine(feed) && space.mayWrite) {
			this.#hasGap = true;
			if (seq === null) {
				this.suspects.add(feed.id);
				return;
			}
			if (await endAt(space, feed, seq - 1)) await carryOver(space, feed.id);
			return;
		}
		await endForked(space, feed, proof);
	}

	#drop(id: FeedId, queue: Entry[]): false {
		queue.length = 0;
		this.space.claims.delete(id);
		return false;
	}
}
