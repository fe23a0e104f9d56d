/** A device whose disk is copied. */
import type { Seed } from '../../src/lib/base/ids';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import type { Device, Scene } from './devices';
import { settle } from './settling';

/** The key of both devices. */
export const DEVICE: Seed = new Uint8Array(32).fill(3);

/** Another disk with the same bytes. */
export async function cloned(disk: MemoryVault): Promise<MemoryVault> {
	const copy = new MemoryVault();
	await copy.commit(disk.changes());
	return copy;
}

/** Lets a device connect, dies at its commit number `at` (negative: at none), and opens what it has kept. */
export async function dieWhileConnecting(stream: Scene, one: Device, at: number): Promise<void> {
	one.vault.failIn = at;
	one.connect();
	await settle(stream, true);
	one.kill();
	await one.open();
}
