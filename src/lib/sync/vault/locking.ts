/** A vault under a passphrase: its key is stored wrapped, and unwrapped while the vault is open. SPEC.md V4. */
import { Fault, Refusal } from '../../base/fault';
import { PASSPHRASE_COST, stretch } from '../../crypto/passphrase';
import { freshSeed, randomBytes } from '../../crypto/random';
import { contentKey, seal, unseal } from '../../crypto/seal';
import { bytes, decode, encode, fixed, record, uint } from '../../wire/codec';
import { SealedRows } from './sealed';
import type { Vault } from './vault';

const lock = record({ salt: fixed(16), wrapped: bytes(256), memoryKiB: uint, passes: uint });
const KEY = 'lock';
/** No stored cost may make an unlocking device run out of memory or time. */
const MOST_MEMORY_KIB = 1 << 20;
const MOST_PASSES = 16;

/** Puts an empty vault under a passphrase; resolves when its wrapped key is on disk. */
export async function lockVault(vault: Vault, passphrase: string): Promise<SealedRows> {
	const secret = freshSeed();
	const salt = randomBytes(16);
	const wrapped = await seal(await contentKey(await stretch(passphrase, salt)), 'vault-key', secret);
	await vault.commit([{ table: 'meta', key: KEY, value: encode(lock, { salt, wrapped, ...PASSPHRASE_COST }) }], true);
	return SealedRows.under(vault, secret);
}

/** Opens a vault. Rejects with 'passphrase-wrong', or with 'storage-unreadable' when its lock is damaged. */
export async function unlockVault(vault: Vault, passphrase: string): Promise<SealedRows> {
	const raw = await vault.get('meta', KEY);
	const read = raw ? decode(lock, raw) : null;
	if (!read?.ok) throw new Fault('storage-unreadable');
	const { salt, wrapped, memoryKiB, passes } = read.value;
	const cost = { memoryKiB: Math.min(memoryKiB, MOST_MEMORY_KIB), passes: Math.min(passes, MOST_PASSES) };
	const secret = await unseal(await contentKey(await stretch(passphrase, salt, cost)), 'vault-key', wrapped);
	if (!secret.ok) throw new Refusal('passphrase-wrong');
	return SealedRows.under(vault, secret.value);
}

/** Whether a vault is under a passphrase. */
export async function isLocked(vault: Vault): Promise<boolean> {
	return (await vault.get('meta', KEY)) !== null;
}
