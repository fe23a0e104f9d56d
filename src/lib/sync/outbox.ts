/**
 * Own writing: into the document at once, into the outbox (strictly durable), and, once the charter
 * is known to be current, into a sealed entry of the own feed. SPEC.md O.
 */
import * as Y from 'yjs';
import { concat } from '../base/bytes';
import { see, tick } from '../base/clock';
import { must } from '../base/fault';
import type { DocumentId, FeedId } from '../base/ids';
import { randomBytes } from '../crypto/random';
import { byteOf, bytes, decode, encode, fixed, id, record, uint, type Carried } from '../wire/codec';
import { MAX_ENTRY_BYTES } from '../wire/limits';
import type { Entry } from '../wire/entry';
import { updateOf } from './documents';
import { clientOf, entryKey, newFeed, type Feed } from './feeds';
import { NO_DOCUMENT } from './payload';
import { sealEntry } from './sealing';
import type { Space } from './space';
import type { Change } from './vault/vault';

const row = record({
	/** 0: a Yjs update. 1: a letter to the host. 2: nothing but the feed's first entry. */
	kind: byteOf(0, 1, 2),
	feed: id<FeedId>(),
	nonce: fixed(16),
	document: id<DocumentId>(),
	clock: record({ ms: uint, count: uint }),
	/** The author's progress mark after this write. */
	mark: uint,
	update: bytes(MAX_ENTRY_BYTES)
});

/** Own writing that is not an entry yet. */
export interface PendingWrite extends Carried<typeof row> {
	readonly key: string;
	/** Whether the vault has it. */
	isKept: boolean;
}

/** The most that goes into one transaction when the outbox is emptied. */
const SEAL_BATCH = 200;

/** The feed of this tab: a lease on one of the device's idle feeds, or a new one. SPEC.md O4. */
export async function leaseFeed(space: Space, lease: (name: string) => Promise<boolean>): Promise<Feed> {
	if (space.own) return space.own;
	const device = space.credentials.device.publicKey;
	const mine = [...space.feeds.values()].filter((feed) => feed.member === space.credentials.member && feed.trouble === 'none');
	for (const feed of mine) {
		if (feed.device.join() === device.join() && (await lease(`feed:${feed.id}`))) return (space.own = feed);
	}
	const generation = must(space.me, 'membership').generations.length - 1;
	const feed = newFeed(space.id, space.credentials.member, generation, device, randomBytes(16));
	await lease(`feed:${feed.id}`);
	space.feeds.set(feed.id, feed);
	return (space.own = feed);
}

/**
 * Changes a document of one's own: on the screen at once, and resolved when the vault has it. `change`
 * gets the clock it must write; `mark` reads the author's progress mark afterwards. Rejects with a
 * `Fault` when it could not be kept; the document is then as before. SPEC.md O1, O2.
 */
export async function compose(
	space: Space,
	document: DocumentId,
	change: (doc: Y.Doc, stamp: { readonly ms: number; readonly count: number; readonly feed: FeedId }) => void,
	mark: (doc: Y.Doc, feed: FeedId) => number
): Promise<void> {
	const feed = must(space.own, 'a leased feed');
	const clock = tick(space.clock, space.now());
	const { doc } = space.document(document);
	const update = updateOf(doc, clientOf(feed.id), (target) => {
		change(target, { ...clock, feed: feed.id });
	});
	if (update === null) return;
	space.clock = clock;
	await keep(space, { kind: 0, feed: feed.id, nonce: feed.nonce, document, clock, mark: mark(doc, feed.id), update }, new Set([document]));
}

/** Drops a letter that only the space's host can read. SPEC.md O5. */
export async function post(space: Space, letter: Uint8Array): Promise<void> {
	const feed = must(space.own, 'a leased feed');
	space.clock = tick(space.clock, space.now());
	await keep(space, { kind: 1, feed: feed.id, nonce: feed.nonce, document: NO_DOCUMENT, clock: space.clock, mark: 0, update: letter }, new Set());
}

/** Opens the own feed without writing: the others then know who this device belongs to. SPEC.md O5. */
export async function introduce(space: Space): Promise<void> {
	const feed = must(space.own, 'a leased feed');
	if (feed.seq > 0 || space.pending.some((write) => write.feed === feed.id)) return;
	space.clock = tick(space.clock, space.now());
	const empty = { document: NO_DOCUMENT, clock: space.clock, mark: 0, update: new Uint8Array() };
	await keep(space, { kind: 2, feed: feed.id, nonce: feed.nonce, ...empty }, new Set());
}

