import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../base/fault';
import { vaultContract } from './contract';
import { DexieVault } from './dexie';
import { MemoryVault } from './memory';

describe('memory', () => {
	vaultContract(() => Promise.resolve(new MemoryVault()));

	it('[V3] is not durable and says so', () => {
		expect(new MemoryVault().isDurable).toBe(false);
	});
});

describe('dexie', () => {
	let count = 0;
	vaultContract(() => DexieVault.open(`vault-${String(count++)}`));

	it('[V2] rejects with a fault when the transaction aborts, and keeps none of it', async () => {
		const vault = await DexieVault.open('vault-abort');
		const unclonable = { slice: () => () => 0 } as unknown as Uint8Array;
		const changes = [
			{ table: 'outbox' as const, key: 'good', value: new Uint8Array([1]) },
			{ table: 'outbox' as const, key: 'bad', value: unclonable }
		];
		await expect(vault.commit(changes, true)).rejects.toBeInstanceOf(Fault);
		expect(await vault.get('outbox', 'good')).toBeNull();
	});

	it('is found again under its name', async () => {
		expect(await DexieVault.exists('vault-again')).toBe(false);
		const first = await DexieVault.open('vault-again');
		await first.commit([{ table: 'meta', key: 'x', value: new Uint8Array([1]) }], true);
		first.close();
		expect(await DexieVault.exists('vault-again')).toBe(true);
		expect(await (await DexieVault.open('vault-again')).get('meta', 'x')).toEqual(new Uint8Array([1]));
	});

	it('[V6] keeps what was asked for before the page was put aside; what it read locks no row', async () => {
		const [page, next] = [await DexieVault.open('vault-aside'), await DexieVault.open('vault-aside')];
		const one = (value: number): Parameters<DexieVault['commit']>[0] => [
			{ table: 'outbox', key: 'x', value: new Uint8Array([value]) }
		];
		await page.commit(one(1));
		const [reading, writing] = [page.list('outbox', ''), page.commit(one(2))];
		// both have begun by then
		await new Promise((done) => setTimeout(done, 0));
		page.rest();
		await Promise.allSettled([reading, writing]);
		expect(await next.get('outbox', 'x')).toEqual(new Uint8Array([2]));
		await next.commit(one(3), true);
		expect(await next.get('outbox', 'x')).toEqual(new Uint8Array([3]));
		await expect(page.get('outbox', 'x')).rejects.toBeInstanceOf(Fault);
	});
});
