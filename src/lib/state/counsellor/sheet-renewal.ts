/** A new recovery sheet in place of the one that a counsellor has. */
import { fromWords, parse, toWords } from '../../domain/recovery';
import { newSheet, recoveryLease } from '../../sync/exchange/packages';
import type { DexieVault } from '../../sync/vault/dexie';
import { openAccount, readSheet, recoveryOf } from '../centre/account';
import type { RecoverySheet } from '../contract/recovery-sheet';
import { jsonBytes } from '../session/json';
import type { Workplace } from './workplace.svelte';

/** Makes a sheet and keeps it until it has been checked. Rejects with a `Refusal` of the passphrase, or a `Fault`. */
export async function makeSheet(
	vault: DexieVault,
	passphrase: string,
	names: Pick<RecoverySheet, 'centreName' | 'counsellorName'>
): Promise<RecoverySheet> {
	const { rows, account } = await openAccount(vault, passphrase);
	const secret = newSheet();
	const { whole } = await recoveryOf(secret, account);
	const sheet = { words: toWords(secret), ...names };
	await rows.vault.commit([await rows.put('meta', 'sheet', jsonBytes({ ...sheet, whole }))], true);
	return sheet;
}

/** A checked sheet replaces the previous one; after an interruption again, with the same bytes. */
export async function replaceSheet(work: Workplace, sheet: RecoverySheet): Promise<void> {
	const kept = await readSheet(work.unlocked.rows);
	const secret = fromWords(parse(sheet.words.join(' ')));
	if (!kept || kept.whole === null || !secret.ok) return;
	const lease = await recoveryLease(secret.value);
	await work.send(lease.id, kept.whole);
	await work.team?.sheet.replace(lease);
}
