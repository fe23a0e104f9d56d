/**
 * Our own writing: into the document at once, into the outbox (strictly durable), and, once the charter
 * is known to be current, into a sealed entry of our own feed. SPEC.md O.
 */
import type * as Y from 'yjs';
import { concat, fromHex } from '../../base/bytes';
import { tick } from '../../base/clock';
import { Fault, must } from '../../base/fault';
import type { BlobId, DocumentId, FeedId } from '../../base/ids';
import { randomBytes } from '../../crypto/random';
import type { FeedHead } from '../../wire/charter-record';
import { feedIdOf, type Entry } from '../../wire/entry';
import { MAX_TEXT_BYTES } from '../../wire/limits';
import { updateOf } from './documents';
import { clientOf, entryKey, newFeed, type Feed } from './feeds';
import { NO_DOCUMENT } from './payload';
import { keepWrite, nextKey } from './pending';
import { sealEntry } from './sealing';
import type { Space } from './space';
import { needsOf } from '../vault/updates';
import type { Change } from '../vault/vault';
import type { PendingWrite, Write } from './pending-write';

/** The maximum per transaction when emptying the outbox. */
const SEAL_BATCH = 200;

/** An entry names at least this many feeds, if they exist: so what a relay holds back is noticed. */
const SEEN = 64;
/** The maximum size of an update whose entry also holds what it names. */
const MAX_UPDATE_BYTES = MAX_TEXT_BYTES + 1024;

const leasing = new WeakMap<Space, Promise<Feed>>();

/** The feed of this tab: a lease on one of the device's idle feeds, or a new one. SPEC.md O4. */
export async function leaseFeed(space: Space, lease: (name: string) => Promise<boolean>): Promise<Feed> {
	space.lease = lease;
	if (space.own) return space.own;
	// two concurrent writes must not lease two feeds
	const underway = leasing.get(space) ?? findFeed(space, lease).finally(() => leasing.delete(space));
	leasing.set(space, underway);
	return underway;
}

async function findFeed(space: Space, lease: (name: string) => Promise<boolean>): Promise<Feed> {
	for (const feed of [...space.feeds.values()]) {
		const isWritable = feed.member === space.credentials.member && mayGoOn(space, feed) && space.isWhole(feed);
		if (isWritable && (await lease(`feed:${feed.id}`))) return (space.own = feed);
	}
	const feed = ownFeed(space, randomBytes(16));
	await lease(`feed:${feed.id}`);
	space.feeds.set(feed.id, feed);
	return (space.own = feed);
}

/** This device's feed that begins with `nonce`. */
export function ownFeed(space: Space, nonce: Uint8Array): Feed {
	const generation = must(space.me, 'membership').generations.length - 1;
	return newFeed(space.id, space.credentials.member, generation, space.credentials.device.publicKey, nonce);
}

/** Whether a write waits for a feed that this device, under its current keys, does not write. SPEC.md O6. */
export function isOfOtherKeys({ id, credentials }: Space, { feed, nonce }: Pick<Write, 'feed' | 'nonce'>): boolean {
	return feedIdOf(id, credentials.device.publicKey, nonce) !== feed;
}

/** Whether this device can continue writing to a feed, now or once its missing part is back. SPEC.md O6. */
export function mayGoOn(space: Space, feed: Feed): boolean {
	return !feed.isLeft && feed.trouble === 'none' && space.isMine(feed) && space.fence(feed) > feed.seq;
}

/**
 * Changes one of our documents: on the screen at once, resolved when the vault has it. `change` gets
 * the clock it must write; `mark` reads the author's progress mark afterwards; `blobs` are the
 * attachments that the change refers to; `beside` is stored with it or not at all. Rejects with a
 * `Fault` when it could not be stored; the document is then as before. SPEC.md O1, O2, O8.
 */
