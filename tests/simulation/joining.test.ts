/**
 * Berta invites Dora, Dora joins, Dora comes back with her sheet; and the browser that does it is cut off at
 * each place in turn. Whatever happened, it can be finished there, or begun again in another.
 */
import './globals';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { ChatModel } from '../../src/lib/state/counsellor/chat.svelte';
import type { OpenSpace } from '../../src/lib/state/session/open-space';
import { TeamModel } from '../../src/lib/state/team/team.svelte';
import { Counsellor, foundedCentre, joining, restoring, type Beginning, type Centre } from './counsellor';
import { cutOff, ENDS, everywhere, mayFail, refusalOf, spare, type End } from './cuts';
import type { Browser } from './tab';
import { end, rest } from './world';

const NOWHERE: Beginning = () => Promise.reject(new Error('bug: nothing is kept here'));
const browsers: Record<string, Browser> = {};

afterEach(() => {
	end({ browsers });
});

function teamOf({ app }: Counsellor): TeamModel {
	const { team } = app;
	if (!(team instanceof TeamModel)) throw new Error('no team');
	return team;
}

function centreOf({ app }: Counsellor): OpenSpace {
	const { chat } = app;
	if (!(chat instanceof ChatModel)) throw new Error('no chat');
	return chat.parts.centre;
}

/** The names of those she sees as colleagues. */
function colleaguesOf(one: Counsellor): readonly string[] {
	return teamOf(one)
		.colleagues.all.map(({ face }) => face.name)
		.sort();
}

/** The number of seats in the centre. */
function seatsOf(one: Counsellor): number {
	const { members } = centreOf(one).space.charter;
	return [...members.values()].filter(({ isRemoved }) => !isRemoved).length;
}

/** The fragment of the only open invitation; null if there is none or it is not valid yet. */
function openInvitation(one: Counsellor): string | null {
	const [row, more] = teamOf(one).invitations.rows;
	expect(more).toBe(undefined);
	return row?.isRelayed === true && row.url !== null ? new URL(row.url).hash.replace('#einladung=', '') : null;
}

async function invite(berta: Counsellor): Promise<string> {
	await berta.does(() => teamOf(berta).invite('Dora', false));
	await rest();
	return must(openInvitation(berta), 'an invitation');
}

/** Continues after being cut off, in a new page if the old one is dead. */
async function finish(one: Counsellor, { network }: Centre): Promise<Counsellor> {
	let now = one;
	if (one.tab.isGone) {
		now = await Counsellor.at(one.tab.browser, network, one.begin);
		now.words = one.words;
	}
	for (let n = 0; n < 3 && !now.isThere; n++) await now.goOn();
	expect(now.isThere).toBe(true);
	await rest();
	return now;
}

/** The sheet restores her elsewhere. */
async function expectWayBack(words: readonly string[], { network, browser }: Centre): Promise<void> {
	const elsewhere = await Counsellor.at(browser('elsewhere'), network, restoring(words));
	await elsewhere.goOn();
	expect(elsewhere.isThere).toBe(true);
	await rest();
	expect(colleaguesOf(elsewhere)).toEqual(['Berta', 'Dora']);
}

/** Dora comes with an invitation, and her browser is cut off. */
async function cutJoining(how: End, at: number): Promise<{ all: Centre; fragment: string; dora: Counsellor }> {
	const all = await foundedCentre(browsers, at);
	const fragment = await invite(all.berta);
	const dora = await Counsellor.at(all.browser('dora'), all.network, joining(fragment));
	cutOff(dora.tab.browser, how, at);
	await mayFail(dora.goOn());
	return { all, fragment, dora };
}

