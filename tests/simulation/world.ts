/**
 * A furnished centre: Berta (two tabs) and Cem counsel; Anton, Mia and Kim are clients. It is founded once, with the
 * product's own steps; each life then begins with a copy of what the browsers and the relay keep.
 */
import { must } from '../../src/lib/base/fault';
import { readRecords } from '../../src/lib/domain/records';
import { claimCentre, makeFounder } from '../../src/lib/state/founding';
import { claim, fetchInvitation, makeNewcomer, secretOf } from '../../src/lib/state/joining';
import { newSecret } from '../../src/lib/sync/member';
import { newSheet } from '../../src/lib/sync/packages';
import { memoryStore } from '../../relay/store/memory';
import { TABLES, type Write } from '../../relay/store/store';
import { seeded, type Random } from '../torture/random';
import { Clock, ticking, wind } from './clock';
import { Database } from './disk';
import { seedBytes } from './globals';
import { Network } from './network';
import { Desk, Guest, type Credentials } from './people';
import { Browser, ORIGIN, type Tab } from './tab';

const START_MS = Date.UTC(2026, 10, 23, 9);
const MINUTE_MS = 60_000;
const FACE = { name: 'Beratungsstelle Nord', hours: '', answerTime: '', emergencyText: '112' };
const NAMES = ['berta', 'cem', 'anton', 'mia', 'kim'] as const;
type Name = (typeof NAMES)[number];

/** A world in which something happens. */
export interface World {
	readonly clock: Clock;
	readonly random: Random;
	readonly network: Network;
	readonly browsers: Readonly<Record<Name, Browser>>;
	readonly berta: Desk;
	/** Berta's second tab. */
	readonly second: Desk;
	readonly cem: Desk;
	readonly anton: Guest;
	readonly mia: Guest;
	readonly kim: Guest;
	/** What the furnishing made: streams and groups by name. */
	readonly made: Made;
}

/** Streams, groups, identities of the furnished centre. */
export interface Made {
	/** Berta's streams with the three. */
	readonly anton: string;
	readonly mia: string;
	readonly kim: string;
	/** Cem's stream with Mia. */
	readonly miaCem: string;
	readonly group: string;
	readonly kimLink: string;
	readonly bertaId: string;
	readonly cemId: string;
}

/** What a life begins with. */
export interface Kept {
	readonly atMs: number;
	readonly store: readonly Write[];
	readonly browsers: Readonly<Record<Name, Browser>>;
	readonly berta: Credentials;
	readonly cem: Credentials;
	readonly made: Made;
}

/** Bytes of a seed, as many as are asked for. */
function bytesOf(random: Random): (into: Uint8Array) => void {
	return (into) => {
		for (let i = 0; i < into.length; i++) into[i] = random(256);
	};
}

/** Winds a fresh clock and seeds all that is random. */
function begin(seed: number, startMs: number): { clock: Clock; random: Random } {
	const clock = new Clock(startMs);
	wind(clock);
	seedBytes(bytesOf(seeded(seed ^ 0x5eed)));
	const random = seeded(seed);
	const dice = seeded(seed ^ 0xd1ce);
	Math.random = () => dice(2 ** 30) / 2 ** 30;
	return { clock, random };
}

/** A life's beginning: everybody's browser as it was kept, nobody there yet. */
export async function wake(kept: Kept, seed: number): Promise<World> {
	const { clock, random } = begin(seed, kept.atMs);
	const store = memoryStore();
	await store.commit(kept.store);
	const network = await relay(store, random);
	const browsers = Object.fromEntries(NAMES.map((name) => [name, copied(kept.browsers[name], random)])) as Record<
		Name,
		Browser
	>;
	return {
		clock,
		random,
		network,
		browsers,
		berta: new Desk('berta', browsers.berta, network, kept.berta),
		second: new Desk('second', browsers.berta, network, kept.berta),
		cem: new Desk('cem', browsers.cem, network, kept.cem),
		anton: new Guest('anton', browsers.anton, network),
		mia: new Guest('mia', browsers.mia, network),
		kim: new Guest('kim', browsers.kim, network),
		made: kept.made
	};
}

/** A relay that nobody has founded a centre at. */
export async function bare(seed: number): Promise<{ readonly network: Network; readonly random: Random }> {
	const { random } = begin(seed, START_MS);
	return { network: await relay(memoryStore(), random), random };
}

/** Everything stops; the machine's own time holds again. */
export function end({ browsers }: { readonly browsers: Readonly<Record<string, Browser>> }): void {
	for (const { tabs } of Object.values(browsers)) for (const tab of [...tabs]) tab.die();
	seedBytes(null);
	wind(null);
}

