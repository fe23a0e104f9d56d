/**
 * Our writes as entries of our feeds: from the outbox, or at once while nothing waits there. One strict commit
 * stores them before anybody is told. SPEC.md O3, O10.
 */
import { concat } from '../../base/bytes';
import { must } from '../../base/fault';
import type { FeedHead } from '../../wire/charter-record';
import type { Entry } from '../../wire/entry';
import type { Change } from '../vault/vault';
import { needsOf } from '../vault/updates';
import { clientOf, type Feed } from './feeds';
import { entryRow } from './kept-entries';
import { beginsTooEarly } from './feed-beginnings';
import { isOfOtherKeys, mayGoOn, ownFeed } from './outbox';
import { NO_DOCUMENT } from './payload';
import type { PendingWrite } from './pending-write';
import { sealEntry } from './sealing';
import type { Space } from './space';

/** The maximum per transaction when emptying the outbox. */
const SEAL_BATCH = 200;
/** An entry names at least this many feeds, if they exist: so what a relay holds back is noticed. */
const SEEN = 64;

/** New entries of one of our feeds, in order. */
export interface SealedRun {
	readonly feed: Feed;
	readonly entries: readonly Entry[];
}

/**
 * Seals the outbox in order and stores entries and emptied rows in one transaction. Returns the new
 * entries. Call it only when the charter's head is known to be current. SPEC.md O3.
 */
export function sealPending(space: Space, introduction: Uint8Array): Promise<SealedRun[]> {
	return sealWrites(space, sealable(space), introduction);
}

/**
 * Seals writes that the vault does not have yet, and stores the entries in one transaction with what belongs to them.
 * Returns the new entries; null, with nothing done, if these writes have to wait in the outbox. Call it only when the
 * charter's head is known to be current, as the only task of the space. SPEC.md O10.
 */
export async function sealAtOnce(
	space: Space,
	writes: readonly PendingWrite[],
	beside: readonly Change[]
): Promise<SealedRun[] | null> {
	if (space.isStale || !space.mayWrite || !writes.every((write, i) => write === space.pending[i])) return null;
	for (const write of writes) {
		const feed = space.feeds.get(write.feed);
		// a feed that begins also says whose it is
		if (!feed || feed.seq === 0 || !write.isApplied || !isNext(space, write)) return null;
		if (await beginsTooEarly(space, feed)) return null;
	}
	return sealWrites(space, writes, null, beside);
}

/** `introduction`: for feeds that begin; null if none does. */
async function sealWrites(
	space: Space,
	batch: readonly PendingWrite[],
	introduction: Uint8Array | null,
	beside: readonly Change[] = []
): Promise<SealedRun[]> {
	const changes: Change[] = [...beside];
	const runs = new Map<Feed, Entry[]>();
	const before = new Map<Feed, Feed>();
	try {
		for (const write of batch) {
			const feed = feedOf(space, write);
			if (!before.has(feed)) before.set(feed, { ...feed, unacked: [...feed.unacked] });
			const run = runs.get(feed) ?? [];
			runs.set(feed, run);
			if (feed.seq === 0) {
				const update = must(introduction, 'an introduction');
				run.push(await append(space, feed, 'open', { ...write, document: NO_DOCUMENT, update, blobs: [] }));
			}
			if (write.kind !== 2) run.push(await append(space, feed, write.kind === 0 ? 'update' : 'drop', write));
			feed.unacked = [...feed.unacked, { seq: feed.seq, mark: write.mark }];
			if (write.isKept) changes.push({ table: 'outbox', key: write.key, value: null });
		}
		for (const [feed, run] of runs) {
			changes.push(...run.map((entry) => entryRow(space, entry)), space.feedChange(feed));
		}
		await space.rows.vault.commit(changes, true);
	} catch (error) {
		for (const [feed, old] of before) Object.assign(feed, old);
		throw error;
	}
	const sealed = new Set(batch);
	space.pending = space.pending.filter((write) => !sealed.has(write));
	const begun = [...runs].filter(([, [first]]) => first?.header.kind === 'open');
	for (const [feed] of begun) space.introductions.set(feed.id, must(introduction, 'an introduction'));
	if (begun.length > 0) space.emit({ kind: 'opened', isEcho: true });
	return [...runs].map(([feed, entries]) => ({ feed, entries }));
}

/**
 * The start of the outbox that can be sealed now. A write whose feed is not whole here holds up
 * everything after it, which may build on it.
 */
export function sealable(space: Space): PendingWrite[] {
	const batch: PendingWrite[] = [];
	for (const write of space.pending) {
		if (!write.isKept || !write.isApplied || batch.length >= SEAL_BATCH || !isNext(space, write)) break;
		batch.push(write);
	}
	return batch;
}

/** Whether a write's feed can be continued, and is not longer elsewhere than here. */
function isNext(space: Space, write: PendingWrite): boolean {
	const feed = space.feeds.get(write.feed);
	if (isOfOtherKeys(space, write) || (feed && !(mayGoOn(space, feed) && space.isWhole(feed)))) return false;
	return (space.promised.get(write.feed) ?? 0) <= (feed?.seq ?? 0);
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
