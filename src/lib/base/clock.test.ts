import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMPLAUSIBLE_MS, isPlausible, MAX_PULL_MS, order, see, tick, ZERO, type Clock } from './clock';

const NOW = 1_800_000_000_000;
const ms = fc.integer({ min: NOW - MAX_PULL_MS * 3, max: NOW + MAX_PULL_MS * 3 });
const clocks: fc.Arbitrary<Clock> = fc.record({ ms, count: fc.integer({ min: 0, max: 2 ** 33 }) });

describe('a clock', () => {
	it('only moves forward, whatever the wall clock says', () => {
		fc.assert(
			fc.property(clocks, ms, (last, now) => {
				const next = tick(last, now);
				expect(order(next, last)).toBe(1);
				expect(next.ms).toBeGreaterThanOrEqual(now);
				expect(order(tick(next, now), next)).toBe(1);
			})
		);
		expect(tick(ZERO, NOW)).toEqual({ ms: NOW, count: 0 });
		expect(tick({ ms: NOW, count: 4 }, NOW - 1)).toEqual({ ms: NOW, count: 5 });
	});

	it('is not stopped by a count at the limit of numbers', () => {
		let mine = see(ZERO, { ms: NOW + 1000, count: Number.MAX_SAFE_INTEGER }, NOW);
		for (let i = 0; i < 3; i++) {
			const next = tick(mine, NOW);
			expect(order(next, mine)).toBe(1);
			expect(Number.isSafeInteger(next.count)).toBe(true);
			mine = next;
		}
		expect(mine.ms).toBe(NOW + 1001);
	});

	it('sorts an answer after what it answers', () => {
		fc.assert(
			fc.property(clocks, clocks, ms, (mine, theirs, now) => {
				const seen = see(mine, theirs, now);
				expect(order(seen, mine)).toBeGreaterThanOrEqual(0);
				if (theirs.ms <= now + MAX_PULL_MS) expect(order(tick(seen, now), theirs)).toBe(1);
				else expect(seen).toBe(mine);
			})
		);
	});

	it('calls a time in the future implausible', () => {
		expect(isPlausible(NOW + IMPLAUSIBLE_MS, NOW)).toBe(true);
		expect(isPlausible(NOW + IMPLAUSIBLE_MS + 1, NOW)).toBe(false);
		expect(isPlausible(0, NOW)).toBe(true);
	});

	it('orders by time, then by count', () => {
		expect(order({ ms: 1, count: 9 }, { ms: 2, count: 0 })).toBe(-1);
		expect(order({ ms: 2, count: 1 }, { ms: 2, count: 0 })).toBe(1);
		expect(order({ ms: 2, count: 1 }, { ms: 2, count: 1 })).toBe(0);
	});
});
