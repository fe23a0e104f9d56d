/** A counsellor on this device: what the vault keeps of her, under the passphrase; and her recovery sheet. */
import { Fault, Refusal } from '../base/fault';
import { asId, type SpaceId } from '../base/ids';
import type { FoundedCentre } from '../sync/centre';
import { lockVault, unlockVault } from '../sync/lock';
import { newSecret, type SpaceRef } from '../sync/member';
import { fetchPackage, makeRecovery, packageKeys } from '../sync/packages';
import type { SealedRows } from '../sync/vault/sealed';
import type { Vault } from '../sync/vault/vault';
import { binary, jsonBytes, maybe, readJson, shape, text } from './json';

const spaceRef = (value: unknown): { space: SpaceId; seed: Uint8Array<ArrayBuffer> } => {
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

/** The name of the counsellor's database: says nothing to whoever finds it. */
export const DESK = 'desk';

/** An unlocked vault with what it says of its owner. */
export interface Unlocked {
	readonly rows: SealedRows;
	readonly account: Account;
	readonly deviceSeed: Uint8Array;
}

/** Keeps an account in an empty vault, under a passphrase. */
export async function keepAccount(vault: Vault, whose: Account, passphrase: string): Promise<Unlocked> {
	const deviceSeed = newSecret();
	const rows = await lockVault(vault, passphrase);
	await vault.commit(
		[await rows.put('meta', 'account', jsonBytes({ account: whose, deviceSeed: new Uint8Array(deviceSeed) }))],
		true
	);
	return { rows, account: whose, deviceSeed };
}

/** Opens the vault. Rejects with 'passphrase-wrong', or a `Fault` when it is damaged. */
export async function openAccount(vault: Vault, passphrase: string): Promise<Unlocked> {
	const rows = await unlockVault(vault, passphrase);
	const row = await rows.get('meta', 'account');
	const found = row.ok && row.value ? readJson(row.value, kept) : null;
	if (!found?.ok) throw new Fault('storage-unreadable');
	return { rows, ...found.value };
}

/** The account of a centre's founder. */
export function founderOf({ desk, centre, reception, root, rootSeed, identitySeed, chain }: FoundedCentre): Account {
	return {
		desk: own(desk.ref),
		centre: own(centre.ref),
		reception: own(reception.ref),
		root,
		rootSeed: new Uint8Array(rootSeed),
		identitySeed: new Uint8Array(identitySeed),
		chain
	};
}

function own({ space, seed }: SpaceRef): { space: SpaceId; seed: Uint8Array<ArrayBuffer> } {
	return { space, seed: new Uint8Array(seed) };
}

/** The package that a recovery sheet opens, to be put at the relay. */
export function recoveryOf(sheet: Uint8Array, whose: Account): ReturnType<typeof makeRecovery> {
	return makeRecovery(sheet, jsonBytes(whose));
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
