/** What a counsellor's open stream shows while her disk is slow, and what it promises. */
import './globals';
import { expect, it, onTestFinished } from 'vitest';
import { must } from '../../src/lib/base/fault';
import { world } from './campaign';
import { ticking } from './clock';
import { comesToWork } from './steps';
import { end, rest, until, wake } from './world';

const SLOW_MS = 120_000;

it('[I8] [Z1] a message is on her screen before her disk has it, and marked only then', async () => {
	const centre = await wake(await world(), 5);
	onTestFinished(() => end(centre));
	const { berta, anton, made } = centre;
	await comesToWork(berta);
	await anton.open();
	await rest();
	const chat = must(berta.chat, 'a chat');
	await ticking().at(berta.tab, () => void chat.show(made.anton));
	await until('it is open', () => chat.open?.id === made.anton && chat.open.isLoaded);
	await rest();
	berta.browser.disk.slowMs = SLOW_MS;
	const hers = must(anton.models[0], 'a stream');
	const beganMs = ticking().nowMs;
	await ticking().at(anton.tab, () => void hers.send('Ich kann nicht mehr.'));
	const markOf = (): string | null | undefined => hers.messages.at(-1)?.mark;
	await until('it is on her screen', () => chat.open?.messages.at(-1)?.text === 'Ich kann nicht mehr.');
	expect(ticking().nowMs - beganMs).toBeLessThan(2_000);
	await until('the relay has it', () => markOf() === 'relayed');
	await ticking().at(berta.tab, () => chat.open?.markRead());
	const commits = berta.tab.commits;
	expect(commits, 'her disk is still at it').toBeGreaterThan(0);
	await until('it is read', () => markOf() === 'read');
	expect(ticking().nowMs - beganMs).toBeGreaterThan(2_000);
});
