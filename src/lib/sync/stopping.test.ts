/** The end of a replica. SPEC.md X9. */
import { describe, expect, it } from 'vitest';
import { device, scene, type Device, type Scene } from '../../../tests/support/devices';
import { newEpoch } from '../../../tests/support/amending';
import { tellsOut } from './exchange/channel';
import { settle } from '../../../tests/support/settling';

async function opened(): Promise<{ stream: Scene; berta: Device; anton: Device }> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	await settle(stream);
	return { stream, berta, anton };
}

describe('stopping', () => {
	it('[X9] sends, takes in and retries nothing more, whatever comes', async () => {
		const { stream, berta, anton } = await opened();
		await berta.write('vorher');
		await settle(stream);
		await berta.replica.stop();
		await berta.write('nachher');
		await anton.write('Antwort');
		await settle(stream, true);
		expect(anton.texts).toEqual(['vorher', 'Antwort']);
		expect(berta.texts).toEqual(['vorher', 'nachher']);
		expect(berta.space.pending.length, 'still in the outbox').toBe(1);
		berta.ring();
		const sent = berta.link?.up.length;
		await berta.replica.join(new Uint8Array(32));
		await berta.replica.flush();
		expect(berta.link?.up.length).toBe(sent);
	});

	it('[X9] has ended when the running flush has, so that another can take over the same vault', async () => {
		const { stream, berta, anton } = await opened();
		let letGo = (): void => undefined;
		const slow = new Promise<void>((resolve) => (letGo = resolve));
		let isSealing = (): void => undefined;
		const sealing = new Promise<void>((resolve) => (isSealing = resolve));
		berta.vault.before = (changes) => {
			if (!changes.some(({ table }) => table === 'entries')) return;
			isSealing();
			return slow;
		};
		await berta.write('im Übergang');
		await sealing;
		let hasStopped = false;
		const stopped = berta.replica.stop().then(() => (hasStopped = true));
		await settle(stream);
		expect(hasStopped, 'waits for the commit').toBe(false);
		letGo();
		await stopped;
		berta.link?.cut();
		await berta.open();
		expect(berta.space.pending.length).toBe(0);
		berta.connect();
		await settle(stream, true);
		expect(berta.texts).toEqual(['im Übergang']);
		expect(anton.texts).toEqual(['im Übergang']);
		expect(berta.space.feeds.size).toBe(1);
	});

	it('[X9] tells those who wait for a charter change', async () => {
		const { stream, berta } = await opened();
		if (berta.link) berta.link.forge = () => [];
		const amended = berta.replica.amend(() => newEpoch(berta));
		const told = expect(amended).rejects.toMatchObject({ code: 'no-connection' });
		await settle(stream);
		await berta.replica.stop();
		await told;
	});

	it('[X13] a refusal of a former member’s frames says nothing to the current one: she joins again', async () => {
		const { stream, berta } = await opened();
		const refuse = async (request: string): Promise<void> => {
			berta.replica.receive({ kind: 'refused', space: stream.space, request, code: 'not-member' });
			await settle(stream);
		};
		const { length } = berta.news;
		for (const request of ['push', 'pull', 'charterPull', 'charterPush', 'presence']) await refuse(request);
		expect(berta.news.slice(length).filter(({ news, code }) => tellsOut(news, code))).toEqual([]);
		berta.ring();
		await settle(stream);
		expect(berta.replica.isCurrent).toBe(true);
		await refuse('join');
		expect(berta.news.filter(({ news, code }) => tellsOut(news, code))).toEqual([]);
	});
});
