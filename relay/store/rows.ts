/** The rows of each table: keys, values and queries. */
import { concat, equal, fromHex, hex, utf8 } from '../../src/lib/base/bytes';
import type { FeedId, MemberId, PackageId, SpaceId } from '../../src/lib/base/ids';
import { decode, encode, fixed, id, record, uint, type Carried } from '../../src/lib/wire/codec';
import { BATCH_BYTES, MAX_BATCH_ENTRIES, MAX_FEEDS } from '../../src/lib/wire/limits';
import type { Range, Store, Write } from './store';

const feedRow = record({
	member: id<MemberId>(),
	device: fixed(32),
	/** Which of the member's key pairs certified the device. */
	generation: uint,
	seq: uint,
	head: fixed(32),
	/** The total size of its entries. */
	size: uint
});
/** A feed's owner and how far it goes. */
export type FeedRow = Carried<typeof feedRow>;

const centreRow = record({ root: fixed(32), reception: id<SpaceId>() });
/** A founded centre: its root key and its reception. */
export type CentreRow = Carried<typeof centreRow>;

/** The format of what is stored of a centre. */
export const FORMAT = Uint8Array.of(2);
/** Facts that the relay stores about itself. */
export type Fact = 'setup-code' | 'founded-centre' | 'founded-host' | 'format' | 'ticket-key' | 'trial';

/** A fact's value, or null. */
export function findFact(store: Store, name: Fact): Promise<Uint8Array | null> {
	return store.get('facts', utf8(name));
}

/** Sets a fact, or removes it. */
export function putFact(name: Fact, value: Uint8Array | null): Write {
	return { table: 'facts', key: utf8(name), value };
}

/** The centre with this space, or null. */
export async function findCentre(store: Store, centre: SpaceId): Promise<CentreRow | null> {
	const raw = await store.get('centres', fromHex(centre));
	return raw ? sound(decode(centreRow, raw)) : null;
}

/** Stores a centre. */
export function putCentre(centre: SpaceId, row: CentreRow): Write {
	return { table: 'centres', key: fromHex(centre), value: encode(centreRow, row) };
}

/** Records that a space counts towards a centre. */
export function putSpace(space: SpaceId, centre: SpaceId): Write {
	return { table: 'spaces', key: fromHex(space), value: fromHex(centre) };
}

/** How many spaces count towards a centre. Reads them all. */
export async function countSpaces(store: Store, centre: SpaceId): Promise<number> {
	const mine = fromHex(centre);
	let count = 0;
	let after: Uint8Array | undefined;
	for (;;) {
		const rows = await store.range('spaces', { prefix: new Uint8Array(), maxRows: 10_000, ...(after && { after }) });
		count += rows.filter(({ value }) => equal(value, mine)).length;
		after = rows.at(-1)?.key;
		if (!after) return count;
	}
}

/** One charter record, or null. */
export function findRecord(store: Store, space: SpaceId, index: number): Promise<Uint8Array | null> {
	return store.get('charters', concat(fromHex(space), number(index)));
}

/** One batch of charter records from index `from` on. */
export async function readRecords(store: Store, space: SpaceId, from: number): Promise<readonly Uint8Array[]> {
	const rows = await store.range('charters', {
		...behind(fromHex(space), from - 1),
		maxRows: MAX_BATCH_ENTRIES,
		maxBytes: BATCH_BYTES
	});
	return rows.map(({ value }) => value);
}

/** Stores a charter record. */
export function putRecord(space: SpaceId, index: number, value: Uint8Array): Write {
	return { table: 'charters', key: concat(fromHex(space), number(index)), value };
}

/** All feeds of a space. */
export async function allFeeds(store: Store, space: SpaceId): Promise<ReadonlyMap<FeedId, FeedRow>> {
	const rows = await store.range('feeds', { prefix: fromHex(space), maxRows: MAX_FEEDS });
	return new Map(rows.map(({ key, value }) => [hex(key.subarray(16)) as FeedId, sound(decode(feedRow, value))]));
}

/** The size of a feed's entries, according to its row; 0 when it is damaged. */
export function readFeedSize(value: Uint8Array): number {
	const read = decode(feedRow, value);
	return read.ok ? read.value.size : 0;
}

/** Stores how far a feed goes. */
export function putFeed(space: SpaceId, feed: FeedId, row: FeedRow): Write {
	return { table: 'feeds', key: concat(fromHex(space), fromHex(feed)), value: encode(feedRow, row) };
}

/** The bytes of a package, or null. */
export function findPackage(store: Store, name: PackageId): Promise<Uint8Array | null> {
	return store.get('packages', fromHex(name));
}

/** Stores a package. */
export function putPackage(name: PackageId, value: Uint8Array): Write {
	return { table: 'packages', key: fromHex(name), value };
}

/** The updates that make up a reception's document, oldest first, each with its number. */
export async function allUpdates(
	store: Store,
	space: SpaceId
): Promise<readonly { number: number; update: Uint8Array }[]> {
	const rows = await store.range('receptions', { prefix: fromHex(space), maxRows: Infinity });
	return rows.map(({ key, value }) => ({
		number: new DataView(key.buffer, key.byteOffset).getUint32(18),
		update: value
	}));
}

/** Stores one update of a reception, or deletes it. */
export function putUpdate(space: SpaceId, name: number, value: Uint8Array | null): Write {
	return { table: 'receptions', key: concat(fromHex(space), number(name)), value };
}

/** A number in a key: 48 bits, so that keys sort like numbers. */
export function number(value: number): Uint8Array {
	const bytes = new Uint8Array(6);
	const view = new DataView(bytes.buffer);
	view.setUint16(0, Math.floor(value / 2 ** 32));
	view.setUint32(2, value % 2 ** 32);
	return bytes;
}

/** The rows under `prefix` whose number is above `after`. */
export function behind(prefix: Uint8Array, after: number): Pick<Range, 'prefix' | 'after'> {
	return after < 0 ? { prefix } : { prefix, after: concat(prefix, number(after)) };
}

/** A row's value. We wrote the rows: an unreadable one is damaged, and no answer is better than a wrong one. */
export function sound<T>(read: { ok: true; value: T } | { ok: false; why: string }): T {
	if (!read.ok) throw new Error('a damaged row');
	return read.value;
}
