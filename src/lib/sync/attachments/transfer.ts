/** Uploading attachments to the relay and downloading them: chunk by chunk, resuming after a break. SPEC.md A6, A7. */
import { Fault, isExpected } from '../../base/fault';
import type { BlobId, SpaceId } from '../../base/ids';
import { countChunks, hasChunk, noChunks, withChunk } from '../../wire/blob';
import type { SealedRows } from '../vault/sealed';
import type { BlobRef } from './keeping';
import type { AttachmentMeta } from './meta';
import { findChunk, findMeta } from './opening';
import type { BlobRelay } from './relay';
import { changeBlob, chunkName, findBlob, isGone, newBlob, waitingChange, type KeptBlob } from './rows';

/** A transfer's progress in chunks. */
export type ChunkProgress = (done: number, total: number) => void;

/** How a transfer is followed and cancelled. */
export interface TransferOptions {
	readonly onProgress?: ChunkProgress;
	readonly signal?: AbortSignal;
}

/** Options for fetching content that its author may still be uploading. */
export interface FetchOptions extends TransferOptions {
	/** Resolves after a delay; a timer by default. */
	readonly pause?: (ms: number) => Promise<void>;
}

/** The pauses while waiting for a chunk that its author may still be uploading. */
const CHUNK_PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** How often one call restarts because the relay has meanwhile discarded what it had. */
const ATTEMPTS = 3;

/**
 * Uploads what the relay is missing of a blob, manifest and description first; resolves when the relay has
 * everything this device has. Rejects with 'attachment-gone' (erased here or there), 'relay-full',
 * 'no-connection', 'not-allowed' (a `Refusal`), 'attachment-missing' (chunks are missing here too), or
 * the signal's reason; the next call resumes where this one ended.
 */
export async function uploadAttachment(
	rows: SealedRows,
	relay: BlobRelay,
	blob: BlobId,
	options: TransferOptions = {}
): Promise<void> {
	const { space } = relay.keys;
	try {
		for (let attempt = 0; !(await uploaded(rows, relay, blob, options)); attempt++)
			if (attempt >= ATTEMPTS) throw new Fault('no-connection', { retry: true });
	} catch (error) {
		if (error instanceof Fault && error.code === 'attachment-gone') await settle(rows, space, blob, 2);
		throw error;
	}
	await settle(rows, space, blob, 1);
}

/** Name, type, size and preview: from the vault, or from the relay into it. Rejects like `fetchAttachment`. */
export async function fetchMeta(
	rows: SealedRows,
	relay: BlobRelay,
	ref: BlobRef,
	options: TransferOptions = {}
): Promise<AttachmentMeta> {
	const { space } = relay.keys;
	const known = await findMeta(rows, space, ref);
	if (known) return known;
	await download(rows, relay, ref.blob, 1, options);
	const meta = await findMeta(rows, space, ref);
	if (!meta) throw new Fault('attachment-missing', { retry: true });
	return meta;
}

/**
 * Fetches everything that is missing here; resolves when the vault has the whole. Waits up to a quarter of a minute for
 * each chunk that the author may still be uploading. Rejects with 'attachment-missing' (the relay lacks it for now),
 * 'attachment-gone', 'no-connection', 'relay-nonsense', 'storage-full', or the signal's reason; the next call resumes
 * where this one ended.
 */
export async function fetchAttachment(
	rows: SealedRows,
	relay: BlobRelay,
	ref: BlobRef,
	{ pause = sleep, ...options }: FetchOptions = {}
): Promise<void> {
	await download(rows, relay, ref.blob, Infinity, { ...options, pause });
}

/** False when the relay has forgotten the blob in between. */
async function uploaded(
	rows: SealedRows,
	relay: BlobRelay,
	blob: BlobId,
	{ onProgress, signal }: TransferOptions
): Promise<boolean> {
	const { space } = relay.keys;
	if (await isGone(rows, space, blob)) throw new Fault('attachment-gone');
	const row = await findBlob(rows, space, blob);
	if (!row) throw new Fault('attachment-missing');
	const total = row.chunks.length;
	const there = await relay.find(blob, signal);
	if (!there) await relay.announce(blob, row.manifest, signal);
	let here: Uint8Array = there?.here ?? noChunks(total);
	let lacking = 0;
	onProgress?.(countChunks(here, total), total);
	for (let index = 0; index < total; index++) {
		signal?.throwIfAborted();
		if (hasChunk(here, index)) continue;
		if (await isGone(rows, space, blob)) throw new Fault('attachment-gone');
		const sealed = await findChunk(rows, space, blob, row, index);
		if (!sealed) lacking++;
		else if (!(await relay.bring(blob, index, sealed, signal))) return false;
		else here = withChunk(here, index);
		onProgress?.(countChunks(here, total), total);
	}
	if (lacking > 0) throw new Fault('attachment-missing');
	return true;
}

/** Fetches the first `most` chunks; without `pause` it waits for none. */
async function download(
	rows: SealedRows,
	relay: BlobRelay,
	blob: BlobId,
	most: number,
	{ onProgress, signal, pause }: FetchOptions
): Promise<void> {
	const { space } = relay.keys;
	if (await isGone(rows, space, blob)) throw new Fault('attachment-gone');
	const row = (await findBlob(rows, space, blob)) ?? (await known(relay, blob, signal));
	const total = row.chunks.length;
	let { here } = row;
	onProgress?.(countChunks(here, total), total);
	for (const [index, hash] of row.chunks.entries()) {
		if (index >= most) break;
		if (hasChunk(here, index)) continue;
		signal?.throwIfAborted();
		const sealed = await brought(() => relay.fetch(blob, index, hash, signal), pause, signal);
		const change = { table: 'chunks', key: chunkName(space, hash), value: sealed } as const;
		const add = (now: KeptBlob | null): KeptBlob => ({ ...(now ?? row), here: withChunk((now ?? row).here, index) });
		if (!(await changeBlob(rows, space, blob, add, [change]))) throw new Fault('attachment-gone');
		here = withChunk(here, index);
		onProgress?.(countChunks(here, total), total);
	}
}

/** The result of `fetch`; a missing one is asked for again after each pause. */
async function brought<T>(fetch: () => Promise<T>, pause: FetchOptions['pause'], signal?: AbortSignal): Promise<T> {
	for (const pauseMs of pause ? CHUNK_PAUSES_MS : []) {
		try {
			return await fetch();
		} catch (error) {
			if (!isExpected(error, 'attachment-missing')) throw error;
		}
		await pause?.(pauseMs);
		signal?.throwIfAborted();
	}
	return fetch();
}

async function known(relay: BlobRelay, blob: BlobId, signal?: AbortSignal): Promise<KeptBlob> {
	const there = await relay.find(blob, signal);
	if (!there) throw new Fault('attachment-missing', { retry: true });
	return newBlob(there.manifest);
}

/** Nothing waits for the relay any more. */
async function settle(rows: SealedRows, space: SpaceId, blob: BlobId, relayed: 1 | 2): Promise<void> {
	const done = await waitingChange(rows, space, blob, null);
	await changeBlob(rows, space, blob, (row) => row && { ...row, relayed }, [done]);
}

function sleep(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
