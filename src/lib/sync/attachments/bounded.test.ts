import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { codeOf, Fault } from '../../base/fault';
import { bounded, within } from './bounded';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;
/** A promise that ends only when told to. */
const endless = (signal: AbortSignal): Promise<never> =>
	new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason as Error));
	});

it('[A11] a request ends after its time limit, or when told to', async () => {
	const late = within(MINUTE_MS, undefined, endless).catch(codeOf);
	await vi.advanceTimersByTimeAsync(MINUTE_MS);
	expect(await late).toBe('no-connection');
	const controller = new AbortController();
	const cancelled = within(MINUTE_MS, controller.signal, endless).catch(codeOf);
	controller.abort(new Fault('session-over'));
	expect(await cancelled).toBe('session-over');
});

it('[A11] a finished request leaves nothing behind', async () => {
	const { signal } = new AbortController();
	const [listening, gone] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')];
	expect(await within(MINUTE_MS, signal, () => Promise.resolve('done'))).toBe('done');
	await within(MINUTE_MS, signal, () => Promise.reject(new Fault('relay-nonsense'))).catch(codeOf);
	expect(vi.getTimerCount()).toBe(0);
	expect(gone.mock.calls).toEqual(listening.mock.calls.map(([name, listener]) => [name, listener]));
});

it('[A11] reads no more than asked for', async () => {
	const body = (): Response => new Response(new Uint8Array(8));
	expect((await bounded(body(), 8)).length).toBe(8);
	expect((await bounded(body(), 0)).length).toBe(0);
	expect(await bounded(body(), 7).catch(codeOf)).toBe('relay-nonsense');
});
