/** A person whose tab dies while locking or opening can come back: what it had begun never ends. */
import { expect, it } from 'vitest';
import './globals';
import { isAway } from './moves';
import { furnish } from './furnishing';
import { end, wake } from './world';

it('a dead tab is not busy', async () => {
	const world = await wake(await furnish(), 1);
	const { berta, anton, clock, made } = world;
	try {
		await berta.open();
		await clock.until(() => berta.chat !== null, 60_000);
		await clock.at(berta.tab, () => void berta.chat?.show(made.anton));
		await clock.until(() => berta.chat?.open?.isLoaded === true, 60_000);
		await clock.at(berta.tab, () => {
			berta.browser.disk.dieIn = 0;
			void berta.chat?.open?.send('während sie sperrt');
			berta.lockHere();
		});
		await clock.until(() => berta.tab.isGone, 60_000);
		await anton.open();
		anton.tab.die();
		for (const one of [berta, anton]) {
			expect([one.tab.isGone, isAway(one), one.busy], one.name).toEqual([true, true, null]);
			await one.open();
			await clock.until(() => !isAway(one) && one.busy === null, 60_000);
			expect(isAway(one), one.name).toBe(false);
		}
		expect(berta.chat).not.toBeNull();
	} finally {
		end(world);
	}
}, 120_000);
