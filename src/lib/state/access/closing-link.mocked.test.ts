import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fault, Refusal } from '../../base/fault';
import { closingLink } from './closing-link';

const relay = vi.hoisted(() => ({ fetch: vi.fn(), rewrite: vi.fn() }));
vi.mock('../../sync/exchange/packages', () => ({
	packageKeys: () => Promise.resolve({}),
	fetchPackage: relay.fetch,
	rewritePackage: relay.rewrite
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.resetAllMocks();
});

it('[K9] a link whose keys are kept is closed as soon as the relay can be reached, not at the next start', async () => {
	relay.fetch.mockRejectedValueOnce(new Fault('no-connection', { retry: true }));
	relay.fetch.mockResolvedValue({ whole: new Uint8Array() });
	const closing = closingLink('https://relay.test', new Uint8Array(32));
	await closing.look();
	expect(relay.rewrite).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(relay.rewrite).toHaveBeenCalledTimes(1);
	await vi.advanceTimersByTimeAsync(600_000);
	expect(relay.fetch).toHaveBeenCalledTimes(2);
});

it('[K9] one that no longer opens anything is not asked for again', async () => {
	relay.fetch.mockRejectedValue(new Refusal('link-unknown'));
	await closingLink('https://relay.test', new Uint8Array(32)).look();
	await vi.advanceTimersByTimeAsync(600_000);
	expect(relay.fetch).toHaveBeenCalledTimes(1);
});