describe.each(ENDS)('a browser that %s', (how) => {
	it('[Y6] still joins, once, and has a way back', { timeout: 240_000 }, async () => {
		await everywhere(async (at) => {
			const { all, fragment, dora: first } = await cutJoining(how, at);
			const { network, berta, browser } = all;
			await rest();
			const isCut = spare(first.tab.browser);
			const dora = await finish(first, all);
			expect(colleaguesOf(berta)).toEqual(['Berta', 'Dora']);
			expect([seatsOf(berta), teamOf(berta).invitations.rows]).toEqual([2, []]);
			const late = await Counsellor.at(browser('late'), network, joining(fragment));
			expect(await refusalOf(late.goOn())).toMatch(/^invitation-(used|withdrawn)$/);
			await expectWayBack(dora.words, all);
			return isCut;
		});
	});

	it('[Y6] is given up, and she joins with another', { timeout: 240_000 }, async () => {
		await everywhere(async (at) => {
			const { all, fragment, dora: first } = await cutJoining(how, at);
			const { network, berta, browser } = all;
			const isCut = spare(first.tab.browser);
			first.tab.die();
			await rest();
			if (first.words.length > 0 || !isCut) return isCut;
			let again = await Counsellor.at(browser('another'), network, joining(fragment));
			const refused = await refusalOf(again.goOn());
			if (refused !== null) {
				expect(refused).toBe('invitation-used');
				const [{ id } = { id: '' }] = teamOf(berta).invitations.rows;
				if (id) await berta.does(() => teamOf(berta).withdraw(id));
				await rest();
				again = await Counsellor.at(browser('another'), network, joining(await invite(berta)));
			}
			again = await finish(again, all);
			expect(colleaguesOf(berta)).toContain('Dora');
			expect(colleaguesOf(again)).toEqual(colleaguesOf(berta));
			return isCut;
		});
	});

	it('[Y6] still restores, and again', { timeout: 240_000 }, async () => {
		const all = await foundedCentre(browsers, 1);
		const { network, berta, browser } = all;
		const centre = centreOf(berta);
		const fragment = await invite(berta);
		const dora = await finish(await Counsellor.at(browser('dora'), network, joining(fragment)), all);
		await everywhere(async (at) => {
			const back = await Counsellor.at(browser('back'), network, restoring(dora.words));
			cutOff(back.tab.browser, how, at);
			await mayFail(back.goOn());
			await rest();
			const isCut = spare(back.tab.browser);
			const now = await finish(back, all);
			expect(colleaguesOf(now)).toEqual(['Berta', 'Dora']);
			now.tab.die();
			return isCut;
		});
		await expectWayBack(dora.words, all);
		// Berta's page has locked itself meanwhile.
		expect([...centre.space.charter.members.values()]).toHaveLength(2);
	});

	it('[Y1] still invites, or has invited nobody', { timeout: 240_000 }, async () => {
		await everywhere(async (at) => {
			const all = await foundedCentre(browsers, at);
			const { network, browser } = all;
			const { berta } = all;
			cutOff(berta.tab.browser, how, at);
			await mayFail(berta.does(() => teamOf(berta).invite('Dora', false)));
			await rest();
			const isCut = spare(berta.tab.browser);
			const now = await finish(berta.tab.isGone ? Object.assign(berta, { begin: NOWHERE }) : berta, all);
			const fragment = openInvitation(now) ?? (await invite(now));
			const dora = await finish(await Counsellor.at(browser('dora'), network, joining(fragment)), all);
			expect(colleaguesOf(now)).toEqual(['Berta', 'Dora']);
			expect([seatsOf(now), teamOf(now).invitations.rows]).toEqual([2, []]);
			await expectWayBack(dora.words, all);
			return isCut;
		});
	});
});

it('[Z10] a colleague whose removal could not be kept stays', async () => {
	const all = await foundedCentre(browsers, 1);
	const { network, berta, browser } = all;
	const fragment = await invite(berta);
	await finish(await Counsellor.at(browser('dora'), network, joining(fragment)), all);
	const dora = must(
		teamOf(berta).colleagues.all.find(({ face }) => face.name === 'Dora'),
		'Dora'
	);
	berta.tab.browser.disk.failIn = 0;
	await expect(berta.does(() => teamOf(berta).remove(dora.id))).rejects.toMatchObject({ code: 'storage-full' });
	await rest();
	expect(seatsOf(berta)).toBe(2);
	await berta.does(() => teamOf(berta).remove(dora.id));
	await rest();
	expect(seatsOf(berta)).toBe(1);
});
