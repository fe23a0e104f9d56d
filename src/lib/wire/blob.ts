/**
 * A blob: an attachment's sealed chunks, named by their content. The relay checks uploads by their
 * hashes alone and knows neither the name, the type nor the exact size. SPEC.md B.
 */
import { hex } from '../base/bytes';
import type { BlobId, Hash } from '../base/ids';
import { bad, good, type Result } from '../base/result';
import { hash, hashLarge } from '../crypto/hash';
import { byteOf, bytes, decode, encode, fixed, list, record, type Carried } from './codec';
import { CHUNK_BYTES, MAX_BLOB_CHUNKS, MAX_BLOBS_LISTED, MAX_MANIFEST_BYTES } from './limits';

const manifest = record({ version: byteOf(2), chunks: list(fixed(32), MAX_BLOB_CHUNKS) });
const MAX_BITMAP_BYTES = Math.ceil(MAX_BLOB_CHUNKS / 8);

/** What the relay answers about one blob. */
const inventory = record({ manifest: bytes(MAX_MANIFEST_BYTES), here: bytes(MAX_BITMAP_BYTES) });
/** A blob's manifest, and which of its chunks are there. */
export type Inventory = Carried<typeof inventory>;

/** 0: chunks are missing. 1: complete. 2: erased for good. */
const listed = record({ blob: fixed(32), state: byteOf(0, 1, 2) });
const listing = list(listed, MAX_BLOBS_LISTED);
/** One blob of a space as the relay lists it. */
export type Listed = Carried<typeof listed>;

/** The bytes of a manifest: the chunks' hashes in order, at least one. SPEC.md B1. */
export function encodeManifest(chunks: readonly Hash[]): Uint8Array<ArrayBuffer> {
	return encode(manifest, { version: 2, chunks });
}

/** The chunk hashes in a manifest, or why it is not one. SPEC.md B1. */
export function readManifest(raw: Uint8Array): Result<readonly Hash[]> {
	const read = decode(manifest, raw);
	if (!read.ok) return read;
	return read.value.chunks.length > 0 ? good(read.value.chunks) : bad('no chunks');
}

/** The id of the blob with this manifest. SPEC.md B1. */
export function blobIdOf(raw: Uint8Array): BlobId {
	return hex(hash('blob', raw)) as BlobId;
}

/** The hash of one sealed chunk. SPEC.md B1. */
export function chunkHash(sealed: Uint8Array): Promise<Hash> {
	return hashLarge('chunk', sealed);
}

/** How many chunks a file of this size has: one that describes it, and its content. SPEC.md B2. */
export function chunksOf(sizeBytes: number): number {
	return 1 + Math.ceil(sizeBytes / CHUNK_BYTES);
}

/** Encodes what the relay knows about a blob. SPEC.md B3. */
export function encodeInventory(value: Inventory): Uint8Array<ArrayBuffer> {
	return encode(inventory, value);
}

/** What the relay knows about a blob; the bitmap's length must fit the manifest. SPEC.md B3. */
export function readInventory(raw: Uint8Array): Result<Inventory> {
	const read = decode(inventory, raw);
	if (!read.ok) return read;
	const chunks = readManifest(read.value.manifest);
	if (!chunks.ok) return chunks;
	return read.value.here.length === noChunks(chunks.value.length).length ? read : bad('another length');
}

/** Encodes one page of a space's blobs. SPEC.md B3. */
export function encodeListing(value: readonly Listed[]): Uint8Array<ArrayBuffer> {
	return encode(listing, value);
}

/** Decodes one page of a space's blobs. SPEC.md B3. */
export function readListing(raw: Uint8Array): Result<readonly Listed[]> {
	return decode(listing, raw);
}

/** A bitmap of `count` chunks, all missing. */
export function noChunks(count: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Math.ceil(count / 8));
}

/** Whether chunk `index` is present. */
export function hasChunk(here: Uint8Array, index: number): boolean {
	return ((here[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** The bitmap with chunk `index` set. */
export function withChunk(here: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
	const next = here.slice();
	next[index >> 3] = (next[index >> 3] ?? 0) | (1 << (index & 7));
	return next;
}

/** The bitmap with chunk `index` cleared. */
export function withoutChunk(here: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
	const next = here.slice();
	next[index >> 3] = (next[index >> 3] ?? 0) & ~(1 << (index & 7));
	return next;
}

/** How many of `count` chunks are present. */
export function countChunks(here: Uint8Array, count: number): number {
	let found = 0;
	for (let i = 0; i < count; i++) if (hasChunk(here, i)) found++;
	return found;
}
