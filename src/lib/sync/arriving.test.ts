/** What is on screen before it is kept. SPEC.md I8. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../tests/support/devices';
import { ALL, isSound, opened } from '../../../tests/support/disk-scene';
import { settle } from '../../../tests/support/settling';

/** What is on a device's screen at each arrival, from now on. */
function shownBy(one: Device): string[][] {
	const shown: string[][] = [];
	one.space.onArriving(() => shown.push(one.texts));
	return shown;
}

describe('an entry that arrives', () => {
	it('[I8] is shown while its commit is under way, and told when that has ended', async () => {
		const all = await opened();
		const { berta, anton, stream } = all;
		const letGo = anton.vault.hold();
		const shown = shownBy(anton);
		anton.events.length = 0;
		await berta.write('vier');
		await settle(stream);
		expect(shown).toEqual([[...ALL, 'vier']]);
		expect(anton.events, 'nobody is told yet').toEqual([]);
		expect(anton.space.isBehind).toBe(true);
		letGo();
		await settle(stream);
		expect(anton.events.map(({ kind }) => kind)).toContain('content');
		isSound(all, [...ALL, 'vier']);
	});

	it('[I8] goes from the screen when it cannot be kept, and comes again', async () => {
		const all = await opened();
		const { berta, anton, stream } = all;
		const shown = shownBy(anton);
		anton.vault.failIn = 0;
		await berta.write('vier');
		await settle(stream);
		expect(shown).toEqual([[...ALL, 'vier']]);
		expect(anton.texts).toEqual(ALL);
		await settle(stream, true);
		isSound(all, [...ALL, 'vier']);
	});
});
