/**
 * Our own writing: into the document at once, into the outbox (strictly durable), and, once the charter
 * is known to be current, into a sealed entry of our own feed. SPEC.md O.
 */
import type * as Y from 'yjs';
import { fromHex } from '../../base/bytes';
import { tick } from '../../base/clock';
import { Fault, must } from '../../base/fault';
import type { BlobId, DocumentId, FeedId } from '../../base/ids';
import { randomBytes } from '../../crypto/random';
import { feedIdOf } from '../../wire/entry';
import { MAX_TEXT_BYTES } from '../../wire/limits';
import { updateOf } from './documents';
import { hasLeft } from './feed-beginnings';
import { clientOf, newFeed, type Feed } from './feeds';
import { NO_DOCUMENT } from './payload';
import { keepWrite, nextKey } from './pending';
import type { Space } from './space';
import type { Change } from '../vault/vault';
import type { Write } from './pending-write';

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
	// Nobody asked for it, so it comes with what is written anyway. SPEC.md T3.
	const { repeat } = space.policy;
	const isDue = repeat !== undefined && document === space.ownDocument && hasLeft(space);
	const update = updateOf(doc, clientOf(feed.id), (target) => {
		change(target, { ...clock, feed: feed.id });
		if (isDue) repeat(target, { ...clock, feed: feed.id });
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
