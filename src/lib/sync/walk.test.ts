import { expect, it } from 'vitest';
import { device, scene } from '../../../tests/support/devices';
import { settle } from '../../../tests/support/settling';

it('[O1] [O7] goes from a key press to the read mark', async () => {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	const anton = await device(stream, 1, 'Anton');
	let shown: string[] = [];
	berta.vault.before = () => {
		shown = berta.texts;
	};
	await berta.write('Guten Tag');
	expect(shown, 'on the screen before it is on the disk').toEqual(['Guten Tag']);
	expect(berta.mark('Guten Tag')).toBe('local');
	berta.connect();
	await settle(stream);
	expect(berta.mark('Guten Tag')).toBe('relayed');
	expect(anton.texts).toEqual([]);
	anton.connect();
	await settle(stream);
	expect(anton.texts).toEqual(['Guten Tag']);
	await anton.read();
	await settle(stream);
	expect(berta.mark('Guten Tag')).toBe('read');
	expect(berta.space.missing + anton.space.missing).toBe(0);
});
