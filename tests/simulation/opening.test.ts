/**
 * Nora opens her link, writes, and has her device keep it ("Nur ich"); her browser is cut off at each place in
 * turn. Whatever happened, she gets in again, by what is kept or by the link, and finds what she wrote, once.
 */
import './globals';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, must } from '../../src/lib/base/fault';
import type { ChatModel } from '../../src/lib/state/counsellor/chat.svelte';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { foundedCentre } from './counsellor';
import { cutOff, ENDS, everywhere, mayFail, refusalOf, spare } from './cuts';
import { ticking } from './clock';
import type { Network } from './network';
import { Guest } from './people';
import type { Browser } from './tab';
import { done, end, rest } from './world';

const MINUTE_MS = 60_000;
const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

interface Scene {
	readonly network: Network;
	readonly chat: ChatModel;
	/** Nora's stream, and the link to it. */
	readonly stream: string;
	readonly link: string;
	readonly guest: (name: string) => Guest;
}

/** A centre with Berta at work, and a link for Nora. */
async function scene(seed: number): Promise<Scene> {
	const { network, berta, browser } = await foundedCentre(browsers, seed);
	const chat = must(berta.app.chat, 'a chat');
	const stream = await done('a client', berta.tab, () => chat.createClient('Nora'));
	await done('her stream is looked at', berta.tab, () => chat.show(stream));
	await rest();
	const link = must(chat.links.link(stream), 'a link');
	expect(link.isRelayed).toBe(true);
	return { network, chat, stream, link: link.url, guest: (name) => new Guest(name, browser(name), network, 'nora') };
}

/** Opens the link, or what is kept, and waits until it has opened or failed. */
async function open(guest: Guest, link: string): Promise<void> {
	await guest.open(link);
	expect(await ticking().until(() => guest.tab.isGone || guest.busy === null, 5 * MINUTE_MS)).toBe(true);
}

function mainOf({ conversation }: Guest): StreamModel {
	return must(conversation?.streams?.main, 'a stream').model;
}

/** Writes, and waits until it is at the relay. */
async function write(guest: Guest, text: string): Promise<void> {
	await rest();
	await done('writing', guest.tab, () => mainOf(guest).send(text));
	await rest();
}

function textsOf(messages: StreamModel['messages']): readonly string[] {
	return messages.map(({ text }) => text);
}

/** She comes in again: in a new page, if the old one is dead or never opened. */
async function again(guest: Guest, { link }: Scene): Promise<void> {
	for (let n = 0; n < 3 && (guest.tab.isGone || !guest.conversation); n++) await open(guest, link);
	expect(guest.refusal && codeOf(guest.refusal)).toBe(null);
	await rest();
}

describe.each(ENDS)('a browser that %s', (how) => {
	it('[L1] still opens a link', { timeout: 240_000 }, async () => {
		await everywhere(async (at) => {
			const all = await scene(at);
			const nora = all.guest('nora');
			cutOff(nora.browser, how, at);
			await open(nora, all.link);
			await rest(MINUTE_MS / 6);
			const isCut = spare(nora.browser);
			await again(nora, all);
			await write(nora, 'Ich brauche Hilfe.');
			expect(textsOf(all.chat.open?.messages ?? [])).toEqual(['Ich brauche Hilfe.']);
			const elsewhere = all.guest('elsewhere');
			await open(elsewhere, all.link);
			await rest();
			expect(textsOf(mainOf(elsewhere).messages)).toEqual(['Ich brauche Hilfe.']);
			return isCut;
		});
	});

	it('[K12] keeps what "Nur ich" asked for, or leaves the link as it was', { timeout: 240_000 }, async () => {
		await everywhere(async (at) => {
			const all = await scene(at);
			const nora = all.guest('nora');
			await open(nora, all.link);
			await write(nora, 'Ich brauche Hilfe.');
			cutOff(nora.browser, how, at);
			await mayFail(nora.remember());
			await rest();
			const isCut = spare(nora.browser);
			if (isCut && how === 'cannot keep' && !nora.conversation?.isKept)
				expect([...nora.browser.databases.keys(), ...nora.browser.keys.keys()]).toEqual([]);
			await again(nora, all);
			expect(textsOf(mainOf(nora).messages)).toEqual(['Ich brauche Hilfe.']);
			await write(nora, 'Noch etwas.');
			expect(textsOf(all.chat.open?.messages ?? [])).toEqual(['Ich brauche Hilfe.', 'Noch etwas.']);
			// What is kept opens without the link.
			nora.die();
			await open(nora, all.link);
			await rest();
			expect(textsOf(mainOf(nora).messages)).toEqual(['Ich brauche Hilfe.', 'Noch etwas.']);
			const elsewhere = all.guest('elsewhere');
			await open(elsewhere, all.link);
			if (nora.conversation?.isKept) expect(codeOf(elsewhere.refusal)).toBe('link-kept-elsewhere');
			else expect(elsewhere.refusal).toBe(null);
			return isCut;
		});
	});
});

it('[K12] two tabs that are both asked to keep it do not both keep it', async () => {
	const all = await scene(1);
	const nora = all.guest('nora');
	const other = new Guest('nora2', nora.browser, all.network, 'nora');
	for (const one of [nora, other]) await open(one, all.link);
	await write(nora, 'Ich brauche Hilfe.');
	await done('Nur ich', nora.tab, async () => nora.conversation?.rememberHere());
	await rest();
	const late = done('Nur ich', other.tab, async () => other.conversation?.rememberHere());
	expect(await refusalOf(late)).toBe('unexpected');
	await write(nora, 'Noch etwas.');
	for (const one of [nora, other]) one.die();
	await open(nora, all.link);
	await rest();
	expect(nora.conversation?.isKept).toBe(true);
	expect(textsOf(mainOf(nora).messages)).toEqual(['Ich brauche Hilfe.', 'Noch etwas.']);
});

it('[K9] if the browser may delete what it keeps, the link stays the way back; it closes once it may not', async () => {
	const all = await scene(1);
	const nora = all.guest('nora');
	Object.assign(nora.browser, { isWebKit: true, promises: false });
	await open(nora, all.link);
	await write(nora, 'Ich brauche Hilfe.');
	await done('Nur ich', nora.tab, async () => nora.conversation?.rememberHere());
	expect(nora.conversation).toMatchObject({ isKept: true, isLasting: false });
	await rest();
	nora.die();
	nora.browser.databases.clear();
	await open(nora, all.link);
	await rest();
	expect(textsOf(mainOf(nora).messages)).toEqual(['Ich brauche Hilfe.']);
	await done('Nur ich', nora.tab, async () => nora.conversation?.rememberHere());
	nora.die();
	// Put on the Home Screen, it promises.
	nora.browser.promises = true;
	await open(nora, all.link);
	await rest();
	expect(nora.conversation).toMatchObject({ isKept: true, isLasting: true });
	const elsewhere = all.guest('elsewhere');
	await open(elsewhere, all.link);
	expect(codeOf(elsewhere.refusal)).toBe('link-kept-elsewhere');
});
