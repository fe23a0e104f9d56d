import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault, Refusal } from '../../base/fault';
import { each, Errand } from './errand';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('[Z2] an errand', () => {
	it('runs again after growing pauses while something is left, without any event', async () => {
		let left = 4;
		const errand = new Errand(() => Promise.resolve(--left === 0));
		await errand.look();
		expect(left).toBe(3);
		await vi.advanceTimersByTimeAsync(1_000);
		expect(left).toBe(2);
		await vi.advanceTimersByTimeAsync(1_999);
		expect(left).toBe(2);
		await vi.advanceTimersByTimeAsync(1 + 4_000);
		expect(left).toBe(0);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(left).toBe(0);
	});

	it('looks once more if there was a reason during a run, and never runs twice at once', async () => {
		let [runs, atOnce] = [0, 0];
		const free: (() => void)[] = [];
		const errand = new Errand(async () => {
			runs++;
			expect(++atOnce).toBe(1);
			await new Promise<void>((resolve) => free.push(resolve));
			atOnce--;
			return true;
		});
		const ended = errand.look();
		await vi.advanceTimersByTimeAsync(0);
		void errand.look();
		void errand.look();
		free.shift()?.();
		await vi.advanceTimersByTimeAsync(0);
		expect(runs).toBe(2);
		free.shift()?.();
		await ended;
		expect(runs).toBe(2);
	});

	it('takes a fault or refusal as something left, and stops running once stopped', async () => {
		let runs = 0;
		const errand = new Errand(() => {
			runs++;
			return Promise.reject(runs === 1 ? new Fault('no-connection') : new Refusal('not-allowed'));
		});
		await errand.look();
		await vi.advanceTimersByTimeAsync(3_000);
		expect(runs).toBe(3);
		errand.stop();
		await errand.look();
		await vi.advanceTimersByTimeAsync(600_000);
		expect(runs).toBe(3);
	});
});

it('[Z2] what the disk refuses is not retried before the pause is over, whatever taking it back triggers', async () => {
	let runs = 0;
	const errand: Errand = new Errand(() => {
		runs++;
		void errand.look();
		return Promise.reject(new Fault('storage-full'));
	});
	await errand.look();
	for (let i = 0; i < 100; i++) await errand.look();
	expect(runs).toBe(1);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(runs).toBe(2);
	errand.stop();
});

describe('[Z2] of several', () => {
	it('one that fails holds up none behind it', async () => {
		const done: number[] = [];
		const isDone = await each([1, 2, 3], (item) => {
			if (item === 2) return Promise.reject(new Fault('no-connection'));
			done.push(item);
			return Promise.resolve(true);
		});
		expect([isDone, done]).toEqual([false, [1, 3]]);
	});

	it('[Z6] a bug comes out after all have had their turn', async () => {
		const done: number[] = [];
		const all = each([1, 2], (item) => {
			done.push(item);
			return item === 1 ? Promise.reject(new Error('bug: a test')) : Promise.resolve(true);
		});
		await expect(all).rejects.toThrow('bug: a test');
		expect(done).toEqual([1, 2]);
	});
});

it('[Z2] a reason to look at the moment a run ends is looked at', async () => {
	for (let steps = 0; steps < 12; steps++) {
		let runs = 0;
		const errand = new Errand(() => {
			runs++;
			return Promise.resolve(true);
		});
		void errand.look();
		for (let i = 0; i < steps; i++) await Promise.resolve();
		const before = runs;
		await errand.look();
		expect(runs, `after ${String(steps)} steps`).toBeGreaterThan(before);
	}
});
