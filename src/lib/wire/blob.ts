/**
 * A blob: an attachment's sealed chunks, named by their content. The relay checks what it is brought
 * by hashes alone and knows neither name, type nor size to the byte. SPEC.md B.
 */
import { hex } from '../base/bytes';
import type { BlobId, Hash } from '../base/ids';
import { bad, good, type Result } from '../base/result';
import { hash, hashLarge } from '../crypto/hash';
import { byteOf, bytes, decode, encode, fixed, list, record, type Carried } from './codec';
import { CHUNK_BYTES, MAX_BLOB_CHUNKS, MAX_BLOBS_LISTED, MAX_MANIFEST_BYTES } from './limits';

const manifest = record({ version: byteOf(1), chunks: list(fixed(32), MAX_BLOB_CHUNKS) });
const MAX_BITMAP_BYTES = Math.ceil(MAX_BLOB_CHUNKS / 8);

/** What the relay answers about one blob. */
const inventory = record({ manifest: bytes(MAX_MANIFEST_BYTES), here: bytes(MAX_BITMAP_BYTES) });
/** A blob's manifest, and which of its chunks are there. */
export type Inventory = Carried<typeof inventory>;

/** 0: chunks are missing. 1: whole. 2: erased for ever. */
const listed = record({ blob: fixed(32), state: byteOf(0, 1, 2) });
const listing = list(listed, MAX_BLOBS_LISTED);
/** One blob of a space, as the relay lists it. */
export type Listed = Carried<typeof listed>;

/** The bytes of a manifest: the chunks' hashes in their order, at least one. SPEC.md B1. */
export function encodeManifest(chunks: readonly Hash[]): Uint8Array<ArrayBuffer> {
	return encode(manifest, { version: 1, chunks });
}

/** The chunks that a manifest names, or why it is none. SPEC.md B1. */
export function readManifest(raw: Uint8Array): Result<readonly Hash[]> {
	const read = decode(manifest, raw);
	if (!read.ok) return read;
	return read.value.chunks.length > 0 ? good(read.value.chunks) : bad('no chunks');
}

/** What a blob with this manifest is called. SPEC.md B1. */
export function blobIdOf(raw: Uint8Array): BlobId {
	return hex(hash('blob', raw)) as BlobId;
}

/** The hash of one sealed chunk. SPEC.md B1. */
export function chunkHash(sealed: Uint8Array): Promise<Hash> {
	return hashLarge('chunk', sealed);
}

/** How many chunks a file of that size has: one that describes it, and its content. SPEC.md B2. */
export function chunksOf(sizeBytes: number): number {
	return 1 + Math.ceil(sizeBytes / CHUNK_BYTES);
}

/** The bytes of what the relay knows about a blob. SPEC.md B3. */
export function encodeInventory(value: Inventory): Uint8Array<ArrayBuffer> {
	return encode(inventory, value);
}

/** What the relay knows about a blob; the bitmap has the manifest's length. SPEC.md B3. */
export function readInventory(raw: Uint8Array): Result<Inventory> {
	const read = decode(inventory, raw);
	if (!read.ok) return read;
	const chunks = readManifest(read.value.manifest);
	if (!chunks.ok) return chunks;
	return read.value.here.length === noChunks(chunks.value.length).length ? read : bad('another length');
}

/** The bytes of one page of a space's blobs. SPEC.md B3. */
export function encodeListing(value: readonly Listed[]): Uint8Array<ArrayBuffer> {
	return encode(listing, value);
}

/** One page of a space's blobs. SPEC.md B3. */
export function readListing(raw: Uint8Array): Result<readonly Listed[]> {
	return decode(listing, raw);
}

/** A bitmap for `count` chunks, none of them there. */
export function noChunks(count: number): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Math.ceil(count / 8));
}

/** Whether chunk `index` is there. */
export function hasChunk(here: Uint8Array, index: number): boolean {
	return ((here[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** The bitmap with chunk `index` in it. */
export function withChunk(here: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
	const next = here.slice();
	next[index >> 3] = (next[index >> 3] ?? 0) | (1 << (index & 7));
	return next;
}

/** The bitmap without chunk `index`. */
export function withoutChunk(here: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
	const next = here.slice();
	next[index >> 3] = (next[index >> 3] ?? 0) & ~(1 << (index & 7));
	return next;
}

/** How many of `count` chunks are there. */
export function countChunks(here: Uint8Array, count: number): number {
	let found = 0;
	for (let i = 0; i < count; i++) if (hasChunk(here, i)) found++;
	return found;
}
