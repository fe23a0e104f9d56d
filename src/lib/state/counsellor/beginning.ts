/** A counsellor's first start on a device: as the centre's founder, or by invitation. */
import { base64url } from '../../base/bytes';
import { Fault, Refusal } from '../../base/fault';
import type { PackageId, SpaceId } from '../../base/ids';
import { toWords } from '../../domain/recovery';
import { isEnough } from '../../domain/strength';
import { de } from '../../i18n';
import { trySetupCode } from '../../sync/centre/centre';
import { keptRecords } from '../../sync/vault/naming';
import { newSheet } from '../../sync/exchange/packages';
import type { SealedRows } from '../../sync/vault/sealed';
import type { Account } from '../centre/account';
import { pictureUrl } from '../centre/cards';
import type { CounsellorApp } from '../contract/counsellor';
import type { RecoverySheet } from '../contract/recovery-sheet';
import { claimCentre, foundingBytes, makeFounder, readFounding, type Founding } from './founding';
import {
	claim,
	closeInvitation,
	fetchInvitation,
	joiningBytes,
	makeNewcomer,
	readJoining,
	secretOf,
	type Joining
} from './joining';
import { jsonBytes } from '../session/json';
import { MOST_OF_CENTRE } from '../centre/centre-texts.svelte';
import { checkedName } from '../centre/names';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';
import type { Identity } from '../../sync/centre/identity';
import type { Reception } from '../../sync/centre/reception';
import type { PackageOutbox } from '../letters/package-outbox.svelte';
import type { TeamModel } from '../team/team.svelte';
import { CENTRE } from '../../domain/tables/centre';

/** How somebody starts here. */
export type Beginning = { readonly founding: Founding } | { readonly joining: Joining };

/** What a form on the start page becomes, not kept yet. */
export interface Prepared {
	readonly account: Account;
	readonly beginning: Beginning;
	readonly sheet: RecoverySheet;
	/** Further rows of the vault's meta table, to keep with the account. */
	readonly beside: Readonly<Record<string, Uint8Array>>;
}

/** Makes a founder and her centre. Rejects with a `Refusal` of the form or code, or a `Fault`. */
export async function prepareFounding(relay: string, input: Parameters<CounsellorApp['found']>[0]): Promise<Prepared> {
	const [centreName, name] = [checkedName(input.centreName, MOST_OF_CENTRE.name), checkedName(input.name)];
	if (!isEnough(input.passphrase, [centreName, name])) throw new Refusal('passphrase-weak');
	const card = { name, picture: await pictureUrl(input.picture) };
	const setupCode = input.setupCode.trim().toUpperCase();
	// Checked first: an earlier attempt here gives way only to one that can succeed.
	await trySetupCode(relay, setupCode);
	const words = newSheet();
	const face = { name: centreName, hours: '', answerTime: '', emergencyText: de.emergency };
	const { account, founding } = await makeFounder(setupCode, words, face, card, Date.now());
	const sheet = { words: toWords(words), centreName, counsellorName: name };
	const beside = { founding: foundingBytes(founding), sheet: jsonBytes(sheet) };
	return { account, beginning: { founding }, sheet, beside };
}

/** Makes a colleague from an invitation. Rejects with a `Refusal` of the form or invitation, or a `Fault`. */
export async function prepareJoining(relay: string, input: Parameters<CounsellorApp['join']>[0]): Promise<Prepared> {
	const secret = secretOf(input.fragment);
	const content = await fetchInvitation(relay, secret);
	const name = checkedName(input.name);
	if (!isEnough(input.passphrase, [content.centreName, name])) throw new Refusal('passphrase-weak');
	const card = { name, picture: await pictureUrl(input.picture) };
	const words = newSheet();
	const { account, joining } = await makeNewcomer(secret, content, words, card, Date.now());
	const sheet = { words: toWords(words), centreName: content.centreName, counsellorName: name };
	const beside = { joining: joiningBytes(joining), sheet: jsonBytes(sheet) };
	return { account, beginning: { joining }, sheet, beside };
}

/** What was begun on this device and not finished, or null. */
export async function readBeginning(rows: SealedRows): Promise<Beginning | null> {
	const [ofFounding, ofJoining] = [await rows.get('meta', 'founding'), await rows.get('meta', 'joining')];
	const founding = readFounding(ofFounding.ok ? ofFounding.value : null);
	if (founding) return { founding };
	const joining = readJoining(ofJoining.ok ? ofJoining.value : null);
	return joining && { joining };
}

/** Claims it at the relay; safe to repeat. Rejects with a `Refusal` or a `Fault`. */
export async function claimBeginning(relay: string, account: Account, beginning: Beginning): Promise<void> {
	if ('founding' in beginning) await claimCentre(relay, account, beginning.founding);
	else await claim(relay, beginning.joining);
}

/** The charters that she brings, with their spaces. */
export function firstSpaces(
	account: Account,
	beginning: Beginning | undefined
): (readonly [SpaceId, ReturnType<typeof keptRecords>])[] {
	if (!beginning) return [];
	if ('joining' in beginning) return [[account.desk.space, keptRecords(beginning.joining.desk)]];
	const { desk, centre, reception } = beginning.founding;
	return [
		[account.desk.space, keptRecords(desk)],
		[account.centre.space, keptRecords(centre)],
		[account.reception.space, keptRecords(reception)]
	];
}

/** What introducing a new counsellor takes. */
export interface Introducing {
	readonly team: TeamModel;
	readonly session: Session;
	readonly centre: OpenSpace;
	readonly reception: Reception;
	readonly self: Identity;
	readonly packages: PackageOutbox;
}

/** Publishes the centre's face and hers, and keeps her way back. Then nothing is left to do. */
export async function introduceFounder(
	{ team, session, centre, reception, self, packages }: Introducing,
	founding: Founding
): Promise<void> {
	await reception.publish('centre', founding.face, await self.introduce(reception.space));
	await team.showCard(founding.card);
	await centre.write((doc) => {
		CENTRE.colleagues.write(doc, 'reception', { readerSeed: base64url(founding.readerSeed) });
	});
	await team.noteOwnRecord(founding.posterSeed);
	await keepWayBack(team, packages, founding);
	await session.rows.vault.commit([{ table: 'meta', key: 'founding', value: null }], true);
}

/** Keeps her face, her place among colleagues and her way back; then the invitation is no longer needed. */
export async function introduceNewcomer(
	{ team, session, centre, self, packages }: Omit<Introducing, 'reception'>,
	joining: Joining
): Promise<void> {
	await team.showCard(joining.card);
	await team.noteOwnRecord(joining.posterSeed);
	await centre.write((doc) => {
		CENTRE.invitations.write(doc, joining.content.id, { used: self.id });
	});
	await keepWayBack(team, packages, joining);
	await session.rows.vault.commit([{ table: 'meta', key: 'joining', value: null }], true);
	try {
		await closeInvitation(session.relay, joining);
	} catch (error) {
		// What remains of it holds nothing and opens nothing.
		if (!(error instanceof Refusal) && !(error instanceof Fault)) throw error;
	}
}

async function keepWayBack(team: TeamModel, packages: PackageOutbox, { recovery }: Founding | Joining): Promise<void> {
	const { id, whole, writer, issuer } = recovery;
	await team.sheet.adopt({ id: id as PackageId, writer, issuer });
	await packages.add(id, whole);
}
