/** A full disk and damaged rows. SPEC.md V5, D4. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { newEpoch } from '../../../tests/support/amending';
import { compose } from './space/outbox';
import { DexieVault } from './vault/dexie';
import { MemoryVault } from './vault/memory';
import type { Change, Table, Vault } from './vault/vault';
import { breathe, settle } from '../../../tests/support/settling';

interface Stream {
	readonly stream: Scene;
	readonly berta: Device;
	readonly anton: Device;
}

async function opened(disk: Vault = new MemoryVault()): Promise<Stream> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta', { disk });
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	for (const text of ['eins', 'zwei', 'drei']) {
		stream.nowMs += 1000;
		await berta.write(text);
		stream.nowMs += 1;
		await anton.write(`${text}!`);
		await settle(stream);
	}
	stream.nowMs += 1000;
	return { stream, berta, anton };
}
const ALL = ['eins', 'eins!', 'zwei', 'zwei!', 'drei', 'drei!'];

/** Flips a bit in the `nth` row of a table with keys beginning with `prefix`. */
async function damage(disk: Vault, table: Table, prefix: string, nth: number): Promise<void> {
	const rows = await disk.list(table, prefix);
	const [key, value] = rows.at(nth) ?? [];
	if (key === undefined || !value) throw new Error('no such row');
	const bytes = value.slice();
	bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
	await disk.commit([{ table, key, value: bytes }]);
}

async function reopen({ stream, berta }: Stream): Promise<void> {
	berta.kill();
	await berta.open();
	berta.connect();
	await settle(stream, true);
}

function isSound({ berta, anton }: Stream, texts: readonly string[] = ALL): void {
	for (const one of [berta, anton]) {
		expect(one.texts.toSorted(), one.name).toEqual(texts.toSorted());
		expect(one.space.missing).toBe(0);
		expect(one.space.pending.length).toBe(0);
		expect([...one.space.feeds.values()].every(({ trouble }) => trouble === 'none')).toBe(true);
	}
}

describe('a damaged row', () => {
	for (const [table, nth] of [
		['snapshots', 0],
		['snapshots', -1]
	] as const) {
		it(`[V5] of a snapshot (${String(nth)}) costs nothing: the entries are there`, async () => {
			const all = await opened();
			await all.berta.space.run(() => all.berta.space.snapshot());
			expect((await all.berta.disk.list(table, '')).length).toBe(2);
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
		const amended = berta.replica.amend(() => newEpoch(berta));
		await settle(stream);
		await amended;
		const rows = await berta.disk.list('charters', '');
		expect(rows.length).toBe(2);
		await berta.disk.commit([{ table: 'charters', key: rows[1]?.[0] ?? '', value: new Uint8Array([7]) }]);
		await reopen(all);
		expect(berta.space.charter.epoch).toBe(2);
		isSound(all);
	});
});

describe('a full disk', () => {
	it('[O2] undoes a message that it cannot store, with everything written after it', async () => {
		const all = await opened();
		const { berta, stream } = all;
		berta.link?.cut();
		berta.vault.failIn = 0;
		const outcomes = await Promise.allSettled([berta.write('a'), berta.write('b'), berta.write('c')]);
		expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(berta.texts).toEqual(ALL);
		await berta.write('d');
		expect(berta.texts).toEqual([...ALL, 'd']);
		berta.connect();
		await settle(stream);
		isSound(all, [...ALL, 'd']);
	});

	it('[O2] stores a message’s side data with it, or not at all', async () => {
		const { berta } = await opened();
		const row = (key: string): Change => ({ table: 'parcels', key, value: new Uint8Array([1]) });
		const write = (text: string, key: string): Promise<void> => {
			const say = (doc: Y.Doc): void => void doc.getMap('own').set(text, 1);
			return compose(berta.space, berta.space.ownDocument, say, () => 0, [], [row(key)]);
		};
		berta.vault.failIn = 0;
		await expect(write('eins', 'a')).rejects.toThrow();
		expect(await berta.disk.list('parcels', '')).toEqual([]);
		await write('zwei', 'b');
		expect((await berta.disk.list('parcels', '')).map(([key]) => key)).toEqual(['b']);
		expect([...berta.space.doc.getMap('own').keys()]).toEqual(['zwei']);
	});

	it('[O2] shows the next message in place of the lost one', async () => {
		const all = await opened();
		const { berta, stream } = all;
		berta.vault.failIn = 0;
		await expect(berta.write('verloren')).rejects.toThrow();
		await berta.write('gewonnen');
		expect(berta.texts).toEqual([...ALL, 'gewonnen']);
		await settle(stream);
		isSound(all, [...ALL, 'gewonnen']);
	});

	it('[O1] [O2] keeps many concurrent writes in order', async () => {
		const all = await opened();
		const texts = Array.from({ length: 40 }, (_, i) => `Nummer ${String(i).padStart(2, '0')}`);
		await Promise.all(texts.map((text) => all.berta.write(text)));
		expect(all.berta.texts).toEqual([...ALL, ...texts]);
		await settle(all.stream);
		isSound(all, [...ALL, ...texts]);
		expect(all.anton.texts).toEqual(all.berta.texts);
	});

	it('[O3] [V2] loses nothing, whichever commit of writing, sealing or taking in it hits', async () => {
		for (let at = 0; at < 9; at++) {
			const all = await opened();
			const { berta, anton, stream } = all;
			const kept = [...ALL];
			berta.vault.failIn = at;
			for (const text of ['a', 'b']) {
				await berta.write(text).then(
					() => kept.push(text),
					() => undefined
				);
				await anton.write(`${text}?`);
				kept.push(`${text}?`);
				await settle(stream);
				const inVault = new MemoryVault();
				await inVault.commit((berta.disk as MemoryVault).changes());
				const twin = await device(stream, 0, 'was der Tresor hergibt', { disk: inVault, deviceSeed: berta.deviceSeed });
				expect(twin.texts, `commit ${String(at)}`).toEqual(berta.texts);
				twin.kill();
				stream.devices.pop();
			}
			await settle(stream, true);
			await reopen(all);
			isSound(all, kept);
		}
	});

	it('[V1] holds over IndexedDB as well', async () => {
		const all = await opened(await DexieVault.open('faults'));
		await all.berta.write('wartet');
		const disk = await DexieVault.open('faults');
		expect((await disk.list('entries', '')).length).toBeGreaterThan(6);
		await breathe(all.stream);
		await reopen(all);
		isSound(all, [...ALL, 'wartet']);
	});

	it('[O1] refuses what no entry can hold, and carries on', async () => {
		const all = await opened();
		await expect(all.berta.write('x'.repeat(64 * 1024))).rejects.toThrow();
		await all.berta.write('ü'.repeat(30 * 1024));
		await settle(all.stream);
		isSound(all, [...ALL, 'ü'.repeat(30 * 1024)]);
	});
});

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
		expect(introductions.length).toBe(1);
		berta.kill();
		await berta.open();
		expect(berta.texts).toEqual(ALL);
		for (const feed of introductions) expect(berta.space.introductions.has(feed)).toBe(true);
		expect(berta.space.clock).toEqual(clock);
	});
});
