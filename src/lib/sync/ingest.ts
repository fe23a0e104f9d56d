/**
 * Taking in what others wrote. In this order and before any byte reaches a document: size and form;
 * whose feed; number and hash; signature; epoch key; what it builds on; the gate. Then one
 * transaction; only then the screen. SPEC.md I.
 */
import { equal } from '../base/bytes';
import { see } from '../base/clock';
import type { DocumentId, FeedId } from '../base/ids';
import { bad, type Result } from '../base/result';
import { isCertifiedBy } from '../wire/certificate';
import { fenceOf } from '../wire/charter';
import { isSignedByDevice, parseEntry, type Entry } from '../wire/entry';
import { applyEntry } from './documents';
import { clientOf, entryKey, newFeed, type Feed } from './feeds';
import type { Payload } from './payload';
import { LOCKED, unsealEntry } from './sealing';
import type { Space, SpaceEvent } from './space';
import type { Change } from './vault/vault';

/** How many entries of one feed may wait for others. */
const MAX_WAITING = 4096;
/** How many entries go into one transaction. */
const BATCH = 500;

/** What waits to be taken in; lives as long as the connection, the relay has it all. */
export class Inbox {
	readonly #waiting = new Map<FeedId, Entry[]>();

	constructor(readonly space: Space) {}

	/** Takes in a run of one feed and whatever waited for it. 'gap': ask again from the feed's head. */
	async take(feed: FeedId, raw: readonly Uint8Array[]): Promise<'taken' | 'gap'> {
		const { space } = this;
		const queue = this.#waiting.get(feed) ?? [];
		for (const bytes of raw) {
			const entry = parseEntry(space.id, bytes);
			if (!entry.ok || entry.value.header.feed !== feed) return 'taken';
			const { seq } = entry.value.header;
			space.promised.set(feed, Math.max(space.promised.get(feed) ?? 0, seq));
			const known = space.feeds.get(feed);
			const expected = (queue.at(-1)?.header.seq ?? known?.seq ?? 0) + 1;
			if (seq < expected) {
				if (known && seq === known.seq && !equal(entry.value.hash, known.hash)) await this.#stop(known, 'fork', entry.value);
				continue;
			}
			if (seq > expected) return 'gap';
			if (queue.length >= MAX_WAITING) break;
			queue.push(entry.value);
		}
		this.#waiting.set(feed, queue);
		await this.retry();
		return 'taken';
	}

	/** Goes on with what waited: other entries or a new epoch may have come. */
	async retry(): Promise<void> {
		for (let isMoving = true; isMoving; ) {
			isMoving = false;
			for (const [feed, queue] of this.#waiting) {
				while (queue.length > 0 && (await this.#advance(feed, queue))) isMoving = true;
				if (queue.length === 0) this.#waiting.delete(feed);
			}
		}
	}

	/** Takes the next entries of one feed; false when it can not go on now. */
	async #advance(id: FeedId, queue: Entry[]): Promise<boolean> {
		const { space } = this;
		const feed = await this.#feed(id, queue[0]);
		if (!feed || feed.trouble !== 'none') {
			queue.length = 0;
			return false;
		}
		const run = await this.#verified(feed, queue.slice(0, BATCH));
		if (run.length === 0) {
			queue.length = 0;
			return false;
		}
		const payloads = await Promise.all(run.map((entry) => unsealEntry(space, feed, entry)));
		const changes: Change[] = [];
		const events: SpaceEvent[] = [];
		const documents = new Set<DocumentId>();
		const before = { ...feed };
		let taken = 0;
		let isDamaged = false;
		for (const [i, entry] of run.entries()) {
			const payload = payloads[i] ?? bad('missing');
			const outcome = this.#takeOne(feed, entry, payload, documents, events);
			isDamaged = outcome === 'damaged';
			if (outcome !== 'taken') break;
			feed.seq = entry.header.seq;
			feed.hash = entry.hash;
			feed.acked = Math.max(feed.acked, feed.seq);
			changes.push({ table: 'entries', key: entryKey(space.id, id, feed.seq), value: entry.bytes });
			taken++;
		}
		if (taken === 0 && !isDamaged) return false;
		try {
			await space.rows.vault.commit([...changes, space.feedChange(feed)]);
		} catch (error) {
			Object.assign(feed, before);
			queue.length = 0;
			await space.load();
			throw error;
		}
		queue.splice(0, taken);
		if (documents.size > 0) space.emit({ kind: 'content', documents });
		for (const event of events) space.emit(event);
		if (isDamaged) {
			queue.length = 0;
			await this.#stop(feed, 'damaged', null);
			return false;
		}
		await space.covered(taken);
		return true;
	}

	/** Applies one verified entry: 'taken', 'wait' for what it builds on, or 'damaged'. */
	#takeOne(feed: Feed, entry: Entry, payload: Result<Payload>, documents: Set<DocumentId>, events: SpaceEvent[]): 'taken' | 'wait' | 'damaged' {
		const { space } = this;
		const { kind, epoch } = entry.header;
		if (!payload.ok) {
			if (payload.why === LOCKED && epoch > Math.max(0, ...space.epochs.keys())) return 'wait';
			return kind === 'update' && payload.why !== LOCKED && epoch > 0 ? 'damaged' : 'taken';
		}
		const { clock, seen, document, body } = payload.value;
		if (seen.some((head) => (space.feeds.get(head.feed)?.seq ?? 0) < head.seq)) {
			for (const head of seen) space.promised.set(head.feed, Math.max(space.promised.get(head.feed) ?? 0, head.seq));
			return 'wait';
		}
		if (kind === 'open') {
			space.introductions.set(feed.id, body);
			events.push({ kind: 'opened', opened: { feed, introduction: body } });
		} else if (kind === 'drop') {
			events.push({ kind: 'letter', letter: body });
		} else if (kind === 'update') {
			if (space.policy.documents === 'each' && (document as string) !== feed.member) return 'damaged';
			const held = space.document(document);
			const clients = { authors: space.authorsOf(feed), isShared: space.policy.documents === 'shared' };
			const applied = applyEntry(held, body, { member: feed.member, feed: feed.id, clock }, clients, space.policy);
			if (!applied.ok) return 'damaged';
			documents.add(document);
		}
		space.clock = see(space.clock, clock, space.now());
		return 'taken';
	}

