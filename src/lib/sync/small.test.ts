/** Links, names, rows, tabs. SPEC.md L, S4, V3, V4, X5. */
import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../base/fault';
import type { FeedId } from '../base/ids';
import { freshSeed, randomBytes } from '../crypto/random';
import { clientOf } from './space/feeds';
import { makeLink, parseLink } from './keys/link';
import { Tabs } from './vault/tabs';
import { MemoryVault } from './vault/memory';
import { MovingVault } from './vault/moving';
import { SealedRows } from './vault/sealed';

describe('links', () => {
	it('[L1] round-trip, or do not parse at all', () => {
		const parts = { secret: randomBytes(32), fingerprint: randomBytes(16) };
		const [, fragment = ''] = makeLink('https://host', parts).split('/k');
		expect(fragment.length).toBe(68);
		expect(parseLink(fragment)).toEqual({ ok: true, value: parts });
		expect(parseLink(` ${fragment.slice(1)} `)).toEqual({ ok: true, value: parts });
		for (const mangled of [
			'',
			'#',
			fragment.slice(0, -1),
			`#B${fragment.slice(2)}`,
			fragment.replace(/.$/, '!'),
			`#AQE${fragment.slice(4)}`
		]) {
			expect(parseLink(mangled).ok, mangled).toBe(false);
		}
	});

	it('[L1] survive what messengers and mail programs do to them', () => {
		const parts = { secret: randomBytes(32), fingerprint: randomBytes(16) };
		const [, fragment = ''] = makeLink('https://host', parts).split('/k#');
		const [head, tail] = [fragment.slice(0, 30), fragment.slice(30)];
		for (const behind of [
			'.',
			',',
			')',
			'>',
			'"',
			'!',
			'%20',
			'%22%3E',
			'*',
			'_',
			'A',
			'%',
			'?utm_source=x',
			' Bis gleich'
		])
			expect(parseLink(`#${fragment}${behind}`), behind).toEqual({ ok: true, value: parts });
		for (const inside of [' ', '\n', '\r\n', '%0A', '%E2%80%8B', '\u200b', '\u00ad', '%C2%AD', '\u2060', '\ufeff'])
			expect(parseLink(`#${head}${inside}${tail}`), JSON.stringify(inside)).toEqual({ ok: true, value: parts });
		for (const before of ['##', '%23', '#%20', '#<', '#/'])
			expect(parseLink(`${before}${fragment}`), before).toEqual({ ok: true, value: parts });
	});
});

describe('names', () => {
	it('[S4] give every feed its own Yjs client', () => {
		const clients = Array.from({ length: 5_000 }, (_, i) => clientOf(i.toString(16).padStart(32, '0') as FeedId));
		expect(new Set(clients).size).toBe(5_000);
		expect(clients.every((client) => Number.isSafeInteger(client) && client >= 0)).toBe(true);
		expect(Math.max(...clients)).toBeGreaterThan(2 ** 32);
	});
});

describe('rows', () => {
	it('[V4] open only under their own key, in their own place, unchanged', async () => {
		const vault = new MemoryVault();
		const rows = await SealedRows.under(vault, freshSeed());
		const change = await rows.put('outbox', 'a', new Uint8Array([1, 2, 3]));
		await vault.commit([change, { ...change, key: 'b' }, { ...change, table: 'drafts' }]);
		expect(await rows.get('outbox', 'a')).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) });
		expect((await rows.get('outbox', 'b')).ok).toBe(false);
		expect((await rows.get('drafts', 'a')).ok).toBe(false);
		expect(await rows.get('outbox', 'c')).toEqual({ ok: true, value: null });
		expect((await (await SealedRows.under(vault, freshSeed())).get('outbox', 'a')).ok).toBe(false);
		expect((await rows.list('outbox', '')).map(({ plain }) => plain.ok)).toEqual([true, false]);
	});

	it('[V3] all move into a permanent vault, with what is written meanwhile', async () => {
		const memory = new MemoryVault();
		const target = new MemoryVault();
		const vault = new MovingVault(memory);
		await vault.commit([{ table: 'meta', key: 'before', value: new Uint8Array([1]) }]);
		const moved = vault.moveTo(target, [{ table: 'meta', key: 'more', value: new Uint8Array([2]) }]);
		await Promise.all([moved, vault.commit([{ table: 'meta', key: 'meanwhile', value: new Uint8Array([3]) }])]);
		expect((await target.list('meta', '')).map(([key]) => key)).toEqual(['before', 'meanwhile', 'more']);
		const stuck = new MovingVault(new MemoryVault());
		const full = new MemoryVault();
		full.commit = () => Promise.reject(new Fault('storage-full'));
		await expect(stuck.moveTo(full, [])).rejects.toThrow('storage-full');
		await stuck.commit([{ table: 'meta', key: 'still', value: new Uint8Array([4]) }]);
		expect(await stuck.get('meta', 'still')).toEqual(new Uint8Array([4]));
	});
});

/** Web Locks of one browser. */
function fakeLocks() {
	const held = new Set<string>();
	const waiting = new Map<string, (() => void)[]>();
	return {
		request: async (name: string, ...rest: unknown[]): Promise<void> => {
			const work = rest.at(-1) as (lock: object | null) => Promise<void>;
			const isOptional = rest.length > 1;
			if (held.has(name) && isOptional) return work(null);
			while (held.has(name))
				await new Promise<void>((resolve) => void waiting.set(name, [...(waiting.get(name) ?? []), resolve]));
			held.add(name);
			await work({});
			held.delete(name);
			for (const wake of waiting.get(name)?.splice(0) ?? []) wake();
		}
	};
}

describe('tabs', () => {
	it('[X5] lead one at a time, lease each feed once, and say no more than “look again”', async () => {
		vi.stubGlobal('navigator', { locks: fakeLocks() });
		const heard: string[] = [];
		const led: string[] = [];
		const [one, two] = [new Tabs('t', () => undefined), new Tabs('t', (what) => heard.push(what))];
		one.lead(() => led.push('one'));
		two.lead(() => led.push('two'));
		expect(await one.lease('feed:1')).toBe(true);
		expect(await two.lease('feed:1')).toBe(false);
		expect(await two.lease('feed:2')).toBe(true);
		one.tell('space');
		await vi.waitFor(() => {
			expect(heard).toEqual(['space']);
		});
		expect(led).toEqual(['one']);
		one.close();
		await vi.waitFor(() => {
			expect(led).toEqual(['one', 'two']);
		});
		expect(await two.lease('feed:1')).toBe(true);
		two.close();
		vi.unstubAllGlobals();
	});

	it('[X5] notice when another is gone, whichever was there first', async () => {
		vi.stubGlobal('navigator', { locks: fakeLocks() });
		const gone: string[] = [];
		const tab = (name: string): Tabs =>
			new Tabs(
				'g',
				() => undefined,
				() => gone.push(name)
			);
		const [one, two] = [tab('one'), tab('two')];
		// channels deliver with a delay
		const met = async (): Promise<void> => {
			for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
		};
		await met();
		const three = tab('three');
		await met();
		expect(gone, 'they come').toEqual([]);
		one.close();
		await vi.waitFor(() => {
			expect(gone.sort()).toEqual(['three', 'two']);
		});
		three.close();
		await vi.waitFor(() => {
			expect(gone.sort()).toEqual(['three', 'two', 'two']);
		});
		two.close();
		vi.unstubAllGlobals();
	});
});
