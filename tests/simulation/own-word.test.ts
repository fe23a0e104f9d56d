/** What a counsellor says about groups that she is removed from. */
import './globals';
import { afterEach, expect, it } from 'vitest';
import { must } from '../../src/lib/base/fault';
import type { GroupsModel } from '../../src/lib/state/groups/groups.svelte';
import { world } from './campaign';
import { ticking } from './clock';
import { refusalOf } from './cuts';
import type { Desk } from './people';
import { done, end, rest, wake, type World } from './world';

let ending: () => void = () => undefined;
afterEach(() => {
	ending();
});

/** A life in which Berta and Cem are at work. */
async function atWork(seed: number): Promise<World> {
	const all = await wake(await world(), seed);
	ending = () => {
		end(all);
	};
	for (const desk of [all.berta, all.cem]) await desk.open();
	await rest();
	return all;
}

function groupsOf(desk: Desk): GroupsModel {
	return must(desk.chat, 'a chat').groups;
}

it('[U4] a counsellor adds neither herself to a group nor, once she knows that she is out, anybody else', async () => {
	const { berta, cem, made } = await atWork(1);
	const himself = { id: made.cemId, kind: 'counsellor', name: 'Cem Celik' } as const;
	expect(groupsOf(cem).find(made.group, 'Cem')).toEqual([]);
	const add = (who: Parameters<GroupsModel['add']>[1]): Promise<string | null> =>
		refusalOf(done('adding', cem.tab, () => groupsOf(cem).add(made.group, who, true)));
	expect(await add(himself)).toBe('not-allowed');
	await done('removing', berta.tab, () => groupsOf(berta).remove(made.group, himself.id));
	await rest();
	expect(groupsOf(cem).find(made.group, 'Cem')).toEqual([]);
	expect(await add({ id: made.kim, kind: 'client', name: 'Kim' })).toBe('not-allowed');
	await done('adding', berta.tab, () => groupsOf(berta).add(made.group, himself, true));
	await rest();
	const seen = groupsOf(cem)
		.info(made.group)
		?.members.find(({ id }) => id === himself.id);
	expect(seen?.standing).toBe('in');
});

it('[U4] a member removed by a host is out, even if an invalid word had removed her before', async () => {
	const { berta, cem, made } = await atWork(3);
	const remove = (desk: Desk, who: string): Promise<void> =>
		done('removing', desk.tab, () => groupsOf(desk).remove(made.group, who));
	const online = (isOnline: boolean): Promise<void> => ticking().at(cem.tab, () => cem.tab.setOnline(isOnline));
	const anton = must(
		groupsOf(berta)
			.info(made.group)
			?.members.find(({ kind }) => kind === 'client')?.id,
		'Anton'
	);
	await online(false);
	await remove(berta, made.cemId);
	await rest();
	await remove(cem, anton);
	await online(true);
	await rest();
	await remove(berta, anton);
	await rest();
	const members = groupsOf(berta).info(made.group)?.members ?? [];
	expect(members.map(({ name, standing }) => [name, standing])).toEqual([['Berta Baum', 'in']]);
});
