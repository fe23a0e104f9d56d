/** Who may write: Berta counsels, Anton is a client, Eve is an outsider, Rolf runs the relay. SPEC.md I1, I2, I3. */
import { describe, expect, it } from 'vitest';
import { deliver, forged, ownFeed, update } from '../../../tests/support/forging';
import { feedAt, isUnmoved, opened, say } from '../../../tests/support/opened';
import { concat } from '../base/bytes';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';

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
