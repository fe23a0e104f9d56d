/** What a document has already comes again: after two faults in a row, and to a device whose disk was copied. SPEC.md I8, O6. */
import { describe, expect, it } from 'vitest';
import { device, scene } from '../../../tests/support/devices';
import { feedAt } from '../../../tests/support/opened';
import { settle } from '../../../tests/support/settling';
import { cloned, DEVICE, dieWhileConnecting } from '../../../tests/support/twins';
import { Fault } from '../base/fault';
import { MemoryVault } from './vault/memory';

describe('an entry that comes again', () => {
	it('[I8] is taken when neither it could be kept nor the documents be loaded after that', async () => {
		const stream = await scene('member');
		const [anton, berta] = [await device(stream, 0, 'Anton'), await device(stream, 1, 'Berta')];
		for (const one of [anton, berta]) one.connect();
		for (const [by, text] of [
			[anton, 'eins'],
			[berta, 'zwei'],
			[berta, 'drei']
		] as const) {
			await by.write(text);
			await settle(stream);
			await anton.read();
			await settle(stream);
		}
		await berta.write('vier');
		await settle(stream);
		berta.vault.failIn = 0;
		const list = berta.vault.list.bind(berta.vault);
		let isRead = false;
		berta.vault.list = (...asked) => {
			if (berta.vault.failIn >= 0 || isRead) return list(...asked);
			isRead = true;
			return Promise.reject(new Fault('storage-unreadable', { retry: true }));
		};
		await anton.read();
		await settle(stream, true);
		expect(isRead, 'both failed').toBe(true);
		berta.ring();
		await settle(stream, true);
		await anton.write('fünf');
		await settle(stream, true);
		expect(feedAt(berta, anton)?.trouble).toBe('none');
		expect(berta.texts).toEqual(anton.texts);
	});

	// The first is that nothing fails.
	for (let at = -1; at < 8; at++)
		it(`[O6] ends no feed of a twin that dies while it moves its own (commit ${String(at)})`, async () => {
			const stream = await scene('member');
			const disk = new MemoryVault();
			const berta = await device(stream, 0, 'Berta');
			const one = await device(stream, 1, 'Anton', { disk, deviceSeed: DEVICE });
			for (const each of [berta, one]) each.connect();
			await one.write('vorher');
			await berta.write('b1');
			await settle(stream);
			await one.read();
			await settle(stream);
			const two = await device(stream, 1, 'Klon', { disk: await cloned(disk), deviceSeed: DEVICE });
			two.connect();
			await settle(stream);
			await berta.write('b2');
			await settle(stream);
			two.link?.cut();
			stream.nowMs += 1000;
			for (const [by, text] of [
				[two, 'zwei'],
				[one, 'eins']
			] as const) {
				await by.read();
				await by.write(text);
			}
			await settle(stream);
			await dieWhileConnecting(stream, two, at);
			two.connect();
			await settle(stream, true);
			for (const each of stream.devices)
				expect([...each.space.feeds.values()].map(({ trouble }) => trouble)).not.toContain('damaged');
			expect(two.texts.toSorted()).toEqual(berta.texts.toSorted());
		});
});
