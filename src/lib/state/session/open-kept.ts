/** A space from the vault, with its charter from the relay where the vault has none. */
import { Fault } from '../../base/fault';
import { fetchCharter } from '../../sync/centre/bootstrap';
import type { Connection } from '../../sync/exchange/connection';
import type { Credentials, SpaceRef } from '../../sync/keys/member';
import type { Holding, Policy } from '../../sync/space/documents';
import { keptRows, type KeptRows } from '../../sync/space/kept-rows';
import { Space } from '../../sync/space/space';
import { charterChanges, documentOf } from '../../sync/vault/naming';
import type { SealedRows } from '../../sync/vault/sealed';

/**
 * Opens it with keys that are still being derived. Rejects with a `Fault` when the vault cannot be read, or the relay
 * does not give a charter that verifies.
 */
export async function openKept(
	{ rows, connection }: { readonly rows: SealedRows; readonly connection: Connection },
	derived: Promise<Credentials>,
	{ space: id, isOffered }: SpaceRef,
	{ policy, holding = 'all' }: { readonly policy: Policy; readonly holding?: Holding },
	now: () => number
): Promise<Space> {
	const readKept = async (): Promise<KeptRows> =>
		keptRows(rows, id, holding === 'all' ? undefined : documentOf((await derived).member));
	const [made, kept] = await Promise.all([derived, readKept()]);
	const keys = { ...made, isOffered: isOffered === true };
	const fetched = async (): Promise<Space> => {
		// the relay has them: nothing is lost with the power
		await rows.vault.commit(charterChanges(id, await fetchCharter(connection, keys)));
		return Space.open(rows, keys, policy, now, await readKept(), holding);
	};
	if (kept.charters.length === 0) return fetched();
	return Space.open(rows, keys, policy, now, kept, holding).catch((error: unknown) => {
		if (error instanceof Fault) throw error;
		// The charter's first record is damaged here; the relay has it.
		return fetched();
	});
}
