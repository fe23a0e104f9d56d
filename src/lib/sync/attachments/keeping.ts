/** Putting a file into the vault, sealed chunk by chunk, with only a few chunks in memory at once. SPEC.md A4. */
import { equal, hex } from '../../base/bytes';
import { Fault, passOver, Refusal } from '../../base/fault';
import type { BlobId, Hash, Seed, SpaceId } from '../../base/ids';
import { hashLarge } from '../../crypto/hash';
import { freshSeed, randomBytes } from '../../crypto/random';
import { blobIdOf, chunkHash, chunksOf, encodeManifest, noChunks, withChunk } from '../../wire/blob';
import { CHUNK_BYTES, MAX_BLOB_BYTES } from '../../wire/limits';
import type { SealedRows } from '../vault/sealed';
import type { Change } from '../vault/vault';
import { chunkKey, sealChunk } from './chunks';
import { encodeMeta, type AttachmentMeta } from './meta';
import { padded } from './padding';
import { blobChange, chunkName, makingChange, waitingChange } from './rows';

/** What a message says about an attachment: its id and the key that opens it. */
export interface BlobRef {
	readonly blob: BlobId;
	/** 32 secret bytes for this file alone. */
	readonly key: Seed;
}

/** Progress in bytes of the file's content. */
export type Progress = (doneBytes: number, totalBytes: number) => void;

/** How a file is taken in. */
export interface KeepOptions {
	readonly onProgress?: Progress;
	/** Cancels it and leaves nothing behind. Rejects with the signal's reason. */
	readonly signal?: AbortSignal;
	/** The size limit; MAX_BLOB_BYTES by default. */
	readonly maxBytes?: number;
	/** Ms since 1970. */
	readonly now?: () => number;
}

/**
 * Reads `source` slice by slice, seals it and keeps it; resolves when all of it is in the vault, ready to
 * upload. Rejects with 'attachment-too-large' (a `Refusal`), 'file-unreadable', 'file-changed',
 * 'storage-full', or the signal's reason, and then leaves nothing behind.
 */
export async function keepAttachment(
	rows: SealedRows,
	space: SpaceId,
	source: Blob,
	meta: Omit<AttachmentMeta, 'size'>,
	options: KeepOptions = {}
): Promise<BlobRef> {
	const { onProgress, signal, maxBytes = MAX_BLOB_BYTES, now = Date.now } = options;
	const { size } = source;
	const total = chunksOf(size);
	if (size > maxBytes) throw new Refusal('attachment-too-large');
	signal?.throwIfAborted();
	// the key belongs to this attempt alone: no number is ever sealed twice under one key
	const secret = freshSeed();
	const key = await chunkKey(space, secret, total);
	const name = hex(randomBytes(8));
	const chunks: Hash[] = [];
	const keep = async (index: number, plain: Uint8Array): Promise<void> => {
		const sealed = await sealChunk(key, index, plain);
		const chunk = await chunkHash(sealed);
		chunks.push(chunk);
		const change = { table: 'chunks', key: chunkName(space, chunk), value: sealed } as const;
		await rows.vault.commit([change, await makingChange(rows, space, name, { atMs: now(), chunks })]);
		signal?.throwIfAborted();
	};
	try {
		await keep(0, encodeMeta({ ...meta, size }));
		const prints: Hash[] = [];
		for (let at = 0; at < size; at += CHUNK_BYTES) {
			const plain = await slice(source, at, size);
			if (isAtAnEnd(at, size)) prints.push(await hashLarge('file', plain));
			await keep(chunks.length, plain.length === CHUNK_BYTES ? plain : padded(plain));
			onProgress?.(Math.min(size, at + CHUNK_BYTES), size);
		}
		await compare(source, prints);
		const manifest = encodeManifest(chunks);
		const blob = blobIdOf(manifest);
		const here = chunks.reduce<Uint8Array>((bits, _, index) => withChunk(bits, index), noChunks(total));
		const row = { version: 1, manifest, here, isOwn: 1, relayed: 0, chunks } as const;
		const changes = await Promise.all([
			makingChange(rows, space, name, null),
			blobChange(rows, space, blob, row),
			waitingChange(rows, space, blob, 'upload')
		]);
		signal?.throwIfAborted();
		await rows.vault.commit(changes, true);
		return { blob, key: secret };
	} catch (error) {
		await dropUnfinished(rows, space, name, chunks);
		throw error;
	}
}

/** Drops an attachment's unreferenced chunks. Those that cannot be dropped now are found again later. */
export async function dropUnfinished(
	rows: SealedRows,
	space: SpaceId,
	name: string,
	chunks: readonly Hash[]
): Promise<void> {
	const changes: Change[] = chunks.map((chunk) => ({ table: 'chunks', key: chunkName(space, chunk), value: null }));
	changes.push(await makingChange(rows, space, name, null));
	await rows.vault.commit(changes).catch(passOver());
}

/** One slice of a file; checks that it has the expected length. */
async function slice(source: Blob, at: number, size: number): Promise<Uint8Array<ArrayBuffer>> {
	const end = Math.min(size, at + CHUNK_BYTES);
	let plain: Uint8Array<ArrayBuffer>;
	try {
		plain = new Uint8Array(await source.slice(at, end).arrayBuffer());
	} catch (cause) {
		throw new Fault('file-unreadable', { cause, retry: true });
	}
	if (plain.length !== end - at) throw new Fault('file-changed', { retry: true });
	return plain;
}

/** Reads the file's ends again: concurrent writes change the length, the beginning or the end. */
async function compare(source: Blob, prints: readonly Hash[]): Promise<void> {
	const { size } = source;
	let next = 0;
	for (let at = 0; at < size; at += CHUNK_BYTES) {
		if (!isAtAnEnd(at, size)) continue;
		const print = await hashLarge('file', await slice(source, at, size));
		if (!equal(print, prints[next++] ?? new Uint8Array())) throw new Fault('file-changed', { retry: true });
	}
}

function isAtAnEnd(at: number, size: number): boolean {
	return at === 0 || at + CHUNK_BYTES >= size;
}
