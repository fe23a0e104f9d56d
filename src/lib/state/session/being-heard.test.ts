/** Mia joins without the history: one host says at once who she is. SPEC.md T3. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../../tests/support/devices';
import { idOf } from '../../../../tests/support/four';
import { join, trio } from '../../../../tests/support/newcomers';
import { openSpace } from '../../../../tests/support/open-space';
import { settle } from '../../../../tests/support/settling';
import { introduce, leaseFeed } from '../../sync/space/outbox';
import { beganEpoch, beHeard } from './being-heard';

/** What a session does with a device's space, as far as being heard goes; resolves with whether it sent anything. */
async function looks({ space, replica }: Device, isLive = true): Promise<boolean> {
	let hasSaid = false;
	const opened = openSpace(space, replica, {
		introduce: async () => {
			hasSaid = true;
			await leaseFeed(space, () => Promise.resolve(true));
			await introduce(space);
			await replica.flush();
		}
	});
	await beHeard(opened, () => isLive);
	return hasSaid;
}

const introducedTo = ({ space }: Device): readonly unknown[] =>
	[...space.introductions.keys()].map((feed) => space.feeds.get(feed)?.member);

describe('after somebody joined without the history', () => {
	it('[T3] the host who let her in is heard by her at once, and no other host says the same', async () => {
		const { stream, berta, cem, anton } = await trio();
		const mia = await join(stream, berta, false);
		expect([berta, cem, anton].map(({ space }) => beganEpoch(space))).toEqual([true, false, false]);
		expect([await looks(anton), await looks(mia)], 'clients').toEqual([false, false]);
		expect(introducedTo(mia)).toEqual([]);
		expect(await looks(berta)).toBe(true);
		await settle(stream);
		expect(introducedTo(mia)).toEqual([idOf(berta)]);
		expect([await looks(cem), await looks(berta)]).toEqual([false, false]);
	});

	it('[T3] another host says it when the first is gone, and nobody in a space that is closed by then', async () => {
		const { stream, berta, cem } = await trio();
		const mia = await join(stream, berta, false);
		berta.link?.cut();
		expect(await looks(cem, false)).toBe(false);
		expect(await looks(cem)).toBe(true);
		await settle(stream);
		expect(introducedTo(mia)).toEqual([idOf(cem)]);
	});

	it('[T3] nobody has to say it to somebody who reads the history', async () => {
		const { stream, berta, cem } = await trio();
		const mia = await join(stream, berta, true);
		expect([await looks(berta), await looks(cem)]).toEqual([false, false]);
		expect(introducedTo(mia)).toContain(idOf(berta));
	});
});
