/** When a snapshot is made, and what it opens to. SPEC.md D4. */
import { describe, expect, it } from 'vitest';
import { ALL, opened, reopen } from '../../../tests/support/disk-scene';
import type { Table, Vault } from './vault/vault';

/** Counts the turns in which something is read from a vault. */
function turnsOf(vault: Vault): { count: number } {
	const turns = { count: 0 };
	let isUnderWay = false;
	const asked = async <T>(read: Promise<T>): Promise<T> => {
		if (!isUnderWay) turns.count++;
		isUnderWay = true;
		queueMicrotask(() => (isUnderWay = false));
		await new Promise((resolve) => setImmediate(resolve));
		return read;
	};
	const [get, list, keys] = [vault.get.bind(vault), vault.list.bind(vault), vault.keys.bind(vault)];
	vault.get = (...of: [Table, string]) => asked(get(...of));
	vault.list = (...of: [Table, string, string?]) => asked(list(...of));
	vault.keys = (...of: [Table, string]) => asked(keys(...of));
	return turns;
}

describe('a snapshot', () => {
	it('[D4] is not made while own writes wait, and never holds what may still be lost', async () => {
		const all = await opened();
		all.berta.link?.cut();
		await all.berta.write('wartet');
		await all.berta.space.run(() => all.berta.space.snapshot());
		expect((await all.berta.disk.list('snapshots', '')).length).toBe(0);
		await reopen(all);
		await all.berta.space.run(() => all.berta.space.snapshot());
		expect((await all.berta.disk.list('snapshots', '')).length, 'what it says, and both documents').toBe(3);
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

	it('[V8] opens with two reads, however much lies beyond it', async () => {
		const { berta } = await opened();
		await berta.space.run(() => berta.space.snapshot());
		await berta.write('danach');
		berta.kill();
		const turns = turnsOf(berta.disk);
		await berta.open();
		expect(berta.texts).toEqual([...ALL, 'danach']);
		// one for the look of this scene whether the charter is there
		expect(turns.count).toBe(1 + 2);
	});
});
