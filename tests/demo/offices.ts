/** The centre and its counsellors: one founds it, the others join by invitation, each with a recovery sheet. */
import { fromBase64url } from '../../src/lib/base/bytes';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { must } from '../../src/lib/base/fault';
import { readRecords } from '../../src/lib/domain/tables/records';
import { toWords } from '../../src/lib/domain/recovery';
import type { Account } from '../../src/lib/state/centre/account';
import { claimCentre, makeFounder } from '../../src/lib/state/counsellor/founding';
import type { ChatModel } from '../../src/lib/state/counsellor/chat.svelte';
import { claim, fetchInvitation, makeNewcomer, secretOf } from '../../src/lib/state/counsellor/joining';
import { NO_DOCUMENTS } from '../../src/lib/state/session/policies';
import type { Team } from '../../src/lib/state/contract/team';
import { Workplace } from '../../src/lib/state/counsellor/workplace.svelte';
import { newSecret } from '../../src/lib/sync/keys/member';
import { newSheet } from '../../src/lib/sync/exchange/packages';
import { COUNSELLORS, type Counsellor } from './people';
import { complain, rowsInMemory, until } from './sessions';
import { isSent } from '../../src/lib/sync/space/sent';

const CENTRE = {
	name: 'Beratungsstelle Nord',
	hours: 'Mo bis Do 9–16 Uhr, Fr 9–12 Uhr',
	emergencyText:
		'In einer Notlage: 112. Telefonseelsorge, Tag und Nacht, kostenlos: 0800 111 0 111 oder 0800 111 0 222.',
	answerTime: 'Antwort meist am selben Werktag'
};
const EVENTS = { onReach: () => undefined, onWarning: complain, onLock: () => undefined };

/** A counsellor at work, and how to sign in as her elsewhere. */
export interface Office {
	readonly who: Counsellor;
	readonly account: Account;
	readonly words: readonly string[];
	readonly workplace: Workplace;
	readonly chat: ChatModel;
	readonly team: Team;
}

/** Founds the centre of the relay at `origin`; the others join. In the order of COUNSELLORS. */
export async function openOffices(origin: string, setupCode: string): Promise<readonly Office[]> {
	const [first, ...others] = COUNSELLORS;
	if (!first) throw new Error('bug: nobody');
	const founder = await found(origin, setupCode, first);
	const offices = [founder];
	for (const who of others) offices.push(await join(origin, founder.team, who));
	for (const { who, workplace } of offices) await workplace.availability?.choose(who.availability, who.absence);
	return offices;
}

/** Closes them once the relay has everything: packages, desks, streams, and the letters in clients' mailboxes. */
export async function closeOffices(offices: readonly Office[]): Promise<void> {
	for (const { chat, workplace } of offices) {
		const { desk, centre, packages, session } = chat.parts;
		await until(() => packages.waiting.size === 0 && isSent(desk.space) && isSent(centre.space));
		for (const [stream, { mailbox, seed }] of readRecords(desk.space.doc.getMap('streams')))
			for (const id of [stream, String(mailbox)].map((space) => asId<SpaceId>(space))) {
				if (!session.isOpen(id)) continue;
				// Returns the one that is open already, whatever the arguments.
				const open = await session.open({ space: id, seed: fromBase64url(String(seed)) }, { policy: NO_DOCUMENTS });
				await until(() => isSent(open.space));
			}
		workplace.close();
	}
}

async function found(origin: string, setupCode: string, who: Counsellor): Promise<Office> {
	const sheet = newSheet();
	const card = { name: who.name, picture: '' };
	const { account, founding } = await makeFounder(setupCode, sheet, CENTRE, card, Date.now());
	await claimCentre(origin, account, founding);
	const unlocked = { rows: await rowsInMemory(), account, deviceSeed: new Uint8Array(newSecret()) };
	return office(who, account, sheet, await Workplace.open(unlocked, EVENTS, { founding }));
}

async function join(origin: string, lead: Team, who: Counsellor): Promise<Office> {
	const id = await lead.invite(who.name, false);
	const invitation = (): { url: string | null; isRelayed: boolean } | undefined =>
		lead.invitations.rows.find((row) => row.id === id);
	await until(() => invitation()?.isRelayed === true);
	const secret = secretOf(new URL(invitation()?.url ?? '').hash.replace('#einladung=', ''));
	const content = await fetchInvitation(origin, secret);
	const sheet = newSheet();
	const card = { name: who.name, picture: '' };
	const { account, joining } = await makeNewcomer(secret, content, sheet, card, Date.now());
	await claim(origin, joining);
	const unlocked = { rows: await rowsInMemory(), account, deviceSeed: new Uint8Array(newSecret()) };
	return office(who, account, sheet, await Workplace.open(unlocked, EVENTS, { joining }));
}

function office(who: Counsellor, account: Account, sheet: Uint8Array, workplace: Workplace): Office {
	const chat = must(workplace.chat, 'a chat');
	const team = must(workplace.team, 'a team');
	return { who, account, words: toWords(sheet), workplace, chat, team };
}
