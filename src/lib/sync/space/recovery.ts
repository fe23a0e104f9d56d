/**
 * Our own feeds that this device can no longer write to: a twin (a cloned disk, a restored backup)
 * continues them, rows of them were lost, or they belong to keys we no longer have. What was written
 * there and never reached the relay is taken out and written again under a fresh feed: nothing is lost,
 * nothing doubled. SPEC.md O6.
 */
import { fromHex, utf8 } from '../../base/bytes';
import type { FeedId } from '../../base/ids';
import { hash } from '../../crypto/hash';
import { NO_ENTRY, parseEntry } from '../../wire/entry';
import { withoutSnapshots } from './archive';
import { updateOf, type Passage } from './documents';
import { clientOf, entryKey, type Feed } from './feeds';
import { keptEntry } from './kept-entries';
import { isOfOtherKeys, mayGoOn, ownFeed } from './outbox';
import { nextKey, writesKept } from './pending';
import { unsealEntry } from './sealing';
import type { Space } from './space';
import type { Change } from '../vault/vault';
import { type PendingWrite, writeBytes, type Write } from './pending-write';

/** Our own write and the row that holds it now. */
interface Lost {
	readonly row: Pick<Change, 'table' | 'key'>;
	readonly write: Pick<Write, 'kind' | 'document' | 'clock' | 'update' | 'blobs'>;
}

/**
 * Rescues stranded writes. `isCaughtUp`: the relay has just sent everything, so what is still missing
 * of our feeds will not come back. Runs between tasks. Rejects with a `Fault`; then everything is as
 * before.
 */
export async function recover(space: Space, isCaughtUp: boolean): Promise<void> {
	if (!space.mayWrite) return;
	for (const id of await stranded(space, isCaughtUp)) await carryOver(space, id);
}

/** Leaves one of our feeds and writes its unshared content under a fresh one. */
export async function carryOver(space: Space, id: FeedId): Promise<void> {
	space.spoil();
	await writesKept(space);
	const feed = space.feeds.get(id);
	const lost = [...(await leftovers(space, id)), ...waiting(space, id)];
	const old = new Map([...space.documents].map(([name, { doc }]) => [name, doc]));
	if (feed) feed.isLeft = true;
	if (space.own?.id === id) space.own = null;
	const changes: Change[] = lost.map(({ row }) => ({ ...row, value: null }));
	// what a snapshot holds of it could never be told apart from what is written again; from here on a crash changes
	// nothing: stranded writes are found again and move to the same fresh feed
	if (feed)
		await space.rows.vault.commit([space.feedChange(feed), ...(await withoutSnapshots(space.rows, space.id))], true);
	await space.load(id);
	space.spoil();
	const next = freshFeed(space, id, lost);
	const writes = next ? rewrite(space, id, next, lost, old) : [];
	for (const write of writes) changes.push(await space.rows.put('outbox', write.key, writeBytes(write)));
	if (next && space.lease) await space.lease(`feed:${next.id}`);
	await space.rows.vault.commit(changes, true);
	if (next) {
		space.feeds.set(next.id, next);
		if (space.lease) space.own = next;
	}
	await space.load();
	space.emit({ kind: 'content', documents: new Set(space.documents.keys()) });
}

/** Feeds whose waiting writes cannot become entries in them. */
async function stranded(space: Space, isCaughtUp: boolean): Promise<ReadonlySet<FeedId>> {
	const found = new Set<FeedId>();
	for (const { feed: id, nonce, isApplied, isKept } of space.pending) {
		const feed = space.feeds.get(id);
		const isWaiting =
			space.torn.has(id) ||
			(feed !== undefined && feed.seq < feed.acked) ||
			(space.promised.get(id) ?? 0) > (feed?.seq ?? 0);
		if (isOfOtherKeys(space, { feed: id, nonce }) || (feed && !mayGoOn(space, feed))) found.add(id);
		else if (isKept && !isApplied && (isCaughtUp || !isWaiting)) found.add(id);
		else if (!feed && (await space.rows.vault.list('entries', space.id + id)).length > 0) found.add(id);
	}
	for (const feed of [...space.feeds.values()])
		// sealed and cut off before the relay had it
		if (feed.unacked.length > 0 && !feed.isLeft && space.fence(feed) < feed.seq)
			if (await endAt(space, feed, space.fence(feed))) found.add(feed.id);
	if (!isCaughtUp) return found;
	for (const id of [...space.torn]) {
		const feed = space.feeds.get(id);
		if (!feed || !space.isMine(feed)) continue;
		if (feed.seq < feed.acked || (await leftovers(space, id)).length > 0) found.add(id);
		else space.torn.delete(id);
	}
	return found;
}

