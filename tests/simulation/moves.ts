/** What people, their devices and the network do. Each move takes three numbers that choose among the possibilities. */
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import type { Life } from './life';
import { Desk, type Guest } from './people';
import type { Tab } from './tab';

/** One move of a plan, and the time until the next. */
export interface Move {
	readonly kind: string;
	readonly numbers: readonly [number, number, number];
	readonly pauseMs: number;
}

/** Does a move; resolves with its description, or null if it is not possible. */
export type Doing = (life: Life, numbers: Move['numbers']) => Promise<string | null>;

/** The one of `all` chosen by a number. */
export function chosen<T>(all: readonly T[], number: number): T | undefined {
	return all[number % Math.max(1, all.length)];
}

/** The counsellors who are there. */
export const awake = (life: Life): readonly Desk[] =>
	life.desks.filter(({ chat, tab }) => chat !== null && !tab.isGone);
/** The clients who are there. */
export const visitors = (life: Life): readonly Guest[] =>
	life.guests.filter(({ conversation, tab }) => conversation !== null && !tab.isGone);
/** Everybody who is there. */
export const everybody = (life: Life): readonly (Desk | Guest)[] => [...awake(life), ...visitors(life)];
const tabs = (life: Life): readonly Tab[] => everybody(life).map(({ tab }) => tab);

/** The streams that somebody can write in right now. */
export function writable(one: Desk | Guest): readonly StreamModel[] {
	if (one instanceof Desk) return one.chat?.open && !one.chat.open.isOver ? [one.chat.open] : [];
	return one.models.filter(({ isOver }) => !isOver);
}

async function burst(life: Life, [who, much, where]: Move['numbers']): Promise<string | null> {
	const writers = everybody(life).filter((one) => writable(one).length > 0);
	const one = chosen(writers, who);
	const model = one && chosen(writable(one), where);
	if (!one || !model) return null;
	const count = 1 + (much % 3) * (much % 4);
	await life.world.clock.at(one.tab, () => {
		for (let i = 0; i < count; i++) life.say(one, model);
	});
	return `${one.name} writes ${String(count)} in ${short(model.id)}`;
}

async function look(life: Life, [who, where, how]: Move['numbers']): Promise<string | null> {
	const desk = chosen(awake(life), who);
	const rows = desk?.chat?.list.rows.map(({ id }) => id) ?? [];
	const groups = life.world.made.group;
	const id = how % 5 === 0 ? groups : chosen(rows, where);
	if (!desk?.chat || id === undefined) return null;
	desk.reads = how % 3 > 0;
	life.touch(id, desk);
	await life.world.clock.at(desk.tab, () => {
		void desk.chat?.show(id).catch(() => undefined);
	});
	return `${desk.name} looks at ${short(id)}${desk.reads ? ' and reads' : ''}`;
}

async function away(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const desk = chosen(awake(life), who);
	if (!desk?.chat?.open) return null;
	await life.world.clock.at(desk.tab, () => desk.chat?.close());
	return `${desk.name} closes the stream`;
}

async function lock(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const desk = chosen(awake(life), who);
	if (!desk) return null;
	await desk.lock();
	return `${desk.name} locks`;
}

async function die(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const one = chosen(everybody(life), who);
	if (!one) return null;
	one.die();
	return `${one.name} dies`;
}

async function dieAtCommit(life: Life, [who, after, kept]: Move['numbers']): Promise<string | null> {
	const one = chosen(everybody(life), who);
	if (!one) return null;
	one.browser.disk.dieIn = after % 12;
	one.browser.disk.diesAfter = kept % 2 === 0;
	return `a tab of ${one.browser.name} dies ${kept % 2 === 0 ? 'after' : 'before'} commit ${String(after % 12)}`;
}

async function comeBack(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const gone = [...life.desks, ...life.guests].filter((one) => isAway(one) && !one.busy);
	const one = chosen(gone, who);
	if (!one) return null;
	await one.open();
	return `${one.name} comes back`;
}