async function relay(store: ReturnType<typeof memoryStore>, random: Random): Promise<Network> {
	const network = await Network.over(store, random);
	network.beat();
	return network;
}

function copied(from: Browser, random: Random): Browser {
	const browser = new Browser(from.name, random);
	for (const [name, database] of from.databases) browser.databases.set(name, new Database(database));
	for (const [name, key] of from.keys) browser.keys.set(name, key);
	return browser;
}

/** Founds and furnishes the centre. */
export async function furnish(): Promise<Kept> {
	const { clock, random } = begin(7, START_MS);
	const store = memoryStore();
	const network = await relay(store, random);
	const browsers = Object.fromEntries(NAMES.map((name) => [name, new Browser(name, random)])) as Record<Name, Browser>;
	const founder = await found(network, browsers.berta);
	const berta = founder.desk;
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
	for (const desk of [berta, cem]) {
		await desk.lock();
		await until('locked', () => desk.busy === null);
	}
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
	const kept = { atMs: clock.nowMs, store: rows, browsers, berta: berta.who, cem: cem.who, made };
	end({ browsers });
	return kept;
}

/** Lets time pass until `work`, begun in a tab, is done. */
export async function done<T>(what: string, tab: Tab, work: () => Promise<T>): Promise<T> {
	let outcome: { ok: true; value: T } | { ok: false; error: unknown } | null = null;
	await ticking().at(tab, () => {
		work().then(
			(value) => (outcome = { ok: true, value }),
			(error: unknown) => (outcome = { ok: false, error })
		);
	});
	await until(what, () => outcome !== null);
	const now = must(outcome as { ok: true; value: T } | { ok: false; error: unknown } | null, 'an outcome');
	if (!now.ok) throw now.error;
	return now.value;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
	if (!(await ticking().until(isSo, 3 * MINUTE_MS))) throw new Error(`furnishing: ${what} does not come about`);
}

/** Lets time pass: a minute, where nobody says otherwise. */
export async function rest(ms = MINUTE_MS): Promise<void> {
	const clock = ticking();
	await clock.run(clock.nowMs + ms);
}

async function found(network: Network, browser: Browser): Promise<{ desk: Desk }> {
	const code = network.context.setup.printed ?? '';
	const hers: { who?: Credentials } = {};
	const start = new Desk('berta', browser, network, hers.who as Credentials);
	const { account, founding } = await done('founding', start.tab, async () => {
		const made = await makeFounder(code, newSheet(), FACE, { name: 'Berta Baum', picture: '' }, Date.now());
		await claimCentre(ORIGIN, made.account, made.founding);
		return made;
	});
	const who = { account, deviceSeed: newSecret(), vaultKey: newSecret() };
	start.tab.die();
	const desk = new Desk('berta', browser, network, who);
	await desk.open({ founding });
	await until('Berta is at work', () => desk.workplace !== null);
	await done('Berta is online', desk.tab, async () => desk.workplace?.availability?.choose('online', ''));
	return { desk };
}

async function join(network: Network, browser: Browser, lead: Desk): Promise<Desk> {
	const team = must(lead.workplace?.team, 'a team');
	const id = await done('an invitation', lead.tab, () => team.invite('Cem Celik', false));
	const row = (): { readonly url: string | null; readonly isRelayed: boolean } | undefined =>
		team.invitations.rows.find((one) => one.id === id);
	await until('the invitation holds', () => row()?.isRelayed === true);
	const secret = secretOf(new URL(row()?.url ?? '').hash.replace('#einladung=', ''));
	const start = new Desk('cem', browser, network, lead.who);
	const { account, joining } = await done('joining', start.tab, async () => {
		const content = await fetchInvitation(ORIGIN, secret);
		const newcomer = await makeNewcomer(secret, content, newSheet(), { name: 'Cem Celik', picture: '' }, Date.now());
		await claim(ORIGIN, newcomer.joining);
		return newcomer;
	});
	start.tab.die();
	const desk = new Desk('cem', browser, network, { account, deviceSeed: newSecret(), vaultKey: newSecret() });
	await desk.open({ joining });
	await until('Cem is at work', () => desk.workplace !== null);
	await done('Cem is online', desk.tab, async () => desk.workplace?.availability?.choose('online', ''));
	return desk;
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
		streams[name] = await done(`a client`, berta.tab, () => chat.createClient(names[name]));
		await until('the link holds', () => chat.accessLink(streams[name])?.isRelayed === true);
		links[name] = chat.accessLink(streams[name])?.url ?? '';
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

/** Berta's group with Cem and Anton in it. */
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
	await until('Cem is in it', () => cem.chat?.unreadTotal !== undefined);
	return id;
}
