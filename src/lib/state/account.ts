/** A counsellor on this device: what the vault keeps of her, under the passphrase; and her recovery sheet. */
import { Fault, Refusal } from '../base/fault';
import { asId, type SpaceId } from '../base/ids';
import { derive } from '../crypto/derive';
import { PASSPHRASE_COST, stretch } from '../crypto/passphrase';
import { freshSeed, randomBytes } from '../crypto/random';
import { contentKey, seal, unseal } from '../crypto/seal';
import { fetchPackage, makePackage, packageKeys } from '../sync/packages';
import { SealedRows } from '../sync/vault/sealed';
import type { Change, Vault } from '../sync/vault/vault';
import { FOR_EVER_DAY } from '../wire/package';
import { binary, jsonBytes, maybe, readJson, shape, text, type Reader } from './json';
import type { SpaceRef } from './session';

const spaceRef: Reader<SpaceRef> = (value) => {
	const { space, seed } = shape({ space: text, seed: binary })(value);
	return { space: asId<SpaceId>(space), seed };
};

const account = shape({
	desk: spaceRef,
	centre: spaceRef,
	reception: spaceRef,
	/** The centre's root key. */
	root: binary,
	/** Its secret, with whoever founded the centre. */
	rootSeed: maybe(binary),
	identitySeed: binary,
	/** The chain from the root to this identity, as bytes. */
	chain: binary
});
/** Who a counsellor is, on every device of hers. Never leaves it but sealed. */
export type Account = ReturnType<typeof account>;

const kept = shape({ account, deviceSeed: binary });
const lock = shape({ salt: binary, wrapped: binary, memoryKiB: Number, passes: Number });

/** The name of the counsellor's database: says nothing to whoever finds it. */
export const DESK = 'desk';

/** An unlocked vault with what it says of its owner. */
export interface Unlocked {
	readonly rows: SealedRows;
	readonly account: Account;
	readonly deviceSeed: Uint8Array;
}

/** Keeps an account in an empty vault, under a passphrase. SPEC.md V4. */
export async function keepAccount(
	vault: Vault,
	whose: Account,
	deviceSeed: Uint8Array,
	passphrase: string
): Promise<Unlocked> {
	const vaultSecret = freshSeed();
	const rows = await SealedRows.under(vault, vaultSecret);
	const salt = randomBytes(16);
	const wrapped = await seal(await contentKey(await stretch(passphrase, salt)), 'vault-key', vaultSecret);
	const locked: Change = { table: 'meta', key: 'lock', value: jsonBytes({ salt, wrapped, ...PASSPHRASE_COST }) };
	await vault.commit([locked, await rows.put('meta', 'account', jsonBytes({ account: whose, deviceSeed }))], true);
	return { rows, account: whose, deviceSeed };
}

/** Opens the vault. Rejects with 'passphrase-wrong', or a `Fault` when it is damaged. */
export async function unlockVault(vault: Vault, passphrase: string): Promise<Unlocked> {
	const raw = await vault.get('meta', 'lock');
	const read = raw ? readJson(raw, lock) : null;
	if (!read?.ok) throw new Fault('storage-unreadable');
	const { salt, wrapped, memoryKiB, passes } = read.value;
	const cost = { memoryKiB: Math.min(memoryKiB, 1 << 20), passes: Math.min(passes, 16) };
	const secret = await unseal(await contentKey(await stretch(passphrase, salt, cost)), 'vault-key', wrapped);
	if (!secret.ok) throw new Refusal('passphrase-wrong');
	const rows = await SealedRows.under(vault, secret.value);
	const row = await rows.get('meta', 'account');
	const found = row.ok && row.value ? readJson(row.value, kept) : null;
	if (!found?.ok) throw new Fault('storage-unreadable');
	return { rows, ...found.value };
}

/** The package that a recovery sheet opens, to be put at the relay. */
export async function recoveryPackage(
	sheet: Uint8Array,
	whose: Account
): Promise<{ id: string; whole: Uint8Array<ArrayBuffer> }> {
	const keys = await packageKeys(sheet, 'recovery');
	return {
		id: keys.id,
		whole: await makePackage(keys, derive(sheet, 'recovery-issuer'), jsonBytes(whose), FOR_EVER_DAY)
	};
}

/** The account of a recovery sheet. Rejects with 'recovery-words-wrong' or a `Fault`. */
export async function recoverAccount(relay: string, sheet: Uint8Array): Promise<Account> {
	const opened = await fetchPackage(relay, await packageKeys(sheet, 'recovery')).catch((error: unknown) => {
		throw error instanceof Refusal ? new Refusal('recovery-words-wrong') : error;
	});
	const read = readJson(opened.plain, account);
	if (!read.ok) throw new Fault('relay-nonsense');
	return read.value;
}
