/** The delete set at the end of a Yjs update. */
import { indexAt, type Range } from './update-order';
import { refuse, type UpdateReader } from './update-reader';

/** What an update deletes: disjoint, ascending ranges per client. */
export type Deletes = ReadonlyMap<number, readonly Range[]>;

/**
 * Reads the delete set to its end. Throws `Malformed`.
 * @param endOf the clock up to which a client's ids exist, including this update's; may throw
 * @param max how many ranges are allowed
 */
export function readDeletes(reader: UpdateReader, endOf: (client: number) => number, max: number): Deletes {
	const deletes = new Map<number, readonly Range[]>();
	let total = 0;
	for (let left = reader.count(MIN_CLIENT_BYTES); left > 0; left--) {
		const client = reader.uint();
		if (deletes.has(client)) refuse('G7 one client twice');
		const end = endOf(client);
		const count = reader.count(MIN_RANGE_BYTES);
		if (count === 0) refuse('G7 client without ranges');
		total += count;
		if (total > max) refuse('G3 too many deletes');
		deletes.set(client, readRanges(reader, client, count, end));
	}
	return deletes;
}

/** Refuses to delete what is known and over. Throws `Malformed`. */
export function refuseOver(
	deletes: Deletes,
	known: ReadonlyMap<number, number>,
	isOver: (range: Range) => boolean
): void {
	for (const [client, ranges] of deletes) {
		const next = known.get(client) ?? 0;
		for (const { clock, length } of ranges) {
			const old = Math.min(length, next - clock);
			if (old > 0 && isOver({ client, clock, length: old })) refuse('G14 deletes what is over');
		}
	}
}

/** Whether `deletes` names every id in `range`. */
export function covers(deletes: Deletes, range: Range): boolean {
	const ranges = deletes.get(range.client) ?? [];
	const found = ranges[indexAt(ranges, range.clock)];
	if (found === undefined || found.clock > range.clock) return false;
	return found.clock + found.length >= range.clock + range.length;
}

function readRanges(reader: UpdateReader, client: number, count: number, end: number): Range[] {
	const ranges: Range[] = [];
	let reached = 0;
	for (let i = 0; i < count; i++) {
		const clock = reader.uint();
		const length = reader.uint();
		if (length === 0) refuse('G7 empty range');
		// Overlapping ranges would make Yjs walk over the same structs again and again.
		if (clock < reached) refuse('G7 ranges out of order');
		reached = clock + length;
		if (reached > end) refuse('G7 deletes what is not there');
		ranges.push({ client, clock, length });
	}
	return ranges;
}

/** Minimum size of a client (client, count, range) and of a range (clock, length). */
const MIN_CLIENT_BYTES = 4;
const MIN_RANGE_BYTES = 2;
