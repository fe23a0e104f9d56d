/** A client's device that remembers: what it keeps, under a key that scripts can use but not read. */
import { Fault, passOver } from '../../base/fault';
import { SealedRows } from '../../sync/vault/sealed';
import { doorOf } from '../../sync/keys/link';
import type { MovingVault } from '../../sync/vault/moving';
import type { Vault } from '../../sync/vault/vault';
import { askToStay, chatName, keptDoors } from '../page/browser';
import { linkPackage } from '../access/link-package';
import { binary, jsonBytes, readJson, shape, text } from '../session/json';

const remembered = shape({
	invited: linkPackage,
	deviceSeed: binary,
	mailboxMember: text,
	link: binary
});
/** Everything a device needs to work without the link. */
export type Remembered = ReturnType<typeof remembered>;

/**
 * Moves everything into this browser's storage; resolves when it is on the disk. Rejects with a `Fault`, with
 * nothing moved or left behind, if it cannot be kept or another tab already keeps it. SPEC.md K12.
 */
export async function keepHere(vault: MovingVault, rows: SealedRows, kept: Remembered): Promise<void> {
	const [{ DexieVault }, { keepDeviceKey, dropDeviceKey }] = await Promise.all([
		import('../../sync/vault/dexie'),
		import('../../sync/vault/device-key')
	]);
	const door = doorOf(kept.link);
	const others = await recall(kept.link);
	others?.vault.close();
	if (others) throw new Fault('unexpected');
	const target = await DexieVault.open(chatName(door));
	try {
		await keepDeviceKey(door, rows.key);
		await vault.moveTo(target, [await rows.put('meta', 'client', jsonBytes(kept))]);
	} catch (error) {
		// The names alone would tell that somebody has been here.
		for (const clean of [() => target.wipe(), () => dropDeviceKey(door)]) await clean().catch(passOver());
		throw error;
	}
	void askToStay();
}

/**
 * What this device remembers of a link's conversation, without a link of the one kept last; otherwise null.
 * Asks for nothing that would leave a trace. SPEC.md K12.
 */
export async function recall(
	link: Uint8Array | null
): Promise<{ kept: Remembered; vault: Vault; key: CryptoKey } | null> {
	const doors = await keptDoors();
	if (link ? !doors.includes(doorOf(link)) : doors.length === 0) return null;
	const [{ DexieVault }, { findDeviceKey, lastDoor }] = await Promise.all([
		import('../../sync/vault/dexie'),
		import('../../sync/vault/device-key')
	]);
	const door = link ? doorOf(link) : await lastDoor();
	if (door === null || !doors.includes(door)) return null;
	const key = await findDeviceKey(door);
	const vault = await DexieVault.open(chatName(door));
	const row = key ? await new SealedRows(vault, key).get('meta', 'client') : null;
	if (!key || !row?.ok || !row.value) return null;
	const read = readJson(row.value, remembered);
	return read.ok ? { kept: read.value, vault, key } : null;
}
