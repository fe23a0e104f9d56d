/** What every store must do; each engine's test runs this. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../src/lib/base/bytes';
import type { Store, Table, Write } from './store';

/**
 * Runs the contract on stores made by `open`, in the named table; `reopen` closes one and opens what is
 * left of it, null when nothing is.
 */
export function storeContract(
	name: string,
	open: () => Store | Promise<Store>,
	reopen: ((store: Store) => Promise<Store>) | null,
	table: Table = 'entries'
): void {
	describe(name, () => {
		let store: Store;
		beforeEach(async () => {
			store = await open();
		});
		const put = (key: readonly number[], value: string): Write => ({
			table,
			key: Uint8Array.from(key),
			value: utf8(value)
		});
		const remove = (key: readonly number[]): Write => ({ table, key: Uint8Array.from(key), value: null });
		afterEach(() => store.close());

		const range = async (
			prefix: readonly number[],
			more: { after?: readonly number[]; maxRows?: number; maxBytes?: number } = {}
		): Promise<string[]> => {
			const { after, maxRows = 100, maxBytes } = more;
			const rows = await store.range(table, {
				prefix: Uint8Array.from(prefix),
				maxRows,
				...(after && { after: Uint8Array.from(after) }),
				...(maxBytes !== undefined && { maxBytes })
			});
			return rows.map(({ value }) => new TextDecoder().decode(value));
		};

		it('[R20] returns what was committed, and null for the rest', async () => {
			await store.commit([put([1, 2], 'a')]);
			expect(await store.get(table, Uint8Array.of(1, 2))).toEqual(utf8('a'));
			expect(await store.get(table, Uint8Array.of(1))).toBeNull();
			expect(await store.get('feeds', Uint8Array.of(1, 2))).toBeNull();
		});

		it('[R20] writes in order: the last value of a key counts', async () => {
			await store.commit([put([1], 'a'), put([1], 'b'), put([2], 'c'), remove([2]), remove([3])]);
			await store.commit([put([4], 'd')]);
			await store.commit([put([4], 'e')]);
			expect(await range([])).toEqual(['b', 'e']);
		});

		it('[R6] reads ranges in key order, as unsigned bytes', async () => {
			const keys = [[255, 255], [0], [1], [1, 0], [1, 255, 255], [2], [1, 128], [1, 127]];
			await store.commit(keys.map((key) => put(key, key.join())));
			expect(await range([])).toEqual(['0', '1', '1,0', '1,127', '1,128', '1,255,255', '2', '255,255']);
			expect(await range([1])).toEqual(['1', '1,0', '1,127', '1,128', '1,255,255']);
			expect(await range([255])).toEqual(['255,255']);
			expect(await range([7])).toEqual([]);
		});

		it('[R6] continues after a key, whether or not that exists', async () => {
			await store.commit([put([1, 1], 'a'), put([1, 3], 'b'), put([2, 1], 'c')]);
			expect(await range([1], { after: [1, 1] })).toEqual(['b']);
			expect(await range([1], { after: [1, 2] })).toEqual(['b']);
			expect(await range([1], { after: [1, 3] })).toEqual([]);
			expect(await range([1], { after: [1, 0] })).toEqual(['a', 'b']);
		});

		it('[R6] stops at the limit of rows or bytes, but always gives the first row', async () => {
			await store.commit([put([1], 'aaaa'), put([2], 'bb'), put([3], 'cc')]);
			expect(await range([], { maxRows: 2 })).toEqual(['aaaa', 'bb']);
			expect(await range([], { maxBytes: 6 })).toEqual(['aaaa', 'bb']);
			expect(await range([], { maxBytes: 1 })).toEqual(['aaaa']);
		});

		it('[R20] keeps no reference to the bytes it was given, and hands out none of its own', async () => {
			const value = utf8('kept');
			const key = Uint8Array.of(9);
			await store.commit([{ table, key, value }]);
			value.fill(0);
			key.fill(0);
			const before = await store.get(table, Uint8Array.of(9));
			await store.commit(Array.from({ length: 500 }, (_, i) => put([8, i >> 8, i & 255], 'x'.repeat(500))));
			await store.commit([put([9], 'gone')]);
			expect(before).toEqual(utf8('kept'));
			expect(before?.constructor).toBe(Uint8Array);
		});

		it('[R20] accepts an empty commit, an empty value and a large one', async () => {
			await store.commit([]);
			const large = new Uint8Array(4 * 1024 * 1024).fill(7);
			await store.commit([put([1], ''), { table, key: Uint8Array.of(2), value: large }]);
			expect(await store.get(table, Uint8Array.of(1))).toEqual(new Uint8Array());
			expect((await store.get(table, Uint8Array.of(2)))?.length).toBe(large.length);
		});

		it('[R20] concurrent commits are all there in the end', async () => {
			await Promise.all(Array.from({ length: 50 }, (_, i) => store.commit([put([1, i], `${i}`), put([2, i], `${i}`)])));
			expect(await range([1])).toHaveLength(50);
			expect(await range([2])).toHaveLength(50);
		});

		if (!reopen) return;
		it('[R20] is the same after closing and opening', async () => {
			await store.commit([put([1], 'a'), put([2], 'b')]);
			store = await reopen(store);
			expect(await range([])).toEqual(['a', 'b']);
		});
	});
}
