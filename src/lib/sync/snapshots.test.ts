/** When a snapshot is made, and what it opens to. SPEC.md D4. */
import { describe, expect, it } from 'vitest';
import { ALL, opened, reopen } from '../../../tests/support/disk-scene';

describe('a snapshot', () => {
	it('[D4] is not made while own writes wait, and never holds what may still be lost', async () => {
		const all = await opened();
		all.berta.link?.cut();
		await all.berta.write('wartet');
		await all.berta.space.run(() => all.berta.space.snapshot());
		expect((await all.berta.disk.list('snapshots', '')).length).toBe(0);
		await reopen(all);
		await all.berta.space.run(() => all.berta.space.snapshot());
		expect((await all.berta.disk.list('snapshots', '')).length).toBe(2);
	});

	it('[D4] opens to the same state, introductions and clock included', async () => {
		const all = await opened();
		const { berta } = all;
		await berta.space.run(() => berta.space.snapshot());
		const [introductions, clock] = [[...berta.space.introductions.keys()], berta.space.clock];
		expect(introductions.length, 'Anton’s and her own').toBe(2);
		berta.kill();
		await berta.open();
		expect(berta.texts).toEqual(ALL);
		for (const feed of introductions) expect(berta.space.introductions.has(feed)).toBe(true);
		expect(berta.space.clock).toEqual(clock);
	});
});
