import { afterEach, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { keepReception } from './reception-store';

const locked = vi.hoisted(() => ({ whenSynced: new Promise(() => undefined) }));
vi.mock('y-indexeddb', () => ({
	IndexeddbPersistence: class {
		readonly whenSynced = locked.whenSynced;
		destroy = (): Promise<void> => Promise.resolve();
	}
}));
afterEach(() => void vi.useRealTimers());

it('[V6] a copy that another page locks holds up nobody', async () => {
	vi.useFakeTimers();
	const kept = vi.fn();
	void keepReception(new Y.Doc(), 'face').then(kept);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(kept).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1_000);
	expect(kept).toHaveBeenCalledTimes(1);
});
