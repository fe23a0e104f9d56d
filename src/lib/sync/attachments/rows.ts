/**
 * The vault's rows for attachments. Chunks lie there as they are, named by their hash; in the table `blobs`
 * rows are sealed, and the character after the space tells what they are. SPEC.md A3.
 */
import { hex } from '../../base/bytes';
import { Fault } from '../../base/fault';
import type { BlobId, Hash, SpaceId } from '../../base/ids';
import { hasChunk, noChunks, readManifest } from '../../wire/blob';
import { byteOf, bytes, decode, encode, fixed, list, record, uint, type Carried } from '../../wire/codec';
import { MAX_BLOB_CHUNKS, MAX_MANIFEST_BYTES } from '../../wire/limits';
import type { SealedRows } from '../vault/sealed';
import type { Change } from '../vault/vault';

const kept = record({
	version: byteOf(1),
	manifest: bytes(MAX_MANIFEST_BYTES),
	/** Which chunks are here. */
	here: bytes(Math.ceil(MAX_BLOB_CHUNKS / 8)),
	/** 1: made on this device. */
	isOwn: byteOf(0, 1),
	/** 1: the relay said that it has all of it. 2: it was erased there. */
	relayed: byteOf(0, 1, 2)
});
/** An attachment on this device. */
export type KeptBlob = Carried<typeof kept> & { readonly chunks: readonly Hash[] };

const making = record({ atMs: uint, chunks: list(fixed(32), MAX_BLOB_CHUNKS) });
/** Chunks of an unfinished attachment: nothing refers to them. */
export type Unfinished = Carried<typeof making>;

const waiting = record({ what: byteOf(0, 1) });
/** What the relay still has to be told. */
export type Waiting = 'upload' | 'erase';

/** The character after the space in the keys of these rows. */
const [WAITING, MAKING] = ['!', '+'];
const SPACE_LETTERS = 32;

/** An attachment's row, or null: missing or damaged, which amounts to the same. */
export async function findBlob(rows: SealedRows, space: SpaceId, blob: BlobId): Promise<KeptBlob | null> {
	const plain = await rows.get('blobs', space + blob);
	const read = plain.ok && plain.value ? decode(kept, plain.value) : null;
	const chunks = read?.ok ? readManifest(read.value.manifest) : null;
	if (!read?.ok || !chunks?.ok || read.value.here.length !== noChunks(chunks.value.length).length) return null;
	return { ...read.value, chunks: chunks.value };
}

/** The change that stores an attachment's row. */
export function blobChange(rows: SealedRows, space: SpaceId, blob: BlobId, row: KeptBlob): Promise<Change> {
	return rows.put('blobs', space + blob, encode(kept, row));
}

const turns = new WeakMap<SealedRows, Map<string, Promise<unknown>>>();

/** Runs `work` when nothing else on this page changes this blob's rows. */
export async function inTurn<T>(rows: SealedRows, space: SpaceId, blob: BlobId, work: () => Promise<T>): Promise<T> {
	const all = turns.get(rows) ?? new Map<string, Promise<unknown>>();
	turns.set(rows, all);
	const name = space + blob;
	const mine = (all.get(name) ?? Promise.resolve()).then(work, work);
	all.set(name, mine);
	try {
		return await mine;
	} finally {
		if (all.get(name) === mine) all.delete(name);
	}
}

/**
 * Changes an attachment's row, together with `more`; `change` gets null when there is none, and returns
 * null to leave it. Once the blob was erased here, does nothing and returns false: it does not come back.
 */
export function changeBlob(
	rows: SealedRows,
	space: SpaceId,
	blob: BlobId,
	change: (row: KeptBlob | null) => KeptBlob | null,
	more: readonly Change[] = []
): Promise<boolean> {
	return inTurn(rows, space, blob, async () => {
		if (await isGone(rows, space, blob)) return false;
		const next = change(await findBlob(rows, space, blob));
		if (next) await rows.vault.commit([...more, await blobChange(rows, space, blob, next)]);
		return true;
	});
}

/** All attachments of a space of which this device has anything. */
export async function listBlobs(rows: SealedRows, space: SpaceId): Promise<readonly BlobId[]> {
	const found = await rows.vault.list('blobs', space);
	return found.flatMap(([key]) => (/^[0-9a-f]{64}$/.test(key.slice(32)) ? [key.slice(32) as BlobId] : []));
}

