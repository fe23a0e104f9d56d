import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patient, soon } from './patient';

const network = vi.fn(() => Promise.resolve(new Response('')));

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('fetch', network);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

it('asks again until it is brought', async () => {
	let asked = 0;
	const brought = patient(() =>
		++asked < 4 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve('part')
	);
	await vi.advanceTimersByTimeAsync(2_999);
	expect(asked).toBe(2);
	await vi.advanceTimersByTimeAsync(4_001);
	await expect(brought).resolves.toBe('part');
	expect(asked).toBe(4);
});

it('asks for nothing that a browser would then remember as missing while there is no network', async () => {
	const load = vi.fn(() => Promise.resolve('part'));
	network.mockRejectedValueOnce(new TypeError('Failed to fetch'));
	const brought = patient(load);
	await vi.advanceTimersByTimeAsync(999);
	expect(load).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1);
	await expect(brought).resolves.toBe('part');
});

it('lets what is needed at once go first', async () => {
	const load = vi.fn(() => Promise.resolve('part'));
	const brought = soon(load);
	await vi.advanceTimersByTimeAsync(999);
	expect(load).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1);
	await expect(brought).resolves.toBe('part');
});
