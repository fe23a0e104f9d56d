/** Two devices with one key: a cloned disk, a restored backup. Nothing is lost or doubled. SPEC.md O6. */
import { describe, expect, it } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { DESK_POLICY } from '../../../tests/support/policies';
import { cloned, DEVICE, dieWhileConnecting } from '../../../tests/support/twins';
import { readRecords, writeRecord } from '../domain/tables/records';
import { compose, leaseFeed } from './space/outbox';
import { MemoryVault } from './vault/memory';
import { breathe, settle } from '../../../tests/support/settling';

/** Anton has written once; then his disk is cloned. Berta reads along. */
async function twins(): Promise<{ stream: Scene; berta: Device; one: Device; two: Device }> {
	const stream = await scene('member');
	const disk = new MemoryVault();
	const berta = await device(stream, 0, 'Berta');
	const one = await device(stream, 1, 'Anton', { disk, deviceSeed: DEVICE });
	berta.connect();
	one.connect();
	await one.write('vorher');
	await settle(stream);
	const two = await device(stream, 1, 'Antons Klon', { disk: await cloned(disk), deviceSeed: DEVICE });
	stream.nowMs += 1000;
	return { stream, berta, one, two };
}

async function isWhole(stream: Scene, texts: readonly string[]): Promise<void> {
	await settle(stream, true);
	for (const one of stream.devices) {
		expect(one.texts.toSorted(), one.name).toEqual(texts.toSorted());
		expect(one.texts).toEqual(stream.devices[0]?.texts);
		expect(one.space.pending.length).toBe(0);
		expect(one.space.missing).toBe(0);
		expect(
			[...one.space.feeds.values()].every(({ trouble, unacked }) => trouble === 'none' && unacked.length === 0)
		).toBe(true);
	}
	for (const one of stream.devices) {
		one.kill();
		await one.open();
		expect(one.texts, `${one.name}, opened again`).toEqual(stream.devices[0]?.texts);
	}
}

describe('a cloned disk', () => {
	it('[O6] moves sealed but unacknowledged entries to a fresh feed', async () => {
		const { stream, one, two } = await twins();
		one.link?.cut();
		two.connect();
		await settle(stream);
		two.link?.cut();
		await one.write('vom einen');
		await two.write('vom andern');
		for (const twin of [one, two]) {
			twin.connect();
			if (twin.link) twin.link.tap = (frame) => (frame.kind === 'push' ? [] : [frame]);
		}
		await settle(stream);
		expect(one.space.pending.length + two.space.pending.length, 'both sealed the same number').toBe(0);
		for (const twin of [one, two]) twin.link?.cut();
		one.connect();
		await settle(stream);
		two.connect();
		await settle(stream, true);
		expect(one.mark('vom einen')).toBe('relayed');
		expect(two.mark('vom andern')).toBe('relayed');
		await isWhole(stream, ['vorher', 'vom einen', 'vom andern']);
	});

	it('[O6] moves the outbox when the twin was faster, answers included', async () => {
		const { stream, one, two } = await twins();
		await two.write('erst');
		const first = two.absorb().find(({ text }) => text === 'erst');
		stream.nowMs += 1;
		await two.write('darauf', first?.id ?? null);
		await one.write('der andere');
		await settle(stream);
		two.connect();
		await settle(stream, true);
		const moved = two.absorb().find(({ text }) => text === 'erst');
		expect(moved?.id).not.toBe(first?.id);
		expect(two.absorb().find(({ text }) => text === 'darauf')?.replyTo).toBe(moved?.id);
		await isWhole(stream, ['vorher', 'erst', 'darauf', 'der andere']);
	});

	it('[O6] continues under load, each twin with its own feed', async () => {
		const { stream, one, two } = await twins();
		two.connect();
		const texts = ['vorher'];
		for (let i = 0; i < 6; i++) {
			stream.nowMs += 10;
			const twin = i % 2 === 0 ? one : two;
			texts.push(`Nummer ${String(i)}`);
			await twin.write(`Nummer ${String(i)}`);
			if (i % 3 === 0) await settle(stream);
		}
		await settle(stream, true);
		expect(one.space.own?.id).not.toBe(two.space.own?.id);
		await isWhole(stream, texts);
	});

	it('[O6] leaves nothing half done when it dies at any commit on the way', async () => {
		for (let at = 0; at < 8; at++) {
			const { stream, one, two } = await twins();
			await two.write('erst');
			await one.write('der andere');
			await settle(stream);
			await dieWhileConnecting(stream, two, at);
			expect(two.texts, `at ${String(at)}`).toContain('erst');
			two.connect();
			await settle(stream, true);
			await isWhole(stream, ['vorher', 'erst', 'der andere']);
		}
	});

	it('[O6] carries fields of shared records over', async () => {
		const stream = await scene();
		const disk = new MemoryVault();
		const one = await device(stream, 0, 'Bertas Rechner', { disk, deviceSeed: DEVICE, policy: DESK_POLICY });
		const set = async (who: Device, name: string, value: string): Promise<void> => {
			await leaseFeed(who.space, () => Promise.resolve(true));
			await compose(
				who.space,
				who.space.ownDocument,
				(doc) => {
					writeRecord(doc.getMap('own'), 'r', { [name]: value });
				},
				() => 0
			);
			await who.replica.flush();
			await breathe(stream);
		};
		one.connect();
		await set(one, 'farbe', 'rot');
		await settle(stream);
		const two = await device(stream, 0, 'ihr Klon', {
			disk: await cloned(disk),
			deviceSeed: DEVICE,
			policy: DESK_POLICY
		});
		await set(two, 'farbe', 'blau');
		await set(two, 'form', 'rund');
		await set(two, 'farbe', 'grün');
		await set(one, 'laut', 'leise');
		await settle(stream);
		two.connect();
		await settle(stream, true);
		for (const who of [one, two]) {
			expect(Object.fromEntries(readRecords(who.space.doc.getMap('own')))).toEqual({
				r: { farbe: 'grün', form: 'rund', laut: 'leise' }
			});
			expect(who.space.pending.length).toBe(0);
		}
	});
});

describe('a restored backup', () => {
	it('[O6] reads what it had written since, and continues elsewhere', async () => {
		const stream = await scene('member');
		const disk = new MemoryVault();
		const berta = await device(stream, 0, 'Berta');
		const anton = await device(stream, 1, 'Anton', { disk, deviceSeed: DEVICE });
		berta.connect();
		anton.connect();
		await anton.write('eins');
		await settle(stream);
		const backup = await cloned(disk);
		await anton.write('zwei');
		await settle(stream);
		anton.kill();
		stream.devices.pop();
		const again = await device(stream, 1, 'Anton, zurück', { disk: backup, deviceSeed: DEVICE });
		await again.write('drei');
		again.connect();
		await isWhole(stream, ['eins', 'zwei', 'drei']);
	});
});
