/**
 * `npm run torture -- state group`: what a group of MEMBERS people (default 51) costs: one message, three minutes of talk
 * in which everybody reads, and a newcomer without the history; in entries that the relay keeps beyond the messages, and
 * in CPU of this process, in which all pages, the relay and their storage are.
 */
import './globals';
import { expect, it } from 'vitest';
import { allFeeds } from '../../relay/store/rows';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { must } from '../../src/lib/base/fault';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { tell, world } from './campaign';
import { ticking } from './clock';
import { Guest, type Desk } from './people';
import { comesToWork, createsClient } from './steps';
import { Browser } from './tab';
import { done, end, rest, until, wake, type World } from './world';

const MEMBERS = Number(process.env['MEMBERS'] ?? 51);
const READS_EVERY_MS = 1_000;
const TALK_MINUTES = 3;
const PER_MINUTE = 10;

/** Somebody in the group, with it open before her. */
interface Reader {
	readonly who: Desk | Guest;
	readonly model: () => StreamModel;
}

it(`costs of a group of ${MEMBERS}`, { timeout: 0 }, async () => {
	const centre = await wake(await world(), 1);
	const { berta, clock } = centre;
	clock.mostSteps = Infinity;
	await comesToWork(berta);
	const chat = must(berta.chat, 'a chat');
	const group = await done('a group', berta.tab, () => chat.createGroup('Große Gruppe', ''));
	const readers: Reader[] = [];
	for (let number = 1; number < MEMBERS; number++) readers.push(await joins(centre, group, number, true));
	await done('the group', berta.tab, () => chat.show(group));
	readers.push({ who: berta, model: () => must(chat.open, 'the group') });
	await rest();

	const lines: string[] = [];
	const note = (what: string, cost: Cost, messages: number): void =>
		void lines.push(
			`${what}: ${String(cost.entries - messages)} entries beyond the messages, ${cost.ms.toFixed(0)} ms of CPU`
		);
	const says = (text: string, reader: Reader): Promise<void> =>
		done('a message', reader.who.tab, () => reader.model().send(text));
	const quiet = await costOf(centre, group, () => read(readers, 60_000));
	note('a minute in which nobody says anything', quiet, 0);
	const one = await costOf(centre, group, async () => {
		await says('Guten Morgen.', must(readers.at(-1), 'Berta'));
		await read(readers, 60_000);
	});
	note('one message, read by all within a minute', one, 1);
	const talk = await costOf(centre, group, async () => {
		for (let i = 0; i < TALK_MINUTES * PER_MINUTE; i++) {
			await says(`Beitrag ${String(i)}`, must(readers[(i * 7) % readers.length], 'a reader'));
			await read(readers, 60_000 / PER_MINUTE);
		}
		await read(readers, 60_000);
	});
	note(`${String(TALK_MINUTES)} minutes of talk, ${String(PER_MINUTE)} messages each`, talk, TALK_MINUTES * PER_MINUTE);
	const newcomer = await costOf(centre, group, async () => {
		readers.push(await joins(centre, group, MEMBERS, false));
		await rest();
	});
	note('a newcomer without the history', newcomer, 0);
	const first = await costOf(centre, group, async () => {
		await says('Hallo, neu hier.', must(readers.at(-1), 'the newcomer'));
		await read(readers, 60_000);
	});
	note('her first message', first, 1);
	process.stdout.write(`${lines.join('\n')}\n`);
	tell(lines.join('\n'));
	const last = must(readers[0], 'a reader').model().messages.at(-1);
	expect(last?.text).toBe('Hallo, neu hier.');
	end(centre);
});

/** A client who has come in by her link, and into the group. */
async function joins(
	{ berta, network, random }: World,
	group: string,
	number: number,
	history: boolean
): Promise<Reader> {
	const chat = must(berta.chat, 'a chat');
	const name = `Gast${String(number)}x`;
	const stream = await createsClient(berta, name);
	const guest = new Guest(name, new Browser(name, random), network);
	await guest.open(chat.links.link(stream)?.url ?? '');
	await until(`${name} is in`, () => guest.conversation?.streams?.main !== undefined && guest.models.length === 1);
	const [found] = chat.groups.find(group, name);
	await done(`${name} is asked`, berta.tab, () => chat.groups.add(group, must(found, name), history));
	await until(`${name} is invited`, () => (guest.conversation?.streams?.invitations.length ?? 0) === 1);
	await done(`${name} agrees`, guest.tab, async () => guest.conversation?.streams?.answer(group, name));
	await until(`${name} is in the group`, () => guest.models.length === 2);
	const model = (): StreamModel =>
		must(
			guest.models.find(({ id }) => id === group),
			'the group'
		);
	return { who: guest, model };
}

/** Everybody reads what is on her screen, again and again, for so long. */
async function read(readers: readonly Reader[], forMs: number): Promise<void> {
	for (let atMs = 0; atMs < forMs; atMs += READS_EVERY_MS) {
		for (const { who, model } of readers) await ticking().at(who.tab, () => model().markRead());
		await rest(READS_EVERY_MS);
	}
}

interface Cost {
	readonly entries: number;
	readonly ms: number;
}

/** What `work` adds to the group's feeds at the relay, and its CPU. */
async function costOf({ network }: World, group: string, work: () => Promise<unknown>): Promise<Cost> {
	const entries = async (): Promise<number> => {
		const feeds = await allFeeds(network.store, asId<SpaceId>(group));
		return [...feeds.values()].reduce((sum, { seq }) => sum + seq, 0);
	};
	const [before, cpu] = [await entries(), process.cpuUsage()];
	await work();
	return { entries: (await entries()) - before, ms: process.cpuUsage(cpu).user / 1000 };
}
