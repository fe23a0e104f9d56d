/** Damaged rows of a device. SPEC.md V5. */
import { describe, expect, it } from 'vitest';
import { beginsEpoch } from '../../../tests/support/amending';
import { ALL, isSound, opened, reopen } from '../../../tests/support/disk-scene';
import type { Table, Vault } from './vault/vault';
import { settle } from '../../../tests/support/settling';

/** Flips a bit in the `nth` row of a table with keys beginning with `prefix`. */
async function damage(disk: Vault, table: Table, prefix: string, nth: number): Promise<void> {
	const rows = await disk.list(table, prefix);
	const [key, value] = rows.at(nth) ?? [];
	if (key === undefined || !value) throw new Error('no such row');
	const bytes = value.slice();
	bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
	await disk.commit([{ table, key, value: bytes }]);
}

describe('a damaged row', () => {
	for (const [table, nth] of [
		['snapshots', 0],
		['snapshots', 1],
		['snapshots', -1]
	] as const) {
		it(`[V5] of a snapshot (${String(nth)}) costs nothing: the entries are there`, async () => {
			const all = await opened();
			await all.berta.space.run(() => all.berta.space.snapshot());
			expect((await all.berta.disk.list(table, '')).length).toBe(3);
			await damage(all.berta.disk, table, '', nth);
			all.berta.kill();
			await all.berta.open();
			expect(all.berta.texts).toEqual(ALL);
			await reopen(all);
			isSound(all);
		});
	}

	for (const nth of [0, 1, 2, -1]) {
		for (const whose of ['own', 'other'] as const) {
			it(`[V5] of an ${whose} entry (${String(nth)}) is fetched again from the relay, and writing continues`, async () => {
				const all = await opened();
				const { berta, anton, stream } = all;
				const feed = (whose === 'own' ? berta : anton).space.own?.id ?? '';
				await damage(berta.disk, 'entries', berta.space.id + feed, nth);
				berta.kill();
				await berta.open();
				await berta.write('offline geschrieben');
				expect(berta.space.missing, 'it knows').toBeGreaterThan(0);
				await reopen(all);
				isSound(all, [...ALL, 'offline geschrieben']);
				expect(berta.mark('offline geschrieben')).toBe('relayed');
				expect(berta.mark('zwei')).toBe('relayed');
				await settle(stream);
			});
		}
	}

	it('[V5] of an own entry that the relay never had loses only that one', async () => {
		const all = await opened();
		const { berta, stream } = all;
		if (berta.link) berta.link.tap = (frame) => (frame.kind === 'push' ? [] : [frame]);
		for (const text of ['a', 'b', 'c']) await berta.write(text);
		await settle(stream);
		expect(berta.space.pending.length, 'all are sealed').toBe(0);
		await damage(berta.disk, 'entries', berta.space.id + (berta.space.own?.id ?? ''), -3);
		await reopen(all);
		isSound(all, [...ALL, 'b', 'c']);
	});

	it('[V5] [O6] of the outbox loses only that one, and nothing of it reaches the others’ gate', async () => {
		for (const nth of [0, 1, 2]) {
			const all = await opened();
			const { berta } = all;
			berta.link?.cut();
			for (const text of ['a', 'b', 'c']) await berta.write(text);
			await damage(berta.disk, 'outbox', berta.space.id, nth);
			await reopen(all);
			isSound(all, [...ALL, ...['a', 'b', 'c'].filter((_, i) => i !== nth)]);
		}
	});

	it('[V5] of a feed is recovered from what the relay has', async () => {
		for (const nth of [0, 1]) {
			const all = await opened();
			all.berta.link?.cut();
			await all.berta.write('wartet');
			await all.berta.disk.commit([
				{ table: 'feeds', key: (await all.berta.disk.list('feeds', ''))[nth]?.[0] ?? '', value: new Uint8Array([1]) }
			]);
			await reopen(all);
			isSound(all, [...ALL, 'wartet']);
			expect(all.berta.mark('eins')).toBe('relayed');
		}
	});

	it('[V5] of the charter is fetched again, and must be the same', async () => {
		const all = await opened();
		const { berta, stream } = all;
		await beginsEpoch(stream, berta);
		const rows = await berta.disk.list('charters', '');
		expect(rows.length).toBe(2);
		await berta.disk.commit([{ table: 'charters', key: rows[1]?.[0] ?? '', value: new Uint8Array([7]) }]);
		await reopen(all);
		expect(berta.space.charter.epoch).toBe(2);
		isSound(all);
	});
});
