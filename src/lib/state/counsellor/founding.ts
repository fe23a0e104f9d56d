/**
 * Founding a centre. Everything is made and kept on the founder's device, her recovery sheet is shown and
 * checked, and the relay is asked last: that step spends the set-up code, and can be repeated. SPEC.md Y7.
 */
import { Fault, Refusal } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { batches } from '../../sync/exchange/batches';
import { foundCentre, makeCentre, type FoundedSpace } from '../../sync/centre/centre';
import { founderOf, keptRecovery, recoveryOf, type Account } from '../centre/account';
import { readCentreCard, type Card } from '../centre/cards';
import { binary, jsonBytes, listOf, readJson, shape, text } from '../session/json';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import type { CentreCard } from '../contract/centre';

/** A founding in progress: in the vault until it is done. */
const founding = shape({
	setupCode: text,
	/** The charters, record by record. */
	desk: listOf(binary),
	centre: listOf(binary),
	reception: listOf(binary),
	/** The secret shared by all readers of the reception. */
	readerSeed: binary,
	/** The secret with which colleagues drop letters into the founder's desk. */
	posterSeed: binary,
	recovery: keptRecovery,
	/** The centre's face as published. */
	face: text,
	card: shape({ name: text, picture: text })
});
export type Founding = ReturnType<typeof founding>;

/** Everything a founder and her centre need from now on: made here, known to nobody else. */
export async function makeFounder(
	setupCode: string,
	sheet: Uint8Array,
	face: CentreCard,
	card: Card,
	nowMs: number
): Promise<{ readonly account: Account; readonly founding: Founding }> {
	const made = await makeCentre(nowMs);
	const account = founderOf(made);
	const recovery = await recoveryOf(sheet, account);
	const bytesOf = ({ records }: FoundedSpace): Uint8Array<ArrayBuffer>[] =>
		records.map(({ bytes }) => new Uint8Array(bytes));
	return {
		account,
		founding: {
			setupCode,
			desk: bytesOf(made.desk),
			centre: bytesOf(made.centre),
			reception: bytesOf(made.reception),
			readerSeed: new Uint8Array(made.readerSeed),
			posterSeed: new Uint8Array(made.posterSeed),
			recovery,
			face: JSON.stringify(face),
			card
		}
	};
}

/** The row of a founding in progress, or null. */
export function readFounding(row: Uint8Array | null): Founding | null {
	const read = row ? readJson(row, founding) : null;
	return read?.ok && readCentreCard(read.value.face) ? read.value : null;
}

/** The row that resumes the founding. */
export function foundingBytes(whose: Founding): Uint8Array {
	return jsonBytes(whose);
}

/** Founds the centre at the relay; repeatable. Rejects with 'setup-code-wrong', -'used' or -'waits', or a `Fault`. */
export async function claimCentre(relay: string, account: Account, whose: Founding): Promise<void> {
	if (!account.rootSeed) throw new Fault('storage-unreadable');
	await foundCentre(relay, whose.setupCode, {
		rootSeed: account.rootSeed,
		centre: { space: account.centre.space, records: whose.centre },
		reception: { space: account.reception.space, records: whose.reception }
	});
}

/**
 * Founds the centre again at a relay that has lost everything, with a new code; the rest follows by itself.
 * Only its founder can. Rejects with 'not-allowed', 'setup-code-wrong', -'used' or -'waits', or a `Fault`.
 */
export async function refoundCentre(
	session: Session,
	{ rootSeed }: Account,
	{ centre, reception }: { readonly centre: OpenSpace; readonly reception: OpenSpace },
	setupCode: string
): Promise<void> {
	if (!rootSeed) throw new Refusal('not-allowed');
	// The first part of each chain; the rest follows with the next join (sync X2).
	const beginningOf = ({ space }: OpenSpace): { space: SpaceId; records: readonly Uint8Array[] } => {
		const [records = []] = batches(space.records.map(({ bytes }) => bytes));
		return { space: space.id, records };
	};
	const claim = { rootSeed, centre: beginningOf(centre), reception: beginningOf(reception) };
	await foundCentre(session.relay, setupCode.trim().toUpperCase(), claim);
	session.connection.disconnect();
	session.connection.connect();
}