export async function compose(
	space: Space,
	document: DocumentId,
	change: (doc: Y.Doc, stamp: { readonly ms: number; readonly count: number; readonly feed: FeedId }) => void,
	mark: (doc: Y.Doc, feed: FeedId) => number,
	blobs: readonly BlobId[] = [],
	beside: readonly Change[] = []
): Promise<void> {
	const feed = space.isStale || !space.own ? await writable(space) : space.own;
	const clock = tick(space.clock, space.now());
	const { doc } = space.document(document);
	const update = updateOf(doc, clientOf(feed.id), (target) => {
		change(target, { ...clock, feed: feed.id });
	});
	if (update === null) return space.rows.vault.commit(beside, true);
	space.clock = clock;
	if (update.length > MAX_UPDATE_BYTES) {
		space.spoil();
		await space.ready();
		throw new Fault('unexpected');
	}
	const row = { kind: 0 as const, feed: feed.id, nonce: feed.nonce, document, clock, mark: mark(doc, feed.id), update };
	await keep(space, { ...row, blobs: blobs.map(fromHex) }, new Set([document]), beside);
}

/** Drops a letter that only the space's host can read. SPEC.md O5. */
export async function post(space: Space, letter: Uint8Array): Promise<void> {
	const feed = await writable(space);
	space.clock = tick(space.clock, space.now());
	const row = { kind: 1 as const, feed: feed.id, nonce: feed.nonce, document: NO_DOCUMENT, mark: 0, update: letter };
	await keep(space, { ...row, clock: space.clock, blobs: [] }, new Set());
}

/** Opens our feed without writing, so that the others know whose device this is. SPEC.md O5. */
export async function introduce(space: Space): Promise<void> {
	const feed = await writable(space);
	if (feed.seq > 0 || space.pending.some((write) => write.feed === feed.id)) return;
	space.clock = tick(space.clock, space.now());
	const empty = { document: NO_DOCUMENT, clock: space.clock, mark: 0, update: new Uint8Array(), blobs: [] };
	await keep(space, { kind: 2, feed: feed.id, nonce: feed.nonce, ...empty }, new Set());
}

/** The leased feed, once documents may be written to. */
async function writable(space: Space): Promise<Feed> {
	while (space.isStale) await space.ready();
	if (!space.own && space.lease) return leaseFeed(space, space.lease);
	return must(space.own, 'a leased feed');
}

/**
 * Seals the outbox in order and stores entries and emptied rows in one transaction. Returns the new
 * entries. Call it only when the charter's head is known to be current. SPEC.md O3.
 */
export async function sealPending(space: Space, introduction: Uint8Array): Promise<{ feed: Feed; entries: Entry[] }[]> {
	const batch = sealable(space);
	const changes: Change[] = [];
	const runs = new Map<Feed, Entry[]>();
	const before = new Map<Feed, Feed>();
	try {
		for (const write of batch) {
			const feed = feedOf(space, write);
			if (!before.has(feed)) before.set(feed, { ...feed, unacked: [...feed.unacked] });
			const run = runs.get(feed) ?? [];
			runs.set(feed, run);
			if (feed.seq === 0)
				run.push(
					await append(space, feed, 'open', { ...write, document: NO_DOCUMENT, update: introduction, blobs: [] })
				);
			if (write.kind !== 2) run.push(await append(space, feed, write.kind === 0 ? 'update' : 'drop', write));
			feed.unacked = [...feed.unacked, { seq: feed.seq, mark: write.mark }];
			changes.push({ table: 'outbox', key: write.key, value: null });
		}
		for (const [feed, run] of runs) {
			for (const entry of run)
				changes.push({ table: 'entries', key: entryKey(space.id, feed.id, entry.header.seq), value: entry.bytes });
			changes.push(space.feedChange(feed));
		}
		await space.rows.vault.commit(changes, true);
	} catch (error) {
		for (const [feed, old] of before) Object.assign(feed, old);
		throw error;
	}
	const sealed = new Set(batch);
	space.pending = space.pending.filter((write) => !sealed.has(write));
	const begun = [...runs].filter(([, [first]]) => first?.header.kind === 'open');
	for (const [feed] of begun) space.introductions.set(feed.id, introduction);
	if (begun.length > 0) space.emit({ kind: 'opened', isEcho: true });
	await space.covered([...runs.values()].reduce((sum, run) => sum + run.length, 0));
	return [...runs].map(([feed, entries]) => ({ feed, entries }));
}

