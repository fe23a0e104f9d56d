/** What the vault is asked about spaces that nobody has open. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEVICE, quietSpace, SPACE } from '../../../../tests/support/quiet-space';
import type { SpaceId } from '../../base/ids';
import { Fault } from '../../base/fault';
import { freshSeed } from '../../crypto/random';
import { extentAt } from '../../sync/space/held';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('[Z3] a quiet space', () => {
	it('is looked at once when many are added, and again for what was heard of it meanwhile', async () => {
		const { quiet, state, tell } = await quietSpace();
		const { vault } = state.rows;
		const spaces = ['b', 'c', 'd'].map((letter) => letter.repeat(32) as SpaceId);
		await vault.commit(spaces.map((space) => ({ table: 'charters', key: `${space}0`, value: DEVICE })));
		const list = vi.spyOn(vault, 'list');
		await quiet.addMany(() => {
			tell({ kind: 'told', space: 'c'.repeat(32) as SpaceId });
			for (const space of spaces) quiet.add({ space, seed: freshSeed() });
			return Promise.resolve();
		});
		await vi.advanceTimersByTimeAsync(10);
		expect(list.mock.calls.map(([table, prefix]) => `${table} ${prefix.slice(0, 1)}`)).toEqual(['feeds ', 'feeds c']);
	});

	it('is visited unasked if nothing of it is kept here, as soon as there is a connection, and watched from then on', async () => {
		const visit = vi.fn(async () => {
			await state.rows.vault.commit([{ table: 'charters', key: `${SPACE}0`, value: DEVICE }]);
			return { here: extentAt(1, []), there: extentAt(1, []) };
		});
		const { quiet, state, joined, tell } = await quietSpace({ visit });
		quiet.drop(SPACE);
		await state.rows.vault.commit([{ table: 'charters', key: `${SPACE}0`, value: null }]);
		state.isConnected = false;
		await quiet.addMany(() => {
			quiet.add({ space: SPACE, seed: freshSeed() });
			return Promise.resolve();
		});
		await vi.advanceTimersByTimeAsync(10);
		expect(joined.watch).toBe(null);
		expect(visit).not.toHaveBeenCalled();
		state.isConnected = true;
		tell({ kind: 'reach' });
		await vi.advanceTimersByTimeAsync(10);
		expect(visit).toHaveBeenCalledTimes(1);
		expect(joined.watch).not.toBe(null);
		tell({ kind: 'reach' });
		await vi.advanceTimersByTimeAsync(600_000);
		expect(visit, 'there is no other reason').toHaveBeenCalledTimes(1);
	});

	it('is visited until something of it has come, although a window tried to open it before the relay knew it', async () => {
		let isKnown = false;
		const visit = vi.fn(async () => {
			if (!isKnown) throw new Fault('no-connection', { retry: true });
			await state.rows.vault.commit([{ table: 'charters', key: `${SPACE}0`, value: DEVICE }]);
			return { here: extentAt(1, []), there: extentAt(1, []) };
		});
		const { quiet, state, open, joined, tell } = await quietSpace({ visit });
		quiet.drop(SPACE);
		await state.rows.vault.commit([{ table: 'charters', key: `${SPACE}0`, value: null }]);
		quiet.add({ space: SPACE, seed: freshSeed() });
		// what the relay says of it now goes to the window alone
		open.add(SPACE);
		joined.watch = null;
		await vi.advanceTimersByTimeAsync(10);
		open.delete(SPACE);
		tell({ kind: 'closed', space: SPACE });
		await vi.advanceTimersByTimeAsync(5_000);
		expect(visit.mock.calls.length).toBeGreaterThan(1);
		isKnown = true;
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await state.rows.vault.keys('charters', SPACE)).toHaveLength(1);
		const { length } = visit.mock.calls;
		await vi.advanceTimersByTimeAsync(600_000);
		expect(visit).toHaveBeenCalledTimes(length);
	});

	it('is read again when something was heard of it, and by a tab that does not lead each time', async () => {
		const { state, tell, relayHas, visits } = await quietSpace();
		const list = vi.spyOn(state.rows.vault, 'list');
		await relayHas(0);
		await relayHas(0);
		expect(list).not.toHaveBeenCalled();
		tell({ kind: 'told', space: SPACE });
		await vi.advanceTimersByTimeAsync(10);
		expect(list).toHaveBeenCalledTimes(1);
		await relayHas(2);
		expect(visits).toHaveLength(1);
		expect(list, 'once more after the visit').toHaveBeenCalledTimes(2);
		state.leads = false;
		await relayHas(3);
		const before = list.mock.calls.length;
		await relayHas(4);
		expect(list.mock.calls.length).toBeGreaterThan(before);
	});
});
