/** Reading an attachment from the vault. SPEC.md A5. */
import { equal } from '../../base/bytes';
import { Fault } from '../../base/fault';
import type { BlobId, SpaceId } from '../../base/ids';
import { chunkHash, countChunks, hasChunk, withoutChunk } from '../../wire/blob';
import { CHUNK_BYTES } from '../../wire/limits';
import type { SealedRows } from '../vault/sealed';
import { chunkKey, openChunk, type ChunkKey } from './chunks';
import type { BlobRef } from './keeping';
import { readMeta, type AttachmentMeta } from './meta';
import { isPadding } from './padding';
import { changeBlob, chunkName, findBlob, isGone, isWhole, type KeptBlob } from './rows';

/** What this device has of an attachment. */
export interface AttachmentState {
	/** Erased on this device, or at the relay. */
	readonly isErased: boolean;
	/** Erased on this device, which has nothing of it and never will again. */
	readonly isGone: boolean;
	/** Added on this device. */
	readonly isOwn: boolean;
	/** Whether the relay has all of it: an own one may then be called "übertragen". */
	readonly isRelayed: boolean;
	/** Whether name, type, size and preview are here. */
	readonly hasMeta: boolean;
	/** Whether all of it is here. */
	readonly isWhole: boolean;
	/** Chunks here and in total; 0 of 0 when nothing is known. */
	readonly here: number;
	readonly total: number;
}

/** What this device has of it. Rejects with a `Fault` when the vault cannot be read. */
export async function attachmentState(rows: SealedRows, space: SpaceId, blob: BlobId): Promise<AttachmentState> {
	const [isErasedHere, row] = await Promise.all([isGone(rows, space, blob), findBlob(rows, space, blob)]);
	return {
		isErased: isErasedHere || row?.relayed === 2,
		isGone: isErasedHere,
		isOwn: row?.isOwn === 1,
		isRelayed: row?.relayed === 1,
		hasMeta: row !== null && hasChunk(row.here, 0),
		isWhole: row !== null && isWhole(row),
		here: row ? countChunks(row.here, row.chunks.length) : 0,
		total: row?.chunks.length ?? 0
	};
}

/** Name, type, size and preview, or null when they are not here. Rejects with 'attachment-damaged'. */
export async function findMeta(rows: SealedRows, space: SpaceId, ref: BlobRef): Promise<AttachmentMeta | null> {
	const row = await findBlob(rows, space, ref.blob);
	if (!row || !hasChunk(row.here, 0)) return null;
	const key = await chunkKey(space, ref.key, row.chunks.length);
	const sealed = await findChunk(rows, space, ref.blob, row, 0);
	return sealed && metaOf(await plainOf(key, 0, sealed), row);
}

/**
 * The attachment's content, assembled chunk by chunk outside the page's heap, byte for byte what
 * was taken in. `type` is the browser's name for it: by default one that nothing runs.
 * Rejects with 'attachment-gone', 'attachment-missing' (fetch it), or 'attachment-damaged'.
 */
export async function openAttachment(
	rows: SealedRows,
	space: SpaceId,
	ref: BlobRef,
	options: { readonly type?: string; readonly signal?: AbortSignal } = {}
): Promise<Blob> {
	const { type = 'application/octet-stream', signal } = options;
	if (await isGone(rows, space, ref.blob)) throw new Fault('attachment-gone');
	const row = await findBlob(rows, space, ref.blob);
	if (!row || !isWhole(row)) throw new Fault('attachment-missing', { retry: true });
	const key = await chunkKey(space, ref.key, row.chunks.length);
	const parts: Blob[] = [];
	let size = 0;
	for (let index = 0; index < row.chunks.length; index++) {
		signal?.throwIfAborted();
		const sealed = await findChunk(rows, space, ref.blob, row, index);
		if (!sealed) throw new Fault('attachment-missing', { retry: true });
		const plain = await plainOf(key, index, sealed);
		if (index === 0) ({ size } = metaOf(plain, row));
		else parts.push(new Blob([contentOf(plain, Math.min(CHUNK_BYTES, size - (index - 1) * CHUNK_BYTES))]));
	}
	return new Blob(parts, { type });
}

/** A chunk from the vault; null, to be fetched again, when it does not match its name. */
export async function findChunk(
	rows: SealedRows,
	space: SpaceId,
	blob: BlobId,
	row: KeptBlob,
	index: number
): Promise<Uint8Array | null> {
	const hash = row.chunks[index];
	if (!hash) return null;
	const sealed = await rows.vault.get('chunks', chunkName(space, hash));
	if (sealed && equal(await chunkHash(sealed), hash)) return sealed;
	const without = (now: KeptBlob | null): KeptBlob | null => now && { ...now, here: withoutChunk(now.here, index) };
	await changeBlob(rows, space, blob, without, [{ table: 'chunks', key: chunkName(space, hash), value: null }]);
	return null;
}

async function plainOf(key: ChunkKey, index: number, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
	const plain = await openChunk(key, index, sealed);
	// the hash is right: the author sealed something else, or for another position
	if (!plain.ok) throw new Fault('attachment-damaged');
	return plain.value;
}

function metaOf(plain: Uint8Array, row: KeptBlob): AttachmentMeta {
	const meta = readMeta(plain, row.chunks.length);
	if (!meta.ok) throw new Fault('attachment-damaged');
	return meta.value;
}

function contentOf(plain: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
	if (!isPadding(plain, length)) throw new Fault('attachment-damaged');
	return plain.subarray(0, length);
}
