/** The rows of entries, and how a feed is read: each entry, or checkpoints in place of those they stand for. */
import { concat, fromHex } from '../../src/lib/base/bytes';
import type { FeedId, SpaceId } from '../../src/lib/base/ids';
import type { Entry } from '../../src/lib/wire/entry';
import { BATCH_BYTES, MAX_BATCH_ENTRIES } from '../../src/lib/wire/limits';
import { behind, number } from './rows';
import type { Store, Write } from './store';

/** A part of a feed: entries in their order, and the seq of the last. */
export interface Run {
	readonly entries: readonly Uint8Array[];
	readonly upTo: number;
}

/** One entry, or null. */
export function findEntry(store: Store, space: SpaceId, feed: FeedId, seq: number): Promise<Uint8Array | null> {
	return store.get('entries', concat(prefixOf(space, feed), number(seq)));
}

/** Stores an entry; a checkpoint is found by what it stands for, too. */
export function putEntry(space: SpaceId, { header, bytes }: Entry): Write[] {
	const prefix = prefixOf(space, header.feed);
	const row: Write = { table: 'entries', key: concat(prefix, number(header.seq)), value: bytes };
	if (header.kind !== 'checkpoint') return [row];
	const key = concat(prefix, number(header.from), number(header.seq));
	return [row, { table: 'checkpoints', key, value: new Uint8Array() }];
}

/** One batch of a feed's entries after `after`. */
export async function readEntries(
	store: Store,
	space: SpaceId,
	feed: FeedId,
	after: number,
	most = MAX_BATCH_ENTRIES
): Promise<Run> {
	const rows = await store.range('entries', {
		...behind(prefixOf(space, feed), after),
		maxRows: Math.min(most, MAX_BATCH_ENTRIES),
		maxBytes: BATCH_BYTES
	});
	return { entries: rows.map(({ value }) => value), upTo: after + rows.length };
}

/** The same, with the checkpoints that stand for most in place of the entries before them. SPEC.md R42. */
export async function readBriefly(store: Store, space: SpaceId, feed: FeedId, after: number): Promise<Run> {
	const prefix = prefixOf(space, feed);
	const rows = await store.range('checkpoints', { ...behind(prefix, after), maxRows: MAX_BATCH_ENTRIES });
	const checkpoints = rows.map(({ key }) => ({ from: numberAt(key, -12), seq: numberAt(key, -6) }));
	const entries: Uint8Array[] = [];
	let [upTo, size] = [after, 0];
	while (entries.length < MAX_BATCH_ENTRIES && size < BATCH_BYTES) {
		const next = checkpoints.findLast(({ from }) => from === upTo + 1);
		const following = checkpoints.find(({ from }) => from > upTo + 1)?.from ?? Infinity;
		const most = Math.min(MAX_BATCH_ENTRIES - entries.length, following - 1 - upTo);
		const entry = next && (await findEntry(store, space, feed, next.seq));
		const run = entry ? { entries: [entry], upTo: next.seq } : await readEntries(store, space, feed, upTo, most);
		if (run.entries.length === 0) break;
		entries.push(...run.entries);
		size += run.entries.reduce((sum, { length }) => sum + length, 0);
		upTo = run.upTo;
	}
	return { entries, upTo };
}

function prefixOf(space: SpaceId, feed: FeedId): Uint8Array {
	return concat(fromHex(space), fromHex(feed));
}

/** The number in a key, `at` bytes from its end. */
function numberAt(key: Uint8Array, at: number): number {
	return key.subarray(key.length + at, key.length + at + 6).reduce((value, byte) => value * 256 + byte, 0);
}
