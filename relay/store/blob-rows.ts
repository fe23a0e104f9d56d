/** The rows of blobs: keys, values and queries. */
import { concat, fromHex, hex } from '../../src/lib/base/bytes';
import type { BlobId, FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import { byteOf, bytes, decode, encode, id, record, uint, type Carried } from '../../src/lib/wire/codec';
import { MAX_BLOB_CHUNKS, MAX_MANIFEST_BYTES, MAX_MEMBERS } from '../../src/lib/wire/limits';
import { number, sound } from './rows';
import type { Store, Write } from './store';

const blobRow = record({
	/** 0: kept. 1: erased for good; nothing else of it remains. */
	erased: byteOf(0, 1),
	/** Who uploaded it. */
	member: id<MemberId>(),
	/** When its last part came. */
	atMs: uint,
	manifest: bytes(MAX_MANIFEST_BYTES),
	/** Which chunks are here. */
	here: bytes(Math.ceil(MAX_BLOB_CHUNKS / 8)),
	/** The size of manifest and chunks. */
	size: uint
});
/** A blob as the relay stores it. */
export type BlobRow = Carried<typeof blobRow>;

const usageRow = record({ bytes: uint, blobs: uint, unfinished: uint, erased: uint });
/** The size of the blobs uploaded by one member. */
export type Usage = Carried<typeof usageRow>;

/** Nothing uploaded yet. */
export const NO_USAGE: Usage = { bytes: 0, blobs: 0, unfinished: 0, erased: 0 };

/** A blob's row, or null. */
export async function findBlob(store: Store, space: SpaceId, blob: BlobId): Promise<BlobRow | null> {
	const raw = await store.get('blobs', keyOf(space, blob));
	return raw ? sound(decode(blobRow, raw)) : null;
}

/** Stores a blob's row, or deletes it. */
export function putBlob(space: SpaceId, blob: BlobId, row: BlobRow | null): Write {
	return { table: 'blobs', key: keyOf(space, blob), value: row && encode(blobRow, row) };
}

/** One page of a space's blobs after `after`, ordered by id. */
export async function readBlobs(
	store: Store,
	space: SpaceId,
	after: BlobId | null,
	most: number
): Promise<readonly { readonly blob: Uint8Array; readonly row: BlobRow }[]> {
	const range = { prefix: fromHex(space), maxRows: most, ...(after && { after: keyOf(space, after) }) };
	const rows = await store.range('blobs', range);
	return rows.map(({ key, value }) => ({ blob: key.slice(16), row: sound(decode(blobRow, value)) }));
}

/** One sealed chunk, or null. */
export function findChunk(store: Store, space: SpaceId, blob: BlobId, index: number): Promise<Uint8Array | null> {
	return store.get('chunks', concat(keyOf(space, blob), number(index)));
}

/** Stores a sealed chunk, or deletes it. */
export function putChunk(space: SpaceId, blob: BlobId, index: number, value: Uint8Array | null): Write {
	return { table: 'chunks', key: concat(keyOf(space, blob), number(index)), value };
}

/** Whether a kept entry names the blob. */
export async function isNamed(store: Store, space: SpaceId, blob: BlobId): Promise<boolean> {
	return (await store.get('references', keyOf(space, blob))) !== null;
}

/** Records that an entry of `feed` names the blob. */
export function putReference(space: SpaceId, blob: BlobId, feed: FeedId): Write {
	return { table: 'references', key: keyOf(space, blob), value: fromHex(feed) };
}

/** A blob that was not named when it came. */
export interface Loose {
	readonly atMs: number;
	readonly space: SpaceId;
	readonly blob: BlobId;
}

/** The blobs that have been loose the longest. */
export async function readLoose(store: Store, most: number): Promise<readonly Loose[]> {
	const rows = await store.range('loose', { prefix: new Uint8Array(), maxRows: most });
	return rows.map(({ key }) => {
		const view = new DataView(key.buffer, key.byteOffset);
		const atMs = view.getUint16(0) * 2 ** 32 + view.getUint32(2);
		return { atMs, space: hex(key.slice(6, 22)) as SpaceId, blob: hex(key.slice(22)) as BlobId };
	});
}

/** Records a loose blob, or that it is no longer loose. */
export function putLoose({ atMs, space, blob }: Loose, isLoose: boolean): Write {
	return { table: 'loose', key: concat(number(atMs), keyOf(space, blob)), value: isLoose ? new Uint8Array() : null };
}

/** What each member of a space has uploaded. */
export async function readUsage(store: Store, space: SpaceId): Promise<ReadonlyMap<MemberId, Usage>> {
	const rows = await store.range('usage', { prefix: fromHex(space), maxRows: MAX_MEMBERS });
	return new Map(rows.map(({ key, value }) => [hex(key.slice(16)) as MemberId, readUsageRow(value)]));
}

/** The usage in a row; none when it is damaged. */
export function readUsageRow(value: Uint8Array): Usage {
	const read = decode(usageRow, value);
	return read.ok ? read.value : NO_USAGE;
}

/** Stores what a member has uploaded. */
export function putUsage(space: SpaceId, member: MemberId, usage: Usage): Write {
	return { table: 'usage', key: concat(fromHex(space), fromHex(member)), value: encode(usageRow, usage) };
}

function keyOf(space: SpaceId, blob: BlobId): Uint8Array {
	return concat(fromHex(space), fromHex(blob));
}
