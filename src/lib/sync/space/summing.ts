/** Sums up our own feed from time to time, for those who come later. SPEC.md J1. */
import { canDeflate } from './deflate';
import { good, type Result } from '../../base/result';
import { parseEntry, type Entry } from '../../wire/entry';
import { MAX_CARRIED } from '../../wire/limits';
import { bodyOf, type CarriedPayload } from './checkpoints';
import { entryKey, type Feed } from './feeds';
import { entryRow } from './kept-entries';
import { mayGoOn } from './outbox';
import type { SealedRun } from './sealed-writes';
import { sealEntry, unsealEntry } from './sealing';
import type { Space } from './space';
import { FAR, FEWEST, NEAR } from './summing-pace';

/** Entries in a row with what they carry. */
interface Summed {
	readonly from: number;
	readonly payloads: readonly CarriedPayload[];
	/** How large the entries are. */
	readonly size: number;
}

/** Whether enough has been written since the last checkpoint; `isBusy`: while more is waiting to be sealed. */
export function isSumDue({ own, policy, mayWrite }: Space, isBusy = false): boolean {
	if (own === null || !mayWrite || policy.documents !== 'each' || !canDeflate()) return false;
	return isBusy ? own.seq - own.summedFar >= FAR : own.seq - own.summed >= NEAR;
}

/**
 * Seals a checkpoint of the feed that this tab writes to, if one is due and worth it, and stores it. Call it like
 * `sealPending`. Rejects with a `Fault` if it could not be stored; then nothing has changed.
 */
export async function sumUp(space: Space): Promise<SealedRun[]> {
	const feed = space.own;
	if (!feed || !isSumDue(space) || space.isStale || !space.epochs.has(space.charter.epoch)) return [];
	if (!mayGoOn(space, feed) || !space.isWhole(feed) || (space.promised.get(feed.id) ?? 0) > feed.seq) return [];
	const isFar = feed.seq - feed.summedFar >= FAR;
	const before = { ...feed };
	const run = await summable(space, feed, isFar ? feed.summedFar : feed.summed);
	const entry = await checkpointOf(space, feed, run);
	if (!entry) {
		// the same entries are not read again for each that follows; a few are, with more
		feed.summed = run.payloads.length < FEWEST ? run.from - 1 : feed.seq;
		return [];
	}
	const { seq } = entry.header;
	feed.seq = feed.summed = seq;
	feed.hash = entry.hash;
	feed.unacked = [...feed.unacked, { seq, mark: 0 }];
	if (isFar) feed.summedFar = seq;
	try {
		await space.rows.vault.commit([entryRow(space, entry), space.feedChange(feed)], true);
	} catch (error) {
		Object.assign(feed, before);
		throw error;
	}
	return [{ feed, entries: [entry] }];
}

/** As many of them as fit, the newest; null if that saves too little. */
async function checkpointOf(space: Space, feed: Feed, { from, payloads, size }: Summed): Promise<Entry | null> {
	const last = payloads.findLast((payload) => payload !== null);
	if (!last || payloads.length < FEWEST) return null;
	const body = await bodyOf(payloads);
	if (!body) {
		const half = payloads.length >> 1;
		return checkpointOf(space, feed, { from: from + half, payloads: payloads.slice(half), size: size / 2 });
	}
	if (body.length > size / 2) return null;
	const { clock, document } = last;
	return sealEntry(space, feed, { checkpointFrom: from }, { clock, seen: [], document, body });
}

/** The end of our feed, as far as one checkpoint may stand for it: behind `since`, of this epoch, updates alone. */
async function summable(space: Space, feed: Feed, since: number): Promise<Summed> {
	const after = Math.max(since, feed.seq - MAX_CARRIED, 1);
	const rows = await space.rows.vault.list('entries', space.id + feed.id, entryKey(space.id, feed.id, after));
	const parsed = rows.slice(0, feed.seq - after).map(([, raw]) => parseEntry(space.id, raw));
	const isSummable = (entry: Result<Entry>, i: number): boolean => {
		if (!entry.ok) return false;
		const { kind, epoch, seq } = entry.value.header;
		return seq === after + i + 1 && epoch === space.charter.epoch && (kind === 'update' || kind === 'checkpoint');
	};
	const from = parsed.findLastIndex((entry, i) => !isSummable(entry, i)) + 1;
	const entries = parsed.slice(from).flatMap((entry) => (entry.ok ? [entry.value] : []));
	const opened = await Promise.all(
		entries.map(async (entry) => (entry.header.kind === 'update' ? unsealEntry(space, feed, entry) : good(null)))
	);
	const readable = opened.findLastIndex((payload) => !payload.ok) + 1;
	const payloads = opened.slice(readable).map((payload) => (payload.ok ? payload.value : null));
	const size = entries.slice(readable).reduce((sum, { bytes }) => sum + bytes.length, 0);
	return { from: feed.seq + 1 - payloads.length, payloads, size };
}
