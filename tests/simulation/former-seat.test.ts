/** What a counsellor has of a group that she is asked into again, and taken out of before she comes. */
import './globals';
import { expect, it, onTestFinished } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { rowsOf } from '../../src/lib/domain/exporting/rows';
import { world } from './campaign';
import { ticking } from './clock';
import { comesToWork } from './steps';
import { done, end, rest, until, wake } from './world';

it('[U20] a seat that was offered again and taken back leaves what there was to read', async () => {
	const centre = await wake(await world(), 3);
	onTestFinished(() => end(centre));
	const { berta, cem, made } = centre;
	for (const desk of [berta, cem]) await comesToWork(desk);
	await rest();
	const { groups } = must(berta.chat, 'a chat');
	const chat = must(cem.chat, 'a chat');
	const messages = async (): Promise<number> => {
		await ticking().at(cem.tab, () => void chat.show(made.group));
		await until('it is open', () => chat.open?.id === made.group && chat.open.isLoaded);
		return [...rowsOf(await done('reading', cem.tab, () => must(chat.open, 'a stream').transcript()))].length;
	};
	const before = await messages();
	expect(before).toBeGreaterThan(0);
	chat.close();
	await done('removing', berta.tab, () => groups.remove(made.group, made.cemId));
	await rest();
	const online = (isOnline: boolean): Promise<void> => ticking().at(cem.tab, () => cem.tab.setOnline(isOnline));
	await online(false);
	const [found] = groups.find(made.group, 'Cem');
	await done('adding', berta.tab, () => groups.add(made.group, must(found, 'Cem'), true));
	await rest();
	await done('removing', berta.tab, () => groups.remove(made.group, made.cemId));
	await rest();
	await online(true);
	await rest();
	expect(chat.list.all.find(({ id }) => id === made.group)?.isOver).toBe(true);
	expect(await messages()).toBe(before);
});
