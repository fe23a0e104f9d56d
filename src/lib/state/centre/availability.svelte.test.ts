import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Fault } from '../../base/fault';
import { Availabilities, type AvailabilityParts } from './availability.svelte';
import { statusValue } from './statuses';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene() {
	const doc = new Y.Doc();
	const shown = new Map<string, { value: string; version: number }>();
	const listeners = new Set<() => void>();
	let ms = 1;
	const reception = {
		shown,
		settled: () => Promise.resolve(),
		listen: (heard: () => void) => {
			listeners.add(heard);
			return () => listeners.delete(heard);
		},
		publish: vi.fn((key: string, value: string) => {
			put(key, value);
			return Promise.resolve();
		})
	};
	const put = (key: string, value: string): void => {
		shown.set(key, { value, version: ms++ });
		for (const heard of listeners) heard();
	};
	const session = { isShown: true };
	const write = (change: (doc: Y.Doc, stamp: object) => void): Promise<void> => {
		change(doc, { ms: ms++, count: 1, feed: 'f'.repeat(32) });
		return Promise.resolve();
	};
	const chain = vi.fn((): Promise<Uint8Array> => Promise.resolve(new Uint8Array()));
	const own = new Availabilities({
		...{ session, reception, chain, identity: 'berta', reach: () => 'online', onShown: () => undefined },
		desk: { space: { doc, listen: () => () => undefined }, write }
	} as unknown as AvailabilityParts);
	return { own, reception, chain, shown, put };
}

it('[K7] a status that could not be published is published later without any further event', async () => {
	const { own, chain, shown, reception } = scene();
	chain.mockRejectedValueOnce(new Fault('storage-unreadable'));
	await own.choose('unavailable', 'bis Montag');
	expect(shown.size).toBe(0);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(shown.get('status/berta')?.value).toContain('bis Montag');
	await vi.advanceTimersByTimeAsync(600_000);
	expect(reception.publish).toHaveBeenCalledTimes(1);
});

it('[K7] an older status that takes its place is replaced again', async () => {
	const { own, shown, put } = scene();
	await own.choose('unavailable', 'bis Montag');
	put('status/berta', statusValue({ availability: 'online', sinceMs: 0, atMs: 0, absence: '', away: [] }));
	await vi.advanceTimersByTimeAsync(0);
	expect(shown.get('status/berta')?.value).toContain('bis Montag');
});

it('[K7] if the published status does not count, it is not published over and over', async () => {
	const { own, reception, shown } = scene();
	reception.publish.mockImplementation((key) => {
		shown.delete(key);
		return Promise.resolve();
	});
	await own.choose('offline', '');
	await vi.advanceTimersByTimeAsync(600_000);
	expect(reception.publish).toHaveBeenCalledTimes(1);
});