/** The outbox as the vault has it; unreadable rows are left where they are. */
export async function pendingWrites(space: Space): Promise<PendingWrite[]> {
	const unsaved = space.pending.filter(({ isKept }) => !isKept);
	const kept = (await space.rows.list('outbox', space.id)).flatMap(({ key, plain }) => {
		const read = plain.ok ? decode(row, plain.value) : plain;
		return read.ok ? [{ ...read.value, key, isKept: true }] : [];
	});
	for (const { clock } of kept) space.clock = see(space.clock, clock, space.now());
	return [...kept, ...unsaved.filter(({ key }) => kept.every((write) => write.key !== key))];
}

/**
 * Seals what the outbox holds, in its order, and keeps entries and emptied rows in one transaction.
 * Returns the new entries. Only when the charter's head is known to be current. SPEC.md O3.
 */
export async function sealPending(space: Space, introduction: Uint8Array): Promise<{ feed: Feed; entries: Entry[] }[]> {
	const batch = space.pending.filter(({ isKept }) => isKept).slice(0, SEAL_BATCH);
	const changes: Change[] = [];
	const runs = new Map<Feed, Entry[]>();
	const before = new Map<Feed, Feed>();
	for (const write of batch) {
		const feed = feedOf(space, write);
		if (!before.has(feed)) before.set(feed, { ...feed, unacked: [...feed.unacked] });
		const run = runs.get(feed) ?? [];
		runs.set(feed, run);
		if (feed.seq === 0) run.push(await append(space, feed, 'open', { ...write, document: NO_DOCUMENT, update: introduction }));
		if (write.kind !== 2) run.push(await append(space, feed, write.kind === 0 ? 'update' : 'drop', write));
		feed.unacked = [...feed.unacked, { seq: feed.seq, mark: write.mark }];
		changes.push({ table: 'outbox', key: write.key, value: null });
	}
	for (const [feed, run] of runs) {
		for (const entry of run) changes.push({ table: 'entries', key: entryKey(space.id, feed.id, entry.header.seq), value: entry.bytes });
		changes.push(space.feedChange(feed));
	}
	try {
		await space.rows.vault.commit(changes, true);
	} catch (error) {
		for (const [feed, old] of before) Object.assign(feed, old);
		throw error;
	}
	const sealed = new Set(batch);
	space.pending = space.pending.filter((write) => !sealed.has(write));
	return [...runs].map(([feed, entries]) => ({ feed, entries }));
}

/** What the relay has on disk now of an own or another feed. */
export async function acknowledge(space: Space, id: FeedId, seq: number): Promise<void> {
	const feed = space.feeds.get(id);
	if (!feed || seq <= feed.acked || seq > feed.seq) return;
	feed.acked = seq;
	for (const { seq: at, mark } of feed.unacked) if (at <= seq && mark > 0) feed.relayed = mark;
	feed.unacked = feed.unacked.filter(({ seq: at }) => at > seq);
	await space.rows.vault.commit([space.feedChange(feed)]);
	space.emit({ kind: 'progress' });
}

async function keep(space: Space, content: Carried<typeof row>, documents: ReadonlySet<DocumentId>): Promise<void> {
	const { ms, count } = content.clock;
	const key = space.id + ms.toString(36).padStart(9, '0') + count.toString(36).padStart(6, '0') + content.feed;
	const write: PendingWrite = { ...content, key, isKept: false };
	space.pending.push(write);
	space.emit({ kind: 'content', documents });
	try {
		await space.rows.vault.commit([await space.rows.put('outbox', key, encode(row, content))], true);
	} catch (error) {
		space.pending = space.pending.filter((other) => other !== write);
		await space.run(() => space.load());
		space.emit({ kind: 'content', documents });
		throw error;
	}
	write.isKept = true;
	space.emit({ kind: 'written' });
}

/** The own feed a write was made for; reserved again when it was never kept. */
function feedOf(space: Space, write: PendingWrite): Feed {
	let feed = space.feeds.get(write.feed);
	if (!feed) {
		const generation = must(space.me, 'membership').generations.length - 1;
		feed = newFeed(space.id, space.credentials.member, generation, space.credentials.device.publicKey, write.nonce);
		space.feeds.set(feed.id, feed);
	}
	return feed;
}

async function append(space: Space, feed: Feed, kind: 'open' | 'update' | 'drop', write: Pick<PendingWrite, 'clock' | 'document' | 'update'>): Promise<Entry> {
	const seen = [...space.feeds.values()].filter(({ id, member, seq }) => {
		return id !== feed.id && seq > 0 && (space.policy.documents === 'shared' || member === feed.member);
	});
	const entry = await sealEntry(space, feed, kind, {
		clock: write.clock,
		seen: seen.map(({ id: name, seq }) => ({ feed: name, seq })),
		document: write.document,
		body: concat(write.update)
	});
	feed.seq = entry.header.seq;
	feed.hash = entry.hash;
	return entry;
}
