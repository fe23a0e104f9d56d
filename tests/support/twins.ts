/** A device whose disk is copied. */
import type { Seed } from '../../src/lib/base/ids';
import { MemoryVault } from '../../src/lib/sync/vault/memory';

/** The key of both devices. */
export const DEVICE: Seed = new Uint8Array(32).fill(3);

/** Another disk with the same bytes. */
export async function cloned(disk: MemoryVault): Promise<MemoryVault> {
	const copy = new MemoryVault();
	await copy.commit(disk.changes());
	return copy;
}
