import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { retried, soon } from './retried';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it('retries until it succeeds', async () => {
	let asked = 0;
	const brought = retried(() =>
		++asked < 4 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('part')
	);
	await vi.advanceTimersByTimeAsync(2_999);
	expect(asked).toBe(2);
	await vi.advanceTimersByTimeAsync(4_001);
	await expect(brought).resolves.toBe('part');
	expect(asked).toBe(4);
});

it('lets what is needed at once go first', async () => {
	const load = vi.fn(() => Promise.resolve('part'));
	const brought = soon(load);
	await vi.advanceTimersByTimeAsync(999);
	expect(load).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1);
	await expect(brought).resolves.toBe('part');
});
