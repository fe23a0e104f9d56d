/** Entries that are withheld, sent twice, or contradict each other. SPEC.md I3, I6, X8. */
import { describe, expect, it } from 'vitest';
import { device } from '../../../tests/support/devices';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { feedAt, opened, say } from '../../../tests/support/opened';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import { parseEntry } from '../wire/entry';
import { settle } from '../../../tests/support/settling';

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
