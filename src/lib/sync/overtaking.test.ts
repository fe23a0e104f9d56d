/** Entries that overtake what they build on. SPEC.md I5, X8. */
import { describe, expect, it } from 'vitest';
import { device, type Device } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { opened, say } from '../../../tests/support/opened';
import type { FeedId } from '../base/ids';
import { settle } from '../../../tests/support/settling';

describe('what an entry builds on', () => {
	it('[I5] waits for the other feeds it names, and is applied when they come', async () => {
		const { stream, berta, anton } = await opened();
		const phone = await device(stream, 1, 'Antons Telefon');
		phone.connect();
		await settle(stream);
		await anton.read();
		await settle(stream);
		const before = new Set(berta.space.feeds.keys());
		berta.link?.cut();
		await berta.write('Noch etwas');
		anton.link?.cut();
		await settle(stream);
		berta.connect();
		await settle(stream);
		berta.link?.cut();
		await phone.read();
		await settle(stream);
		anton.connect();
		await settle(stream);
		await anton.read();
		await berta.open();
		berta.connect();
		await settle(stream, true);
		expect(before.size).toBeLessThan(berta.space.feeds.size);
		expect([...berta.space.feeds.values()].every(({ trouble }) => trouble === 'none')).toBe(true);
	});

	it('[I5] holds back an entry that overtakes what it names', async () => {
		const { stream, berta, anton } = await opened();
		const phone = await device(stream, 1, 'Antons Telefon');
		phone.connect();
		await settle(stream);
		berta.link?.cut();
		await anton.read();
		await settle(stream);
		const berta2 = await device(stream, 0, 'Bertas Laptop');
		berta2.connect();
		await settle(stream);
		await berta2.write('Und noch');
		await settle(stream);
		await anton.read();
		await settle(stream);
		await berta2.write('Und noch eins');
		await settle(stream);
		await phone.read();
		await settle(stream);
		const rowsOf = async (who: Device): Promise<Uint8Array[]> =>
			(await berta2.vault.list('entries', berta2.space.id + ownFeed(who).id)).map(([, bytes]) => bytes);
		const fromPhone = await rowsOf(phone);
		await deliver(berta, ownFeed(phone).id, ...fromPhone);
		expect(berta.space.feeds.get(ownFeed(phone).id)?.seq ?? 0).toBeLessThan(fromPhone.length);
		expect(berta.space.missing).toBeGreaterThan(0);
		await deliver(berta, ownFeed(anton).id, ...(await rowsOf(anton)));
		expect(berta.space.feeds.get(ownFeed(phone).id)).toMatchObject({ seq: fromPhone.length, trouble: 'none' });
		expect(berta.space.claims.size).toBe(0);
	});

	it('[I5] [X8] counts a merely claimed feed as one, and makes nobody else wait for it', async () => {
		const { stream, berta, anton } = await opened();
		const seen = Array.from({ length: 500 }, (_, i) => ({
			feed: i.toString(16).padStart(32, '0') as FeedId,
			seq: Number.MAX_SAFE_INTEGER
		}));
		await deliver(
			berta,
			ownFeed(anton).id,
			await forged(anton, update(anton, say('x', stream.nowMs)), { payload: { seen } })
		);
		expect(berta.space.missing).toBeLessThanOrEqual(16 + 1);
		expect(berta.space.promised.size).toBeLessThan(10);
		await berta.write('Weiter');
		await settle(stream);
		expect(anton.texts).toContain('Weiter');
	});
});