/** Takes a feed back to an earlier entry and drops what follows. False when that entry cannot be read. */
export async function endAt(space: Space, feed: Feed, seq: number): Promise<boolean> {
	const hash = seq === 0 ? NO_ENTRY : (await keptEntry(space, feed.id, seq))?.hash;
	if (!hash) return false;
	feed.seq = feed.acked = seq;
	feed.hash = hash;
	feed.unacked = feed.unacked.filter(({ seq: at }) => at <= seq);
	return true;
}

/** Entries beyond the feed's end that the relay never had: their content, where it is still readable. */
async function leftovers(space: Space, id: FeedId): Promise<Lost[]> {
	const feed = space.feeds.get(id);
	if (!feed) return [];
	const lost: Lost[] = [];
	for (const [key, raw] of await space.rows.vault.list('entries', space.id + id, entryKey(space.id, id, feed.seq))) {
		const entry = parseEntry(space.id, raw);
		const payload = entry.ok ? await unsealEntry(space, feed, entry.value) : entry;
		const isUpdate = entry.ok && entry.value.header.kind === 'update' && payload.ok;
		if (isUpdate) {
			const { clock, document, body } = payload.value;
			const { blobs } = entry.value.header;
			lost.push({ row: { table: 'entries', key }, write: { kind: 0, clock, document, update: body, blobs } });
		}
	}
	return lost;
}

function waiting(space: Space, id: FeedId): Lost[] {
	return space.pending
		.filter(({ feed, isKept }) => feed === id && isKept)
		.map((write) => ({ row: { table: 'outbox', key: write.key }, write }));
}

/** The new feed; named after what it takes over, so that two tabs doing the same do it once. */
function freshFeed(space: Space, id: FeedId, lost: readonly Lost[]): Feed | null {
	const [first] = lost;
	if (!first) return null;
	return ownFeed(space, hash('carried', fromHex(id), utf8(first.row.key)).subarray(0, 16));
}

function rewrite(
	space: Space,
	from: FeedId,
	next: Feed,
	lost: readonly Lost[],
	old: ReadonlyMap<string, Passage['old']>
): PendingWrite[] {
	const moved = new Map<string, string>();
	const writes: PendingWrite[] = [];
	for (const { write } of lost) {
		// where each has her own document, an earlier member's writes continue in the present one's
		const document = write.kind === 0 && space.policy.documents === 'each' ? space.ownDocument : write.document;
		const { doc: to } = space.document(document);
		const stamp = { ...write.clock, feed: next.id };
		const again = (): Uint8Array | null =>
			updateOf(to, clientOf(next.id), () => {
				space.policy.carryOver?.({ update: write.update, from, old: old.get(write.document) ?? to, to, stamp, moved });
				if (document === space.ownDocument) space.policy.repeat?.(to, stamp);
			});
		const update = write.kind === 0 ? again() : write.update;
		if (update === null) continue;
		const mark = write.kind === 0 ? (space.policy.progress?.(to, next.id) ?? 0) : 0;
		const content = { ...write, document, update, feed: next.id, nonce: next.nonce, mark };
		const row = { ...content, key: nextKey(space, next.id), isKept: true, isApplied: true };
		space.pending.push(row);
		writes.push(row);
	}
	return writes;
}
