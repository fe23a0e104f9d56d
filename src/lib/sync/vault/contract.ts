/** What every vault engine must do; each engine's test runs this. */
import { expect, it } from 'vitest';
import type { Vault } from './vault';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Registers the suite for vaults that `make` opens empty. */
export function vaultContract(make: () => Promise<Vault>): void {
	it('[V1] keeps all changes of a commit', async () => {
		const vault = await make();
		await vault.commit([
			{ table: 'entries', key: 'a1', value: bytes(1) },
			{ table: 'feeds', key: 'a', value: bytes(2) }
		]);
		expect(await vault.get('entries', 'a1')).toEqual(bytes(1));
		expect(await vault.get('feeds', 'a')).toEqual(bytes(2));
		expect(await vault.get('feeds', 'b')).toBeNull();
	});

	it('lists by prefix, in order, after a key', async () => {
		const vault = await make();
		await vault.commit(
			['b2', 'a2', 'a1', 'a3', 'b1'].map((key, i) => ({ table: 'entries' as const, key, value: bytes(i) }))
		);
		expect((await vault.list('entries', 'a')).map(([key]) => key)).toEqual(['a1', 'a2', 'a3']);
		expect((await vault.list('entries', 'a', 'a1')).map(([key]) => key)).toEqual(['a2', 'a3']);
		expect((await vault.list('entries', '')).length).toBe(5);
		expect(await vault.keys('entries', 'a')).toEqual(['a1', 'a2', 'a3']);
		expect((await vault.keys('entries', '')).length).toBe(5);
		expect(await vault.list('outbox', '')).toEqual([]);
	});

	it('deletes, replaces and stores copies of its input', async () => {
		const vault = await make();
		const view = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
		await vault.commit([{ table: 'meta', key: 'x', value: view }], true);
		view[0] = 7;
		expect(await vault.get('meta', 'x')).toEqual(bytes(1, 2));
		await vault.commit([{ table: 'meta', key: 'x', value: null }], true);
		expect(await vault.get('meta', 'x')).toBeNull();
	});

	it('keeps large chunks beside the rows that refer to them, and deletes them together', async () => {
		const vault = await make();
		const chunk = new Uint8Array(1024 * 1024 + 16).fill(7);
		await vault.commit([
			{ table: 'chunks', key: 'a1', value: chunk },
			{ table: 'blobs', key: 'a', value: bytes(1) }
		]);
		chunk.fill(0);
		expect((await vault.get('chunks', 'a1'))?.every((byte) => byte === 7)).toBe(true);
		expect((await vault.list('chunks', 'a')).map(([key]) => key)).toEqual(['a1']);
		await vault.commit([
			{ table: 'chunks', key: 'a1', value: null },
			{ table: 'blobs', key: 'a', value: null }
		]);
		expect([await vault.get('chunks', 'a1'), await vault.get('blobs', 'a')]).toEqual([null, null]);
	});

	it('is empty after a wipe', async () => {
		const vault = await make();
		await vault.commit([{ table: 'drafts', key: 'x', value: bytes(1) }]);
		await vault.wipe();
		const again = await make();
		expect(await again.list('drafts', '')).toEqual([]);
	});
}
