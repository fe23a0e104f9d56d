/** Berta counsels, Anton is a client, Eve is an outsider, Rolf runs the relay. SPEC.md I. */
import { describe, expect, it } from 'vitest';
import { device, type Device } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { feedAt, isUnmoved, opened, say } from '../../../tests/support/opened';
import { concat } from '../base/bytes';
import type { FeedId } from '../base/ids';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import { parseEntry } from '../wire/entry';
import { settle } from '../../../tests/support/settling';

describe('who may write', () => {
	it('[I3] accepts what Anton signs, not what Eve signs in his name', async () => {
		const all = await opened();
		const body = update(all.anton, say('Von Eve', all.stream.nowMs));
		const eve = await signingKey(freshSeed());
		await deliver(all.berta, ownFeed(all.anton).id, await forged(all.anton, body, { device: eve }));
		isUnmoved(all);
		expect(feedAt(all.berta, all.anton)?.trouble).toBe('none');
		await deliver(all.berta, ownFeed(all.anton).id, await forged(all.anton, body));
		expect(all.berta.texts).toEqual(['Guten Tag', 'Hallo', 'Von Eve']);
	});

	it('[I1] mangled bytes, foreign spaces and swapped feeds change nothing', async () => {
		const all = await opened();
		const other = await opened();
		const entry = await forged(all.anton, update(all.anton, say('x', all.stream.nowMs)));
		const feed = ownFeed(all.anton).id;
		for (let i = 0; i < entry.bytes.length; i += 7) {
			const flipped = entry.bytes.slice();
			flipped[i] = (flipped[i] ?? 0) ^ 0x20;
			await deliver(all.berta, feed, flipped);
		}
		await deliver(all.berta, feed, entry.bytes.slice(0, -1), concat(entry.bytes, new Uint8Array(1)), new Uint8Array());
		await deliver(all.berta, ownFeed(all.berta).id, entry);
		await deliver(all.berta, ownFeed(other.anton).id, await forged(other.anton, update(other.anton, say('y', 1))));
		await deliver(all.berta, feed, await forged(other.anton, update(other.anton, say('y', 1)), { header: { feed } }));
		isUnmoved(all);
		await deliver(all.berta, feed, entry);
		expect(all.berta.texts).toContain('x');
	});

	it('[I2] opens no feed for a device that no member certified, and misses nothing of it', async () => {
		const all = await opened();
		const stranger = await opened();
		const id = ownFeed(stranger.anton).id;
		const { id: space } = stranger.anton.space;
		const rows = await stranger.anton.vault.list('entries', space + id);
		await deliver(all.berta, id, ...rows.map(([, bytes]) => bytes));
		expect(all.berta.space.feeds.has(id)).toBe(false);
		expect(all.berta.space.missing).toBe(0);
		isUnmoved(all);
	});

	it('[I1] refuses an epoch that is not the one it was sealed under', async () => {
		const all = await opened();
		const entry = await forged(all.anton, update(all.anton, say('x', all.stream.nowMs)));
		const moved = await forged(all.anton, update(all.anton, say('x', all.stream.nowMs)), { header: { epoch: 2 } });
		await deliver(all.berta, ownFeed(all.anton).id, moved);
		isUnmoved(all);
		expect(feedAt(all.berta, all.anton)?.trouble, 'the key may still come').toBe('none');
		expect(entry.header.epoch).toBe(1);
	});
});

describe('numbers and hashes', () => {
	it('[I3] [X8] shows withheld entries as missing, and continues when they come', async () => {
		const { stream, berta, anton } = await opened();
		berta.link?.down.splice(0);
		const link = berta.link;
		if (!link) throw new Error('not connected');
		let isHeldBack = true;
		let held = 0;
		link.forge = (frame) => {
			const isFirst = frame.kind === 'entries' && isHeldBack && frame.entries.length > 0 && held++ === 0;
			return isFirst || (frame.kind === 'entries' && isHeldBack && frame.first <= 3) ? [] : [frame];
		};
		await anton.write('eins');
		await settle(stream);
		await anton.write('zwei');
		await settle(stream);
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
		expect(berta.space.missing).toBe(2);
		isHeldBack = false;
		berta.ring();
		await settle(stream, true);
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo', 'eins', 'zwei']);
		expect(berta.space.missing).toBe(0);
	});

	it('[I3] accepts nothing twice', async () => {
		const { berta, anton, stream } = await opened();
		const feed = ownFeed(anton).id;
		const rows = (await anton.vault.list('entries', anton.space.id + feed)).map(([, bytes]) => bytes);
		await deliver(berta, feed, ...rows, ...rows);
		await deliver(berta, feed, ...rows.slice(1));
		await settle(stream, true);
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
		expect(feedAt(berta, anton)?.trouble).toBe('none');
	});

	it('[I6] quarantines a feed that forks, keeps the proof, and continues with the others', async () => {
		const { stream, berta, anton } = await opened();
		const feed = ownFeed(anton).id;
		const [one, two] = [
			await forged(anton, update(anton, say('so', stream.nowMs))),
			await forged(anton, update(anton, say('oder so', stream.nowMs)))
		];
		await deliver(berta, feed, one);
		await deliver(berta, feed, two);
		expect(feedAt(berta, anton)?.trouble).toBe('fork');
		const proof = await berta.space.rows.get('meta', `fork/${berta.space.id}${feed}`);
		expect(proof.ok && proof.value && parseEntry(berta.space.id, proof.value).ok).toBe(true);
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo', 'so']);
		expect(berta.space.missing).toBe(0);
		const again = await device(stream, 1, 'Antons zweites Gerät');
		again.connect();
		await settle(stream);
		await again.write('Ich bin es');
		await settle(stream);
		expect(berta.texts).toContain('Ich bin es');
		await berta.write('Ja');
		expect(berta.texts).toContain('Ja');
	});

	it('[I6] treats a second entry after a different past as a fork, too', async () => {
		const { stream, berta, anton } = await opened();
		const [one, two] = [
			await forged(anton, update(anton, say('so', stream.nowMs))),
			await forged(anton, update(anton, say('oder so', stream.nowMs)))
		];
		await deliver(berta, ownFeed(anton).id, one);
		await deliver(
			berta,
			ownFeed(anton).id,
			await forged(anton, update(anton, say('weiter', stream.nowMs)), { after: two })
		);
		expect(feedAt(berta, anton)?.trouble).toBe('fork');
	});

	it('[I6] does not believe in a fork that Rolf makes up', async () => {
		const { stream, berta, anton } = await opened();
		const feed = ownFeed(anton).id;
		const rolf = await signingKey(freshSeed());
		const seq = ownFeed(anton).seq;
		const made = await forged(anton, update(anton, say('nie gesagt', stream.nowMs)), { device: rolf, header: { seq } });
		const behind = await forged(anton, update(anton, say('nie gesagt', stream.nowMs)), { device: rolf, after: made });
		await deliver(berta, feed, made);
		await deliver(berta, feed, behind);
		expect(feedAt(berta, anton)?.trouble).toBe('none');
		await anton.write('Weiter');
		await settle(stream, true);
		expect(berta.texts).toEqual(['Guten Tag', 'Hallo', 'Weiter']);
	});
});

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