/** Whether somebody is not at work, or not on her page. */
export function isAway(one: Desk | Guest): boolean {
	if (one.tab.isGone) return true;
	return one instanceof Desk ? one.workplace === null : one.conversation === null;
}

async function cut(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const tab = chosen(tabs(life), who);
	if (!tab) return null;
	life.world.network.cut(tab);
	return `the line of ${tab.name} is cut`;
}

async function offline(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const tab = chosen(tabs(life), who);
	if (!tab) return null;
	const isOnline = !tab.isOnline;
	await life.world.clock.at(tab, () => {
		tab.setOnline(isOnline);
	});
	return `${tab.name} is ${isOnline ? 'online' : 'offline'}`;
}

async function hang(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const tab = chosen(tabs(life), who);
	if (!tab) return null;
	if (tab.isHanging) life.world.network.goOn(tab);
	else tab.isHanging = true;
	return `the line of ${tab.name} ${tab.isHanging ? 'hangs' : 'goes on'}`;
}

async function restart(life: Life): Promise<string> {
	const { network, clock } = life.world;
	await clock.at(network.place, () => void network.restart());
	return 'the relay is started anew';
}

async function relayFull(life: Life, [much]: Move['numbers']): Promise<string> {
	const { network } = life.world;
	network.isFull = !network.isFull && much % 2 === 0;
	return `the relay's disk is ${network.isFull ? 'full' : 'free'}`;
}

async function disk(life: Life, [who, how, much]: Move['numbers']): Promise<string | null> {
	const one = chosen(everybody(life), who);
	if (!one) return null;
	const { disk } = one.browser;
	switch (how % 4) {
		case 0:
			disk.isFull = !disk.isFull;
			return `the disk of ${one.browser.name} is ${disk.isFull ? 'full' : 'free'}`;
		case 1:
			disk.failIn = much % 10;
			return `a commit of ${one.browser.name} fails`;
		case 2:
			disk.slowMs = disk.slowMs > 2 ? 2 : 400;
			return `the disk of ${one.browser.name} is ${disk.slowMs > 2 ? 'slow' : 'quick'}`;
		default:
			disk.readMs = disk.readMs > 0 ? 0 : 60;
			return `the disk of ${one.browser.name} reads ${disk.readMs > 0 ? 'slowly' : 'quickly'}`;
	}
}

async function slow(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const tab = chosen(tabs(life), who);
	if (!tab) return null;
	tab.cipherMs = tab.cipherMs > 0 ? 0 : 60;
	tab.lineMs = tab.cipherMs > 0 ? 400 : 30;
	return `${tab.name} is ${tab.cipherMs > 0 ? 'slow' : 'quick'}`;
}

async function hide(life: Life, [who]: Move['numbers']): Promise<string | null> {
	const tab = chosen(tabs(life), who);
	if (!tab) return null;
	await life.world.clock.at(tab, () => {
		tab.isVisible = !tab.isVisible;
		tab.events.dispatchEvent(new Event('visibilitychange'));
	});
	return `${tab.name} is ${tab.isVisible ? 'seen' : 'hidden'}`;
}

/** By name, each with its weight. */
export const STEPS: Readonly<Record<string, readonly [weight: number, doing: Doing]>> = {
	burst: [30, burst],
	look: [22, look],
	away: [4, away],
	lock: [3, lock],
	die: [3, die],
	dieAtCommit: [3, dieAtCommit],
	comeBack: [10, comeBack],
	cut: [6, cut],
	offline: [6, offline],
	hang: [2, hang],
	restart: [1, restart],
	relayFull: [1, relayFull],
	disk: [5, disk],
	slow: [4, slow],
	hide: [2, hide]
};

/** The first letters of an id. */
export function short(id: string): string {
	return id.slice(0, 6);
}
