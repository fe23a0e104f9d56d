/** A counsellor on this device: what the vault keeps of her under the passphrase, and her recovery sheet. */
import { Fault, isExpected, Refusal } from '../../base/fault';
import { asId, type MemberId, type SpaceId } from '../../base/ids';
import type { NewCentre } from '../../sync/centre/centre';
import { lockVault, unlockVault } from '../../sync/vault/locking';
import { newSecret, type SpaceRef } from '../../sync/keys/member';
import { fetchPackage, makeRecovery, packageKeys } from '../../sync/exchange/packages';
import type { SealedRows } from '../../sync/vault/sealed';
import type { Vault } from '../../sync/vault/vault';
import { binary, jsonBytes, listOf, maybe, readJson, shape, text } from '../session/json';

interface KeptRef {
	readonly space: SpaceId;
	readonly seed: Uint8Array<ArrayBuffer>;
	/** Set if the keys are not the member's first ones, because she came by an invitation. */
	readonly member?: MemberId;
}
const spaceRef = (value: unknown): KeptRef => {
	const { space, seed, member } = shape({ space: text, seed: binary, member: maybe(text) })(value);
	return { space: asId<SpaceId>(space), seed, ...(member === null ? {} : { member: asId<MemberId>(member) }) };
};

const account = shape({
	desk: spaceRef,
	centre: spaceRef,
	reception: spaceRef,
	/** The centre's root key. */
	root: binary,
	/** Its secret; only the centre's founder has it. */
	rootSeed: maybe(binary),
	identitySeed: binary,
	/** The chain from the root to this identity, as bytes. */
	chain: binary
});
/** Who a counsellor is, on each of her devices. Never leaves it unsealed. */
export type Account = ReturnType<typeof account>;

const kept = shape({ account, deviceSeed: binary });

/** An unlocked vault with what it says about its owner. */
export interface Unlocked {
	readonly rows: SealedRows;
	readonly account: Account;
	readonly deviceSeed: Uint8Array;
}

/** Keeps an account in an empty vault under a passphrase, with further meta rows in the same commit. */
export async function keepAccount(
	vault: Vault,
	whose: Account,
	passphrase: string,
	beside: Readonly<Record<string, Uint8Array>> = {}
): Promise<Unlocked> {
	const deviceSeed = newSecret();
	const rows = await lockVault(vault, passphrase);
	const kept = { account: jsonBytes({ account: whose, deviceSeed: new Uint8Array(deviceSeed) }), ...beside };
	await vault.commit(await Promise.all(Object.entries(kept).map(([key, plain]) => rows.put('meta', key, plain))), true);
	return { rows, account: whose, deviceSeed };
}

/** Opens the vault. Rejects with 'passphrase-wrong', or a `Fault` if it is damaged. */
export async function openAccount(vault: Vault, passphrase: string): Promise<Unlocked> {
	const rows = await unlockVault(vault, passphrase);
	const row = await rows.get('meta', 'account');
	const found = row.ok && row.value ? readJson(row.value, kept) : null;
	if (!found?.ok) throw new Fault('storage-unreadable');
	return { rows, ...found.value };
}

/** Whether a vault holds an account: not if making it was interrupted. */
export async function hasAccount(vault: Vault): Promise<boolean> {
	return (await vault.get('meta', 'account')) !== null;
}

/** The account of a centre's founder. */
export function founderOf({ desk, centre, reception, root, rootSeed, identitySeed, chain }: NewCentre): Account {
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

/** The package that a recovery sheet opens, on its way to the relay, and the keys to revoke it. */
export const keptRecovery = shape({ id: text, whole: binary, writer: binary, issuer: binary });

/** The package that this sheet opens, to be put at the relay. */
export async function recoveryOf(sheet: Uint8Array, whose: Account): Promise<ReturnType<typeof keptRecovery>> {
	const { id, whole, writer, issuer } = await makeRecovery(sheet, jsonBytes(whose));
	return { id, whole, writer: new Uint8Array(writer), issuer: new Uint8Array(issuer) };
}

/** The account of a recovery sheet. Rejects with 'recovery-words-wrong', 'recovery-replaced' or a `Fault`. */
export async function recoverAccount(relay: string, sheet: Uint8Array): Promise<Account> {
	const opened = await fetchPackage(relay, await packageKeys(sheet, 'recovery')).catch((error: unknown) => {
		if (isExpected(error, 'link-revoked')) throw new Refusal('recovery-replaced');
		throw error instanceof Refusal ? new Refusal('recovery-words-wrong') : error;
	});
	const read = readJson(opened.plain, account);
	if (!read.ok) throw new Fault('relay-nonsense');
	return read.value;
}

const sheetRow = shape({
	words: listOf(text),
	centreName: text,
	counsellorName: text,
	/** The package of a sheet that will replace another once it has been checked. */
	whole: maybe(binary)
});

/** The recovery sheet that was shown but not checked yet, as the vault keeps it, or null. */
export async function readSheet(rows: SealedRows): Promise<ReturnType<typeof sheetRow> | null> {
	const row = await rows.get('meta', 'sheet');
	const read = row.ok && row.value ? readJson(row.value, sheetRow) : null;
	return read?.ok ? read.value : null;
}
