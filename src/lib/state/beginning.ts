/** A counsellor's first opening on a device: as the founder of the centre, or by an invitation. */
import { base64url } from '../base/bytes';
import { Fault, Refusal } from '../base/fault';
import type { PackageId, SpaceId } from '../base/ids';
import { writeRecord } from '../domain/records';
import type { FoundedCentre } from '../sync/centre';
import { keptRecords } from '../sync/naming';
import type { SealedRows } from '../sync/vault/sealed';
import type { Account } from './account';
import type { Card, CentreCard } from './cards';
import { closeInvitation, type Joining } from './joining';
import type { Team } from './team.svelte';

/** How somebody begins here. */
export type Beginning =
	{ readonly centre: FoundedCentre; readonly face: CentreCard; readonly card: Card } | { readonly joining: Joining };

/** The charters that she brings along, with the spaces they are of. */
export function firstSpaces(
	account: Account,
	beginning: Beginning | undefined
): (readonly [SpaceId, ReturnType<typeof keptRecords>])[] {
	if (!beginning) return [];
	if ('joining' in beginning) return [[account.desk.space, keptRecords(beginning.joining.desk)]];
	const { desk, centre, reception } = beginning.centre;
	return [desk, centre, reception].map(({ ref, records }) => [ref.space, [...records]]);
}

/** The centre's face, and hers. */
export async function introduceFounder(
	team: Team,
	{ centre: founded, face, card }: Extract<Beginning, { readonly centre: FoundedCentre }>
): Promise<void> {
	const { session, centre, reception, self } = team.parts;
	await reception.publish('centre', JSON.stringify(face), await self.introduce(reception.space));
	await team.showCard(card);
	await session.write(centre, (doc) => {
		writeRecord(doc.getMap('colleagues'), 'reception', { readerSeed: base64url(founded.readerSeed) });
	});
	await team.noteOneself(founded.posterSeed);
}

/** Her face, her place among the colleagues, her way back; then the invitation is of no use any more. */
export async function introduceNewcomer(team: Team, joining: Joining, rows: SealedRows): Promise<void> {
	const { session, centre, parcels, self } = team.parts;
	await team.showCard(joining.card);
	await team.noteOneself(joining.posterSeed);
	await session.write(centre, (doc) => {
		writeRecord(doc.getMap('invitations'), joining.content.id, { used: self.id });
	});
	const { id, whole, writer, issuer } = joining.recovery;
	await team.sheet.adopt({ id: id as PackageId, writer, issuer });
	await parcels.add(id, whole);
	await rows.vault.commit([{ table: 'meta', key: 'joining', value: null }], true);
	try {
		await closeInvitation(session.parts.relay, joining);
	} catch (error) {
		// what is left of it holds nothing and opens nothing
		if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
	}
}