/** A row without any chunk yet. */
export function newBlob(manifest: Uint8Array): KeptBlob {
	const chunks = readManifest(manifest);
	if (!chunks.ok) throw new Fault('attachment-damaged');
	const here = noChunks(chunks.value.length);
	return { version: 1, manifest, here, isOwn: 0, relayed: 0, chunks: chunks.value };
}

/** Whether all of it is here. */
export function isWhole({ chunks, here }: KeptBlob): boolean {
	return chunks.every((_, index) => hasChunk(here, index));
}

/** The key of a sealed chunk. */
export function chunkName(space: SpaceId, chunk: Hash): string {
	return space + hex(chunk);
}

/** The key prefix of everything that a space still has to tell the relay. */
function waitingKey(space: SpaceId): string {
	return space + WAITING;
}

/** The change that stores, or drops, what to tell the relay about a blob. */
export async function waitingChange(
	rows: SealedRows,
	space: SpaceId,
	blob: BlobId,
	what: Waiting | null
): Promise<Change> {
	const key = waitingKey(space) + blob;
	if (what === null) return { table: 'blobs', key, value: null };
	return rows.put('blobs', key, encode(waiting, { what: what === 'upload' ? 0 : 1 }));
}

/** What to tell the relay, erasures first. A damaged row counts as an upload, which does no harm. */
export async function listWaiting(
	rows: SealedRows,
	space: SpaceId
): Promise<readonly { readonly blob: BlobId; readonly what: Waiting }[]> {
	const found = await rows.list('blobs', waitingKey(space));
	const all = found.map(({ key, plain }) => {
		const read = plain.ok ? decode(waiting, plain.value) : plain;
		return { blob: key.slice(33) as BlobId, what: read.ok && read.value.what === 1 ? 'erase' : 'upload' } as const;
	});
	return [...all.filter(({ what }) => what === 'erase'), ...all.filter(({ what }) => what === 'upload')];
}

/** The spaces where something waits for the relay, and those with unfinished attachments. */
export interface Begun {
	readonly waiting: Set<SpaceId>;
	readonly making: Set<SpaceId>;
}

/** Where something is left to do, across all spaces. */
export async function begunIn(rows: SealedRows): Promise<Begun> {
	const begun: Begun = { waiting: new Set(), making: new Set() };
	for (const [key] of await rows.vault.list('blobs', '')) {
		const sign = key.charAt(SPACE_LETTERS);
		const space = key.slice(0, SPACE_LETTERS) as SpaceId;
		if (sign === WAITING) begun.waiting.add(space);
		else if (sign === MAKING) begun.making.add(space);
	}
	return begun;
}

/** The change that records for good that a blob was erased here. */
export function goneChange(rows: SealedRows, space: SpaceId, blob: BlobId): Promise<Change> {
	return rows.put('blobs', goneKey(space, blob), new Uint8Array());
}

/** Whether a blob was erased on this device. */
export async function isGone(rows: SealedRows, space: SpaceId, blob: BlobId): Promise<boolean> {
	return (await rows.vault.get('blobs', goneKey(space, blob))) !== null;
}

/** The change that stores which chunks an unfinished attachment has; null when it is finished. */
export async function makingChange(
	rows: SealedRows,
	space: SpaceId,
	name: string,
	row: Unfinished | null
): Promise<Change> {
	const key = makingKey(space) + name;
	return row === null ? { table: 'blobs', key, value: null } : rows.put('blobs', key, encode(making, row));
}

/** Unfinished attachments with their names. */
export async function listUnfinished(
	rows: SealedRows,
	space: SpaceId
): Promise<readonly { readonly name: string; readonly row: Unfinished }[]> {
	return (await rows.list('blobs', makingKey(space))).flatMap(({ key, plain }) => {
		const read = plain.ok ? decode(making, plain.value) : plain;
		return read.ok ? [{ name: key.slice(33), row: read.value }] : [];
	});
}

function goneKey(space: SpaceId, blob: BlobId): string {
	return `${space}-${blob}`;
}

function makingKey(space: SpaceId): string {
	return space + MAKING;
}
