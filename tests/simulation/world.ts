/**
 * A world in which something happens: each life begins with a copy of what the browsers and relay of the
 * furnished centre keep (furnishing.ts).
 */
import { memoryStore } from '../../relay/store/memory';
import { must } from '../../src/lib/base/fault';
import { seeded, type Random } from '../torture/random';
import { Clock, ticking, wind } from './clock';
import { Database } from './disk';
import { seedBytes } from './globals';
import { Network } from './network';
import { Desk, Guest, type Credentials } from './people';
import { Browser, type Tab } from './tab';
import type { Write } from '../../relay/store/store';

export const START_MS = Date.UTC(2026, 10, 23, 9);
const MINUTE_MS = 60_000;
export const NAMES = ['berta', 'laptop', 'cem', 'anton', 'mia', 'kim'] as const;
export type Name = (typeof NAMES)[number];

/** A world in which something happens. */
export interface World {
	readonly clock: Clock;
	readonly random: Random;
	readonly network: Network;
	readonly browsers: Readonly<Record<Name, Browser>>;
	readonly berta: Desk;
	/** Berta's second tab. */
	readonly second: Desk;
	/** Berta's second device. */
	readonly laptop: Desk;
	readonly cem: Desk;
	readonly anton: Guest;
	readonly mia: Guest;
	readonly kim: Guest;
	/** What the furnishing made: streams and groups by name. */
	readonly made: Made;
}

/** Streams, groups and identities of the furnished centre. */
export interface Made {
	/** Berta's streams with the three clients. */
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
	readonly laptop: Credentials;
	readonly cem: Credentials;
	readonly made: Made;
}

/** As many bytes as requested, from a seed. */
function bytesOf(random: Random): (into: Uint8Array) => void {
	return (into) => {
		for (let i = 0; i < into.length; i++) into[i] = random(256);
	};
}

/** Starts a fresh clock and seeds everything random. */
export function begin(seed: number, startMs: number): { clock: Clock; random: Random } {
	const clock = new Clock(startMs);
	wind(clock);
	seedBytes(bytesOf(seeded(seed ^ 0x5eed)));
	const random = seeded(seed);
	const dice = seeded(seed ^ 0xd1ce);
	Math.random = () => dice(2 ** 30) / 2 ** 30;
	return { clock, random };
}

/** The beginning of a life: everybody's browser as it was kept, and nobody there yet. */
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
		laptop: new Desk('laptop', browsers.laptop, network, kept.laptop, 'berta'),
		cem: new Desk('cem', browsers.cem, network, kept.cem),
		anton: new Guest('anton', browsers.anton, network),
		mia: new Guest('mia', browsers.mia, network),
		kim: new Guest('kim', browsers.kim, network),
		made: kept.made
	};
}

/** A relay without a centre. */
export async function bare(seed: number): Promise<{ readonly network: Network; readonly random: Random }> {
	const { random } = begin(seed, START_MS);
	return { network: await relay(memoryStore(), random), random };
}

/** Everything stops; the machine's own time applies again. */
export function end({ browsers }: { readonly browsers: Readonly<Record<string, Browser>> }): void {
	for (const { tabs } of Object.values(browsers)) for (const tab of [...tabs]) tab.die();
	seedBytes(null);
	wind(null);
}

/** A relay over `store`, and the network in front of it. */
export async function relay(store: ReturnType<typeof memoryStore>, random: Random): Promise<Network> {
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

/** Lets time pass until `isSo`. Throws after three minutes. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
	if (!(await ticking().until(isSo, 3 * MINUTE_MS))) throw new Error(`${what} does not come about`);
}

/** Lets time pass, by default a minute. */
export async function rest(ms = MINUTE_MS): Promise<void> {
	const clock = ticking();
	await clock.run(clock.nowMs + ms);
}
