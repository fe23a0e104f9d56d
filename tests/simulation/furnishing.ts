/** The furnished centre, founded once by the product's own steps: Berta and Cem counsel Anton, Mia and Kim. */
import { memoryStore } from '../../relay/store/memory';
import { TABLES, type Write } from '../../relay/store/store';
import { must } from '../../src/lib/base/fault';
import { readRecords } from '../../src/lib/domain/tables/records';
import { claimCentre, makeFounder } from '../../src/lib/state/counsellor/founding';
import { claim, fetchInvitation, makeNewcomer, secretOf } from '../../src/lib/state/counsellor/joining';
import type { Beginning } from '../../src/lib/state/counsellor/beginning';
import { newSecret } from '../../src/lib/sync/keys/member';
import { newSheet } from '../../src/lib/sync/exchange/packages';
import type { Network } from './network';
import { Desk, Guest, type Credentials } from './people';
import { createsClient, locks } from './steps';
import { Browser, ORIGIN, Tab } from './tab';
import { NAMES, START_MS, begin, done, end, relay, rest, until, type Kept, type Made, type Name } from './world';

const MINUTE_MS = 60_000;
const FACE = { name: 'Beratungsstelle Nord', hours: '', answerTime: '', emergencyText: '112' };

/** Founds and furnishes the centre. */
export async function furnish(): Promise<Kept> {
	const { clock, random } = begin(7, START_MS);
	const store = memoryStore();
	const network = await relay(store, random);
	const browsers = Object.fromEntries(NAMES.map((name) => [name, new Browser(name, random)])) as Record<Name, Browser>;
	const berta = await found(network, browsers.berta);
	const cem = await join(network, browsers.cem, berta);
	const guests = await clientsOf(network, browsers, berta);
	const { chat } = must(berta.workplace, 'a workplace');
	const hers = must(chat, 'a chat');
	const mia = must(
		[...readRecords(hers.parts.centre.space.doc.getMap('clients'))].find(([, { name }]) => name === 'Mia'),
		'Mia'
	)[0];
	const his = must(cem.chat, 'a chat');
	await until('Cem knows Mia', () => his.directory('Mia').length === 1);
	const miaCem = await done('a stream of Cem and Mia', cem.tab, () => his.addStream(mia));
	await done('Cem writes to Mia', cem.tab, () => his.show(miaCem));
	await done('Cem writes to Mia', cem.tab, () => must(his.open, 'a stream').send('Hallo Mia, hier ist Cem.'));
	await until('Mia has heard of Cem', () => guests.mia.models.length === 2);
	const group = await groupOf(berta, cem, guests);
	await rest(4 * MINUTE_MS);
	const laptop = await atWork(new Desk('laptop', browsers.laptop, network, onDevice(berta.who.account), 'berta'));
	await rest(2 * MINUTE_MS);
	for (const desk of [berta, laptop, cem]) await locks(desk);
	for (const guest of [guests.anton, guests.mia]) await guest.close();
	await rest();
	const rows: Write[] = [];
	for (const table of TABLES)
		for (const { key, value } of await store.range(table, { prefix: new Uint8Array(), maxRows: 1e6 }))
			rows.push({ table, key, value });
	const made: Made = {
		anton: guests.streams.anton,
		mia: guests.streams.mia,
		kim: guests.streams.kim,
		kimLink: guests.kimLink,
		miaCem,
		group,
		bertaId: hers.parts.identity,
		cemId: his.parts.identity
	};
	const kept = { atMs: clock.nowMs, store: rows, browsers, berta: berta.who, laptop: laptop.who, cem: cem.who, made };
	end({ browsers });
	return kept;
}

/** What a person does before she has an account, in a separate tab. */
async function begun<T>(what: string, network: Network, browser: Browser, work: () => Promise<T>): Promise<T> {
	const tab = new Tab(browser, network, `${browser.name}.begun`);
	const made = await done(what, tab, work);
	tab.die();
	return made;
}

async function found(network: Network, browser: Browser): Promise<Desk> {
	const code = network.context.setup.printed ?? '';
	const { account, founding } = await begun('founding', network, browser, async () => {
		const made = await makeFounder(code, newSheet(), FACE, { name: 'Berta Baum', picture: '' }, Date.now());
		await claimCentre(ORIGIN, made.account, made.founding);
		return made;
	});
	return firstAtWork(network, browser, account, { founding });
}

