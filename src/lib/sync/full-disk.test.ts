/** A disk that is full, for a moment or for one write. SPEC.md O1, O2, O3, V1, V2. */
import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { device } from '../../../tests/support/devices';
import { ALL, isSound, opened, reopen } from '../../../tests/support/disk-scene';
import { compose } from './space/outbox';
import { writesKept } from './space/pending';
import { DexieVault } from './vault/dexie';
import { MemoryVault } from './vault/memory';
import type { Change } from './vault/vault';
import { breathe, settle } from '../../../tests/support/settling';

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

	it('[O1] keeps what is written after a listener that fails', async () => {
		const { berta } = await opened();
		const stop = berta.space.listen(({ kind }) => {
			if (kind === 'written') throw new Error('a bug');
		});
		const written = compose(
			berta.space,
			berta.space.ownDocument,
			(doc) => void doc.getMap('own').set('a', 1),
			() => 0
		);
		await expect(writesKept(berta.space)).rejects.toThrow('a bug');
		await written;
		stop();
		await berta.write('danach');
		expect(berta.texts).toEqual([...ALL, 'danach']);
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
