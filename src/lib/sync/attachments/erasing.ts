/** Removing an attachment from this device for good. SPEC.md A8. */
import type { BlobId, SpaceId } from '../../base/ids';
import type { SealedRows } from '../vault/sealed';
import type { Change } from '../vault/vault';
import { dropUnfinished } from './keeping';
import { chunkName, findBlob, goneChange, inTurn, listUnfinished, waitingChange } from './rows';

/** An unfinished attachment this old is abandoned. */
const ABANDONED_MS = 24 * 3600 * 1000;

/**
 * Deletes all of a blob here; resolves when that is on disk. It is never fetched again.
 * `atRelay`: it must be erased there too; the same commit notes that. Rejects with a `Fault`.
 */
export async function eraseAttachment(rows: SealedRows, space: SpaceId, blob: BlobId, atRelay: boolean): Promise<void> {
	await inTurn(rows, space, blob, () => erase(rows, space, blob, atRelay));
}

async function erase(rows: SealedRows, space: SpaceId, blob: BlobId, atRelay: boolean): Promise<void> {
	const row = await findBlob(rows, space, blob);
	const changes: Change[] = (row?.chunks ?? []).map((chunk) => ({
		table: 'chunks',
		key: chunkName(space, chunk),
		value: null
	}));
	changes.push({ table: 'blobs', key: space + blob, value: null });
	changes.push(await goneChange(rows, space, blob), await waitingChange(rows, space, blob, atRelay ? 'erase' : null));
	await rows.vault.commit(changes, true);
}

/** Drops what killed pages left behind: unreferenced chunks. */
export async function sweepAttachments(rows: SealedRows, space: SpaceId, nowMs: number): Promise<void> {
	for (const { name, row } of await listUnfinished(rows, space))
		if (Math.abs(nowMs - row.atMs) > ABANDONED_MS) await dropUnfinished(rows, space, name, row.chunks);
}