async function join(network: Network, browser: Browser, lead: Desk): Promise<Desk> {
	const team = must(lead.workplace?.team, 'a team');
	const id = await done('an invitation', lead.tab, () => team.invite('Cem Celik', false));
	const row = (): { readonly url: string | null; readonly isRelayed: boolean } | undefined =>
		team.invitations.rows.find((one) => one.id === id);
	await until('the invitation holds', () => row()?.isRelayed === true);
	const secret = secretOf(new URL(row()?.url ?? '').hash.replace('#einladung=', ''));
	const { account, joining } = await begun('joining', network, browser, async () => {
		const content = await fetchInvitation(ORIGIN, secret);
		const newcomer = await makeNewcomer(secret, content, newSheet(), { name: 'Cem Celik', picture: '' }, Date.now());
		await claim(ORIGIN, newcomer.joining);
		return newcomer;
	});
	return firstAtWork(network, browser, account, { joining });
}

/** Brings a counsellor to work, with what she has begun or with her recovery sheet. */
async function atWork(desk: Desk, beginning?: Beginning): Promise<Desk> {
	await desk.open(beginning);
	await until(`${desk.name} is at work`, () => desk.workplace !== null);
	return desk;
}

/** The same for the first time: Online. */
async function firstAtWork(
	network: Network,
	browser: Browser,
	account: Credentials['account'],
	beginning: Beginning
): Promise<Desk> {
	const desk = await atWork(new Desk(browser.name, browser, network, onDevice(account)), beginning);
	await done(`${desk.name} is online`, desk.tab, async () => desk.workplace?.availability?.choose('online', ''));
	return desk;
}

/** An account on a new device. */
function onDevice(account: Credentials['account']): Credentials {
	return { account, deviceSeed: newSecret(), vaultKey: newSecret() };
}

async function clientsOf(
	network: Network,
	browsers: Readonly<Record<Name, Browser>>,
	berta: Desk
): Promise<{ anton: Guest; mia: Guest; streams: { anton: string; mia: string; kim: string }; kimLink: string }> {
	const chat = must(berta.chat, 'a chat');
	const streams = { anton: '', mia: '', kim: '' };
	const links = { anton: '', mia: '', kim: '' };
	const names = { anton: 'Anton', mia: 'Mia', kim: 'Kim' };
	for (const name of ['anton', 'mia', 'kim'] as const) {
		streams[name] = await createsClient(berta, names[name]);
		links[name] = chat.links.link(streams[name])?.url ?? '';
	}
	const anton = new Guest('anton', browsers.anton, network);
	const mia = new Guest('mia', browsers.mia, network);
	for (const [guest, link] of [
		[anton, links.anton],
		[mia, links.mia]
	] as const) {
		await guest.open(link);
		await until(`${guest.name} is in`, () => guest.conversation !== null);
		const model = (): NonNullable<NonNullable<Guest['conversation']>['streams']>['main'] =>
			guest.conversation?.streams?.main ?? null;
		await until(`${guest.name} has a stream`, () => model() !== null);
		await done('a first message', guest.tab, async () => model()?.model.send(`Hallo, ich bin ${guest.name}.`));
		await until('it is there', () => guest.conversation?.streams?.isRelayed === true);
		await done('Nur ich', guest.tab, async () => guest.conversation?.rememberHere());
	}
	return { anton, mia, streams, kimLink: links.kim };
}

/** Berta's group with Cem and Anton. */
async function groupOf(berta: Desk, cem: Desk, { anton }: { anton: Guest }): Promise<string> {
	const chat = must(berta.chat, 'a chat');
	const id = await done('a group', berta.tab, () => chat.createGroup('Mutmachgruppe', ''));
	for (const name of ['Cem', 'Anton']) {
		const [who] = chat.groups.find(id, name);
		await done(`${name} is asked`, berta.tab, async () => chat.groups.add(id, must(who, name), true));
	}
	await until('Anton is asked', () => (anton.conversation?.streams?.invitations.length ?? 0) === 1);
	await done('Anton agrees', anton.tab, async () => anton.conversation?.streams?.answer(id, 'Toni'));
	const counted = (desk: Desk): number | undefined => desk.chat?.groups.info(id)?.count;
	await until('all three are in it', () => counted(berta) === 3 && anton.models.length === 2);
	await done('a first message', berta.tab, async () => {
		await chat.show(id);
		await chat.open?.send('Willkommen in der Gruppe.');
	});
	await until('Cem is in it', () => cem.chat?.list.unreadTotal !== undefined);
	return id;
}