/**
 * The start of the outbox that can be sealed now. A write whose feed is not whole here holds up
 * everything after it, which may build on it.
 */
export function sealable(space: Space): PendingWrite[] {
	const batch: PendingWrite[] = [];
	for (const write of space.pending) {
		if (!write.isKept || !write.isApplied || batch.length >= SEAL_BATCH) break;
		const feed = space.feeds.get(write.feed);
		if (isOfOtherKeys(space, write) || (feed && !(mayGoOn(space, feed) && space.isWhole(feed)))) break;
		if ((space.promised.get(write.feed) ?? 0) > (feed?.seq ?? 0)) break;
		batch.push(write);
	}
	return batch;
}

/** Notes how far the relay has a feed, our own or another, on disk. SPEC.md O7. */
export async function acknowledge(space: Space, id: FeedId, upTo: number): Promise<void> {
	const feed = space.feeds.get(id);
	const seq = Math.min(upTo, feed?.seq ?? 0);
	if (!feed || seq <= feed.acked) return;
	const before = { acked: feed.acked, relayed: feed.relayed, unacked: feed.unacked };
	feed.acked = seq;
	for (const { seq: at, mark } of feed.unacked) if (at <= seq && mark > 0) feed.relayed = mark;
	feed.unacked = feed.unacked.filter(({ seq: at }) => at > seq);
	try {
		await space.rows.vault.commit([space.feedChange(feed)]);
	} catch (error) {
		Object.assign(feed, before);
		throw error;
	}
	space.emit({ kind: 'progress' });
}

async function keep(
	space: Space,
	content: Write,
	documents: ReadonlySet<DocumentId>,
	beside: readonly Change[] = []
): Promise<void> {
	const write = { ...content, key: nextKey(space, content.feed), isKept: false, isApplied: true };
	const kept = keepWrite(space, write, beside);
	space.emit({ kind: 'content', documents });
	await kept;
}

/** The feed that a write was made for; reserved again when it was never stored. */
function feedOf(space: Space, write: PendingWrite): Feed {
	let feed = space.feeds.get(write.feed);
	if (!feed) {
		feed = ownFeed(space, write.nonce);
		space.feeds.set(feed.id, feed);
	}
	return feed;
}

async function append(
	space: Space,
	feed: Feed,
	kind: 'open' | 'update' | 'drop',
	write: Pick<PendingWrite, 'clock' | 'document' | 'update' | 'blobs'>
): Promise<Entry> {
	const seen = seenBy(space, feed, kind === 'update' ? write.update : null);
	const payload = { clock: write.clock, seen, document: write.document, body: concat(write.update) };
	const entry = await sealEntry(space, feed, kind, payload, write.blobs);
	feed.seq = entry.header.seq;
	feed.hash = entry.hash;
	return entry;
}

/** The document's other feeds, as far as others can have them: those the update needs, then the newest, up to SEEN. */
function seenBy(space: Space, feed: Feed, update: Uint8Array | null): FeedHead[] {
	const reach = (other: Feed): number => Math.min(other.seq, space.fence(other));
	const others = [...space.feeds.values()].reverse().filter((other) => {
		const isOfDocument = space.policy.documents === 'shared' || other.member === feed.member;
		return other.id !== feed.id && other.trouble === 'none' && isOfDocument && reach(other) > 0;
	});
	const head = (other: Feed): FeedHead => ({ feed: other.id, seq: reach(other) });
	if (others.length <= SEEN) return others.map(head);
	const needs = update ? needsOf(update) : new Map<number, number>();
	const needed = others.filter(({ id }) => needs.has(clientOf(id)));
	return [
		...needed,
		...others.filter((other) => !needed.includes(other)).slice(0, Math.max(0, SEEN - needed.length))
	].map(head);
}
