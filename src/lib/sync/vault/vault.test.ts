import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../base/fault';
import { vaultContract } from './contract';
import { DexieVault, faulty } from './dexie';
import { MemoryVault } from './memory';
import type { Change, Table } from './vault';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

describe('memory', () => {
	vaultContract(() => Promise.resolve(new MemoryVault()));

	it('[V3] is not durable and says so', () => {
		expect(new MemoryVault().isDurable).toBe(false);
	});
});

describe('dexie', () => {
	let count = 0;
	vaultContract(() => DexieVault.open(`vault-${String(count++)}`));

	it('[V2] rejects with a fault when the transaction aborts, and stores none of it', async () => {
		const vault = await DexieVault.open('vault-abort');
		const unclonable = { slice: () => () => 0 } as unknown as Uint8Array;
		const changes = [
			{ table: 'outbox' as const, key: 'good', value: new Uint8Array([1]) },
			{ table: 'outbox' as const, key: 'bad', value: unclonable }
		];
		await expect(vault.commit(changes, true)).rejects.toBeInstanceOf(Fault);
		expect(await vault.get('outbox', 'good')).toBeNull();
	});

	it.each([
		['storage-full', new Dexie.QuotaExceededError()],
		['storage-full', new Dexie.AbortError('x', new Dexie.QuotaExceededError())],
		['storage-full', null],
		['storage-missing', new Dexie.MissingAPIError()],
		['storage-missing', new Dexie.OpenFailedError('x', new DOMException('x', 'SecurityError'))],
		['storage-unreadable', new Dexie.DatabaseClosedError()],
		['storage-unreadable', new Dexie.UnknownError()]
	])('[V9] says %s for %s', async (code, cause) => {
		await expect(faulty(() => Promise.reject(cause as Error))).rejects.toMatchObject({ code });
	});

	it('[V9] passes on what does not come from the database', async () => {
		const cause = new TypeError('bug');
		await expect(faulty(() => Promise.reject(cause))).rejects.toBe(cause);
	});

	it('[V7] of an earlier format is refused, and left as it is', async () => {
		const old = new Dexie('vault-old');
		old.version(2).stores({ meta: 'k' });
		await old.table('meta').put({ k: 'account', v: new Uint8Array([1]) });
		old.close();
		await expect(DexieVault.open('vault-old')).rejects.toMatchObject({ code: 'format-old' });
		await old.open();
		expect(await old.table('meta').count()).toBe(1);
		old.close();
	});

	it('is found again under its name', async () => {
		expect(await DexieVault.exists('vault-again')).toBe(false);
		const first = await DexieVault.open('vault-again');
		await first.commit([{ table: 'meta', key: 'x', value: new Uint8Array([1]) }], true);
		first.close();
		expect(await DexieVault.exists('vault-again')).toBe(true);
		expect(await (await DexieVault.open('vault-again')).get('meta', 'x')).toEqual(new Uint8Array([1]));
	});

	it.each([0, 1])('[V1] stores nothing of a commit when one row fails (%s of 0 and 1)', async (failing) => {
		const vault = await DexieVault.open(`vault-row-${String(failing)}`);
		const kept = (): Promise<readonly (Uint8Array | null)[]> =>
			Promise.all((['entries', 'outbox', 'feeds'] as const).map((table) => vault.get(table, 'x')));
		const row = (table: Table, value: number | null): Change => ({
			table,
			key: 'x',
			value: value === null ? null : new Uint8Array([value])
		});
		await vault.commit([row('entries', 1), row('outbox', 1), row('feeds', 1)], true);
		let count = 0;
		const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...all: unknown[]) => IDBRequest<IDBValidKey>;
		vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value) {
			// add() fails on what is already there
			return count++ === failing ? this.add(value) : put.call(this, value);
		});
		await expect(vault.commit([row('entries', 2), row('outbox', null), row('feeds', 2)], true)).rejects.toMatchObject({
			code: 'storage-full'
		});
		vi.restoreAllMocks();
		expect(await kept()).toEqual([1, 1, 1].map((value) => new Uint8Array([value])));
	});

	it('[V6] stores what was asked for before the page was suspended; its reads lock no row', async () => {
		vi.stubGlobal('navigator', { userAgent: 'AppleWebKit/605.1.15 Safari/605.1.15' });
		const committing = vi.spyOn(IDBTransaction.prototype, 'commit');
		const [page, next] = [await DexieVault.open('vault-aside'), await DexieVault.open('vault-aside')];
		const one = (value: number): Parameters<DexieVault['commit']>[0] => [
			{ table: 'outbox', key: 'x', value: new Uint8Array([value]) }
		];
		await page.commit(one(1));
		const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
		const release = await hold('vault-aside');
		const [reading, writing] = [page.list('outbox', ''), page.commit(one(2))];
		reading.catch(() => undefined); // reason: it is looked at below
		await vi.waitFor(() => {
			expect(getAll, 'it reads').toHaveBeenCalledOnce();
			expect(committing, 'it ends without this page').toHaveBeenCalledTimes(2);
		});
		page.rest();
		release();
		await expect(reading).rejects.toBeInstanceOf(Fault);
		await writing;
		expect(await next.get('outbox', 'x')).toEqual(new Uint8Array([2]));
		await next.commit(one(3), true);
		expect(await next.get('outbox', 'x')).toEqual(new Uint8Array([3]));
		await expect(page.get('outbox', 'x')).rejects.toBeInstanceOf(Fault);
	});

	it('[V8] what is asked while a transaction is under way goes into the next, all together', async () => {
		const vault = await DexieVault.open('vault-groups');
		const begun = vi.spyOn(IDBDatabase.prototype, 'transaction');
		const row = (i: number): Change => ({
			table: i % 2 ? 'feeds' : 'pages',
			key: String(i),
			value: new Uint8Array([i])
		});
		const kept = Array.from({ length: 20 }, (_, i) => vault.commit([row(i)], i === 9));
		const read = Array.from({ length: 20 }, async (_, i) => vault.get(row(i).table, String(i)));
		await Promise.all(kept);
		// Each read was asked for after its commit.
		expect((await Promise.all(read)).map((bytes) => bytes?.[0])).toEqual(Array.from({ length: 20 }, (_, i) => i));
		expect(begun.mock.calls.map(([, mode, options]) => `${String(mode)} ${String(options?.durability)}`)).toEqual([
			'readwrite strict',
			'readonly relaxed'
		]);
	});

	it('[V8] a read sees the commits that were asked for before it, also those that wait', async () => {
		const vault = await DexieVault.open('vault-order');
		const release = await hold('vault-order');
		const put = (table: Table, value: number): Promise<void> =>
			vault.commit([{ table, key: 'x', value: new Uint8Array([value]) }]);
		const first = put('outbox', 1);
		await new Promise((resolve) => setTimeout(resolve)); // it has begun, and waits for who holds the outbox
		const rest = [put('feeds', 2), put('outbox', 3)];
		const seen = Promise.all([vault.get('feeds', 'x'), vault.get('outbox', 'x')]);
		// What none of them concerns is read at once.
		expect(await vault.get('pages', 'x')).toBeNull();
		release();
		await Promise.all([first, ...rest]);
		expect((await seen).map((bytes) => bytes?.[0])).toEqual([2, 3]);
	});

	it('[V8] a commit that cannot be kept takes none of those beside it along', async () => {
		const vault = await DexieVault.open('vault-beside');
		const unclonable = { slice: () => () => 0 } as unknown as Uint8Array;
		const kept = [1, 2, 3].map((i) =>
			vault.commit([{ table: 'feeds', key: String(i), value: i === 2 ? unclonable : new Uint8Array([i]) }])
		);
		expect((await Promise.allSettled(kept)).map(({ status }) => status)).toEqual([
			'fulfilled',
			'rejected',
			'fulfilled'
		]);
		expect(await vault.keys('feeds', '')).toEqual(['1', '3']);
	});

	it('[V8] a connection that the browser has lost is opened again, once', async () => {
		const vault = await DexieVault.open('vault-lost');
		const lost = new DOMException('Connection to Indexed Database server lost', 'InvalidStateError');
		const begun = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
			throw lost;
		});
		await vault.commit([{ table: 'feeds', key: 'x', value: new Uint8Array([1]) }], true);
		expect(await vault.get('feeds', 'x')).toEqual(new Uint8Array([1]));
		begun.mockImplementation(() => {
			throw lost;
		});
		await expect(vault.get('feeds', 'x')).rejects.toMatchObject({ code: 'storage-unreadable' });
	});

	it('[V6] what waits to be kept when the vault is closed is kept', async () => {
		const vault = await DexieVault.open('vault-closing');
		const put = (key: string): Promise<void> => vault.commit([{ table: 'feeds', key, value: new Uint8Array([1]) }]);
		const first = put('1');
		await new Promise((resolve) => setTimeout(resolve)); // it has begun
		const second = put('2');
		vault.close();
		await Promise.all([first, second]);
		expect(await (await DexieVault.open('vault-closing')).keys('feeds', '')).toEqual(['1', '2']);
	});

	it('[V8] what is asked in one turn is read in one transaction, and all of it given up with the page', async () => {
		const page = await DexieVault.open('vault-turn');
		const reads = (['get', 'getAll', 'getAllKeys'] as const).map((name) => vi.spyOn(IDBObjectStore.prototype, name));
		const stores = (): IDBObjectStore[] => reads.flatMap(({ mock }) => mock.contexts as IDBObjectStore[]);
		await page.commit([{ table: 'feeds', key: 'x', value: new Uint8Array([1]) }]);
		const [list, keys, missing] = await Promise.all([
			page.list('feeds', ''),
			page.keys('feeds', ''),
			page.get('outbox', 'x')
		]);
		expect(list).toEqual([['x', new Uint8Array([1])]]);
		expect([keys, missing]).toEqual([['x'], null]);
		expect(stores()).toHaveLength(3);
		expect(new Set(stores().map(({ transaction }) => transaction)).size).toBe(1);
		const release = await hold('vault-turn');
		const asked = [page.list('outbox', ''), page.get('feeds', 'x')];
		await vi.waitFor(() => expect(reads[1]).toHaveBeenCalledTimes(2));
		page.rest();
		release();
		for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
	});

	it('[V6] a read that ends while the page is suspended leaves none of the others, and no row locked', async () => {
		const page = await DexieVault.open('vault-ending');
		const release = await hold('vault-ending');
		const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
		const ending = page.list('outbox', '');
		ending.catch(() => undefined); // reason: which way it ends is the browser's
		await vi.waitFor(() => expect(getAll).toHaveBeenCalledTimes(1));
		const reading = page.list('outbox', '');
		reading.catch(() => undefined); // reason: it is looked at below
		await vi.waitFor(() => expect(getAll).toHaveBeenCalledTimes(2));
		(getAll.mock.contexts[0] as IDBObjectStore).transaction.commit();
		page.rest();
		release();
		await expect(reading).rejects.toBeInstanceOf(Fault);
		await expect(page.get('outbox', 'x')).rejects.toBeInstanceOf(Fault);
	});
});

/** Writes to a database's outbox until released, and keeps everybody else out. */
async function hold(name: string): Promise<() => void> {
	const asked = indexedDB.open(name);
	await new Promise((resolve) => (asked.onsuccess = resolve));
	const rows = asked.result.transaction('outbox', 'readwrite').objectStore('outbox');
	let isHeld = true;
	const goOn = (): void => {
		if (isHeld) rows.get('x').onsuccess = goOn;
	};
	goOn();
	return () => {
		isHeld = false;
	};
}
