/** What a client's page does about her answer to a group's invitation, once it is too late to say so. */
import './globals';
import { expect, it, onTestFinished } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { world } from './campaign';
import { ticking } from './clock';
import { comesToWork } from './steps';
import { done, end, rest, until, wake } from './world';

/** Berta and Cem are at work, Mia has her page open; Cem finds her for the group. */
async function together() {
	const centre = await wake(await world(), 1);
	onTestFinished(() => end(centre));
	const { berta, cem, mia, made, network } = centre;
	for (const desk of [berta, cem]) await comesToWork(desk);
	await mia.open();
	await rest();
	const chat = must(cem.chat, 'a chat');
	const [found] = chat.groups.find(made.group, 'Mia');
	const online = (isOnline: boolean): Promise<void> => ticking().at(mia.tab, () => mia.tab.setOnline(isOnline));
	return {
		cem,
		mia,
		chat,
		her: must(found, 'Mia'),
		streams: must(mia.conversation?.streams, 'her streams'),
		online,
		made,
		network
	};
}

it.each([55, 70, 90, 110])(
	'[U19] an answer that nobody can hear any more is not tried over and over (cut after %i ms)',
	async (afterMs) => {
		const { cem, mia, chat, her, streams, online, made, network } = await together();
		await done('adding', cem.tab, () => chat.groups.add(made.group, her, true));
		await rest();
		const [invitation] = streams.invitations;
		const pushes = network.framesSent('charterPush');
		await done('declining', mia.tab, () => streams.answer(must(invitation, 'an invitation').id, null));
		await until('she takes her seat', () => network.framesSent('charterPush') > pushes);
		await rest(afterMs);
		await online(false);
		await done('removing', cem.tab, () => chat.groups.remove(made.group, her.id));
		await rest();
		await online(true);
		await rest(20_000);
		const before = network.framesSent('join');
		await rest(120_000);
		expect(network.framesSent('join') - before).toBeLessThan(10);
	}
);

it('[U23] shows that she has agreed, then that the invitation was withdrawn before she came, and gives up', async () => {
	const { cem, mia, chat, her, streams, online, made, network } = await together();
	const states = (): readonly string[] => streams.invitations.map(({ state }) => state);
	const says = (name: string | null): Promise<unknown> =>
		done('an answer', mia.tab, () => streams.answer(made.group, name));

	await done('adding', cem.tab, () => chat.groups.add(made.group, her, true));
	await rest();
	expect(states()).toEqual(['asked']);
	await online(false);
	await done('removing', cem.tab, () => chat.groups.remove(made.group, her.id));
	await says('Mia M.');
	await rest();
	expect(states()).toEqual(['agreed']);
	await online(true);
	await rest();
	expect(states()).toEqual(['withdrawn']);
	const before = network.framesSent('join');
	await rest(120_000);
	expect(network.framesSent('join') - before, 'nothing is tried again').toBeLessThan(10);
	await says(null);
	expect(states()).toEqual([]);

	await done('adding', cem.tab, () => chat.groups.add(made.group, her, true));
	await rest();
	expect(states(), 'and asked again').toEqual(['asked']);
	await says('Mia M.');
	await rest();
	expect([states(), streams.rows.some((row) => row.id === made.group)]).toEqual([[], true]);
});
