/** Spaces that nobody has open, with a scripted session and a real vault. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEVICE, quietSpace, SPACE } from '../../../../tests/support/quiet-space';
import { Fault } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { extentAt } from '../../sync/space/held';
import { VISITS_AT_ONCE } from './quiet';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('[Z3] a quiet space', () => {
	it('is left alone while there is nothing to do', async () => {
		const { visits, relayHas } = await quietSpace();
		await relayHas(0);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(visits).toEqual([]);
	});

	it('is visited once for what the relay has, and not again for what a visit could not get', async () => {
		const { visits, relayHas, joined } = await quietSpace();
		await relayHas(2);
		expect(visits).toHaveLength(1);
		await relayHas(2);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(visits, 'the feed is quarantined or fenced off').toHaveLength(1);
		await relayHas(3);
		expect(visits).toHaveLength(2);
		joined.watch?.disconnected();
		await relayHas(2);
		expect(visits, 'a new connection may give what the last one did not').toHaveLength(3);
	});

	it('is not visited again for what the watch before the visit had heard', async () => {
		let visits = 0;
		const { state, tell, joined } = await quietSpace({
			visit: () => {
				visits++;
				tell({ kind: 'closed', space: SPACE });
				return Promise.resolve({ here: extentAt(3, []), there: extentAt(3, []) });
			}
		});
		await state.rows.vault.commit([1, 2].map((i) => ({ table: 'charters', key: SPACE + String(i), value: DEVICE })));
		joined.watch?.receive({
			kind: 'joined',
			space: SPACE,
			length: 2,
			head: new Uint8Array(32),
			feeds: [],
			tickets: []
		});
		await vi.advanceTimersByTimeAsync(600_000);
		expect(visits).toBe(1);
	});

	it('is visited after growing pauses while something is left, however often the relay repeats itself', async () => {
		let visits = 0;
		const { relayHas } = await quietSpace({
			visit: () => {
				visits++;
				return Promise.reject(new Fault('no-connection'));
			}
		});
		for (let i = 0; i < 500; i++) await relayHas(2);
		expect(visits, 'within five seconds').toBeLessThan(5);
		await vi.advanceTimersByTimeAsync(3_600_000);
		expect(visits, 'finally once a minute').toBeGreaterThan(55);
		expect(visits).toBeLessThan(75);
	});

	it('is visited after growing pauses if the visit itself brings up work it cannot do', async () => {
		const visits: number[] = [];
		const { quiet, tell } = await quietSpace({
			visit: async () => {
				visits.push(Date.now());
				quiet.want(SPACE);
				// As long as opening and exchanging take.
				await new Promise((resolve) => setTimeout(resolve, 5));
				tell({ kind: 'closed', space: SPACE });
				return { here: extentAt(1, []), there: extentAt(1, []) };
			}
		});
		quiet.want(SPACE);
		await vi.advanceTimersByTimeAsync(500);
		expect(visits).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(visits).toHaveLength(6);
		quiet.want(SPACE);
		await vi.advanceTimersByTimeAsync(10);
		expect(visits, 'wanted anew').toHaveLength(7);
	});

	it('is visited after growing pauses if a visit fails, although the new watch hears again how far the relay is', async () => {
		const visits: number[] = [];
		const { joined, relayHas } = await quietSpace({
			visit: () => {
				visits.push(Date.now());
				joined.watch = null;
				return Promise.reject(new Fault('no-connection', { retry: true }));
			}
		});
		for (let i = 0; i < 20; i++) await relayHas(2);
		expect(visits, 'nothing has changed').toHaveLength(1);
		await relayHas(3);
		expect(visits).toHaveLength(2);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(visits.length).toBeGreaterThan(3);
	});

	it('is visited when closed, although a visit just failed and the pause ended while it was open', async () => {
		let visits = 0;
		const { open, tell, relayHas } = await quietSpace({
			visit: () => {
				visits++;
				return Promise.reject(new Fault('no-connection'));
			}
		});
		await relayHas(2);
		expect(visits).toBe(1);
		open.add(SPACE);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(visits).toBe(1);
		open.delete(SPACE);
		tell({ kind: 'closed', space: SPACE });
		await vi.advanceTimersByTimeAsync(10);
		expect(visits).toBe(2);
	});

	it('is visited again after its holder, who came while the visit waited for its turn', async () => {
		const met = { here: extentAt(1, []), there: extentAt(1, []) };
		const others = Array.from({ length: VISITS_AT_ONCE }, (_, i) => i.toString(16).padStart(32, 'b') as SpaceId);
		const [order, slow]: [SpaceId[], (() => void)[]] = [[], []];
		const { quiet, state, open, tell } = await quietSpace({
			visit: (space) => {
				order.push(space);
				tell({ kind: 'closed', space });
				return space === SPACE ? Promise.resolve(met) : new Promise((resolve) => slow.push(() => resolve(met)));
			}
		});
		const { vault } = state.rows;
		await vault.commit(others.map((space) => ({ table: 'charters', key: `${space}0`, value: DEVICE })));
		await vault.commit([{ table: 'outbox', key: `${SPACE}0`, value: DEVICE }]);
		tell({ kind: 'told', space: SPACE });
		await vi.advanceTimersByTimeAsync(10);
		expect(order, 'own writing is left').toEqual([SPACE]);
		for (const space of others) {
			quiet.add({ space, seed: freshSeed() });
			quiet.want(space);
		}
		await vi.advanceTimersByTimeAsync(1_500);
		expect(order, 'the next attempt waits behind other visits').toEqual([SPACE, ...others]);
		open.add(SPACE);
		slow[0]?.();
		await vi.advanceTimersByTimeAsync(60_000);
		open.delete(SPACE);
		tell({ kind: 'closed', space: SPACE });
		await vi.advanceTimersByTimeAsync(10);
		expect(order.slice(1 + VISITS_AT_ONCE)).toContain(SPACE);
	});

	it('is visited on request, even while it is open, and as soon as there is a connection', async () => {
		const { quiet, state, open, visits, joined } = await quietSpace();
		state.isConnected = false;
		quiet.want(SPACE);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(visits).toEqual([]);
		state.isConnected = true;
		joined.watch?.disconnected();
		joined.watch?.receive({
			kind: 'joined',
			space: SPACE,
			length: 1,
			head: new Uint8Array(32),
			feeds: [],
			tickets: []
		});
		await vi.advanceTimersByTimeAsync(10);
		expect(visits).toHaveLength(1);
		open.add(SPACE);
		quiet.want(SPACE);
		await vi.advanceTimersByTimeAsync(10);
		expect(visits).toHaveLength(2);
	});
});

describe('[Z1] what is shown of a quiet space', () => {
	it('is made anew without a network, only by the leading tab, whenever it may be out of date', async () => {
		let isStale = true;
		const visit = vi.fn(() => {
			isStale = false;
			return Promise.resolve(null);
		});
		const { state, tell } = await quietSpace({ isStale: () => Promise.resolve(isStale), visit });
		state.isConnected = false;
		await vi.advanceTimersByTimeAsync(10);
		expect(visit).toHaveBeenCalledTimes(1);
		for (const event of [
			{ kind: 'closed', space: SPACE },
			{ kind: 'told', space: SPACE },
			{ kind: 'leads' }
		] as const) {
			isStale = true;
			const before = visit.mock.calls.length;
			tell(event);
			await vi.advanceTimersByTimeAsync(10);
			expect(visit, event.kind).toHaveBeenCalledTimes(before + 1);
		}
		state.leads = false;
		isStale = true;
		const before = visit.mock.calls.length;
		tell({ kind: 'told', space: SPACE });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(visit).toHaveBeenCalledTimes(before);
	});
});
