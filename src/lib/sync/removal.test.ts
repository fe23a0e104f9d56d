/** Removing members: Berta and Cem are hosts, Anton and Mia members. SPEC.md S5, S9. */
import { describe, expect, it } from 'vitest';
import { device, scene } from '../../../tests/support/devices';
import { four, idOf } from '../../../tests/support/four';
import { forged, ownFeed, update } from '../../../tests/support/forging';
import { STREAM_POLICY } from '../../../tests/support/policies';
import { done, opens } from '../../../tests/support/removing';
import type { MemberId } from '../base/ids';
import { writeMessage } from '../domain/stream-document';
import { removeMember } from './exchange/removal';
import { charterChanges } from './vault/naming';
import { settle } from '../../../tests/support/settling';

describe('removal', () => {
	it('[S5] shuts a removed member out: nothing written afterwards opens, nothing late of hers is shown', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		const late = await Promise.all(
			['eins', 'zwei'].map((text) =>
				forged(
					anton,
					update(anton, (doc, feed) => {
						writeMessage(doc, { ms: stream.nowMs, count: 0, feed }, { text });
					})
				)
			)
		);
		await done(stream, removeMember(berta.replica, idOf(anton)));
		await berta.write('ohne Anton');
		await settle(stream);
		expect(await opens(berta, anton)).toBe(false);
		expect(await opens(berta, mia)).toBe(true);
		for (const one of [berta, cem, mia]) {
			// Rolf, in league with Anton, delivers what he wrote late
			for (const entry of late)
				one.link?.down.push({
					kind: 'entries',
					space: stream.space,
					feed: ownFeed(anton).id,
					first: entry.header.seq,
					entries: [entry.bytes]
				});
			await settle(stream);
			expect(one.texts.toSorted()).toEqual(['ohne Anton', 'von 0', 'von 1', 'von 2', 'von 3']);
			expect(one.space.missing).toBe(0);
		}
		expect(anton.news.at(-1)).toMatchObject({ news: 'closed', code: 'removed' });
		expect(anton.texts).not.toContain('ohne Anton');
		await anton.write('hallo?');
		await settle(stream);
		expect(berta.texts).not.toContain('hallo?');
	});

	it('[S9] leaves a removed member what she could read if the policy says so, even after a restart', async () => {
		for (const outlasts of [true, false]) {
			const stream = await scene('member');
			const berta = await device(stream, 0, 'Berta');
			const anton = await device(stream, 1, 'Anton', { policy: { ...STREAM_POLICY, outlasts } });
			for (const one of stream.devices) one.connect();
			await berta.write('mit Anton');
			await settle(stream);
			// his record of it may come before the relay has shut him out
			await done(stream, removeMember(berta.replica, idOf(anton)));
			await berta.write('ohne Anton');
			await settle(stream);
			anton.kill();
			await anton.vault.inner.commit(charterChanges(stream.space, berta.space.records));
			await anton.open();
			expect(anton.space.me?.isRemoved).toBe(true);
			expect(anton.texts).toEqual(outlasts ? ['mit Anton'] : []);
			expect(anton.space.epochs.has(2)).toBe(false);
		}
	});

	it('[S5] removes several at once, and ignores those who are out already', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		await done(stream, removeMember(berta.replica, idOf(anton), idOf(mia)));
		expect(berta.space.charter).toMatchObject({ epoch: 2, length: 2 });
		await done(stream, removeMember(berta.replica, idOf(mia)));
		await done(stream, removeMember(cem.replica, idOf(anton), 'f'.repeat(32) as MemberId));
		expect(berta.space.charter.length).toBe(2);
		await cem.write('zu zweit');
		await settle(stream);
		expect(berta.texts).toContain('zu zweit');
	});

	it('[S5] is a host’s right, and leaves a host', async () => {
		const { stream, berta, cem, anton, mia } = await four();
		expect(await done(stream, removeMember(anton.replica, idOf(mia)))).toBe('not-allowed');
		expect(await done(stream, removeMember(berta.replica, idOf(berta), idOf(cem)))).toBe('not-allowed');
		await done(stream, removeMember(berta.replica, idOf(berta)));
		expect(berta.news.at(-1)).toMatchObject({ news: 'closed', code: 'removed' });
		expect(await done(stream, removeMember(cem.replica, idOf(cem)))).toBe('not-allowed');
	});

	it('[S5] does not happen without a connection, and says so', async () => {
		const { stream, berta, anton } = await four();
		berta.link?.cut();
		expect(await done(stream, removeMember(berta.replica, idOf(anton)))).toBe('no-connection');
		expect(berta.space.charter.epoch).toBe(1);
	});
});
