import { expect, it } from 'vitest';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { Life } from './life';
import type { Guest } from './people';
import type { World } from './world';

it('counts as read what somebody saw more than once while the stream was open, not what was painted before', async () => {
	const world = { random: () => 0, made: { group: 'g' } } as unknown as World;
	const life = new Life(world);
	let open: () => void = () => undefined;
	const model = {
		id: 's',
		messages: [{ text: 'Hallo', isOwn: false }],
		parts: { opened: new Promise<void>((resolve) => (open = resolve)) },
		markRead: () => undefined
	} as unknown as StreamModel;
	const mia = { person: 'mia' } as unknown as Guest;
	const isRead = (): boolean | undefined => life.read.get('s')?.get('mia')?.get('Hallo');
	for (let beat = 0; beat < 3; beat++) life.reads(mia, model);
	expect(isRead(), 'glanced at').toBe(false);
	open();
	await Promise.resolve();
	for (let beat = 0; beat < 2; beat++) life.reads(mia, model);
	expect(isRead()).toBe(true);
});