	/** The feed of an entry, opened by it when it is new and its device certified by a member who may write. SPEC.md I2. */
	async #feed(id: FeedId, first: Entry | undefined): Promise<Feed | null> {
		const { space } = this;
		const known = space.feeds.get(id);
		if (known && (known.seq > 0 || first?.header.kind !== 'open')) return known.seq > 0 ? known : null;
		if (first?.header.kind !== 'open') return null;
		const { certificate, nonce } = first.header;
		const member = space.charter.members.get(certificate.member);
		if (!member || member.role === 'reader') return null;
		for (const [generation, keys] of member.generations.entries()) {
			if (!(await isCertifiedBy(space.id, keys.sign, certificate))) continue;
			if ([...space.feeds.keys()].some((other) => other !== id && clientOf(other) === clientOf(id))) return null;
			const feed = newFeed(space.id, member.id, generation, certificate.device, nonce);
			space.feeds.set(id, feed);
			return feed;
		}
		return null;
	}

	/** The longest beginning of `run` that continues the feed, lies within its fence, and is signed. SPEC.md I3, I4. */
	async #verified(feed: Feed, run: readonly Entry[]): Promise<readonly Entry[]> {
		const { space } = this;
		const member = space.charter.members.get(feed.member);
		const fence = member ? fenceOf(member, feed.generation, feed.id) : 0;
		const chained: Entry[] = [];
		let { seq, hash } = feed;
		for (const entry of run) {
			if (entry.header.seq !== seq + 1 || !equal(entry.header.previous, hash) || entry.header.seq > fence) break;
			if (member?.role === 'poster' && entry.header.kind !== 'open' && entry.header.kind !== 'drop') break;
			chained.push(entry);
			({ hash } = entry);
			seq++;
		}
		// The last signature covers the whole run through the hash chain; only if it fails is each looked at.
		const last = chained.at(-1);
		if (last && (await isSignedByDevice(space.id, feed.device, last))) return chained;
		const signed: Entry[] = [];
		for (const entry of chained) {
			if (!(await isSignedByDevice(space.id, feed.device, entry))) break;
			signed.push(entry);
		}
		return signed;
	}

	/** Ends one feed for good; the others go on. The document is rebuilt without what was refused. SPEC.md I7. */
	async #stop(feed: Feed, trouble: 'fork' | 'damaged', proof: Entry | null): Promise<void> {
		const { space } = this;
		feed.trouble = trouble;
		const changes = [space.feedChange(feed)];
		if (proof) changes.push(await space.rows.put('meta', `fork/${space.id}${feed.id}`, proof.bytes));
		await space.rows.vault.commit(changes);
		await space.load();
		space.emit({ kind: 'trouble', documents: new Set(space.documents.keys()) });
	}
}
