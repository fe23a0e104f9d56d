/** Sealing and opening one chunk. SPEC.md A1. */
import { concat, fromHex } from '../../base/bytes';
import type { Sealed, Seed, SpaceId } from '../../base/ids';
import type { Result } from '../../base/result';
import { contentKey, sealNumbered, unsealNumbered } from '../../crypto/seal';

/** A file's own key, ready to use. */
export interface ChunkKey {
	readonly space: SpaceId;
	readonly key: CryptoKey;
	/** The number of chunks. */
	readonly total: number;
}

/** The key of a file with `total` chunks in one space. */
export async function chunkKey(space: SpaceId, secret: Seed, total: number): Promise<ChunkKey> {
	return { space, key: await contentKey(secret), total };
}

/** Seals chunk `index`. Use each index only once per secret. SPEC.md A1. */
export function sealChunk(key: ChunkKey, index: number, plain: Uint8Array): Promise<Sealed> {
	return sealNumbered(key.key, 'chunk', index, plain, place(key, index));
}

/** Opens chunk `index`, or says why not: altered, or from another file, position or space. SPEC.md A1. */
export function openChunk(key: ChunkKey, index: number, sealed: Sealed): Promise<Result<Uint8Array<ArrayBuffer>>> {
	return unsealNumbered(key.key, 'chunk', index, sealed, place(key, index));
}

function place({ space, total }: ChunkKey, index: number): Uint8Array {
	const numbers = new Uint8Array(8);
	const view = new DataView(numbers.buffer);
	view.setUint32(0, index);
	view.setUint32(4, total);
	return concat(fromHex(space), numbers);
}
