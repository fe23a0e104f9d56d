import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { LASTS_MS } from '../../sync/exchange/presence';
import { ReachableModel } from './reachable.svelte';

const madeAtMs = { value: 0 };
/** Whether the reception's key is here. */
const key = { isHere: true };
vi.mock('../../sync/exchange/presence', async (original) => ({
	...(await original<object>()),
	// presence.test.ts tests sealing; here only the time of making counts.
	openPresence: () =>
		Promise.resolve(
			// By the test's own clock.
			Date.now() - madeAtMs.value > LASTS_MS || !key.isHere
				? { ok: false, why: 'old or no key' }
				: { ok: true, value: { member: 'm', isTyping: false, atMs: madeAtMs.value } }
		)
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Berta's state as a client's device has it. */
async function scene() {
	madeAtMs.value = Date.now();
	const [hers, here] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
	here.setLocalState(null);
	const listeners: (() => void)[] = [];
	const reception = {
		shown: new Map([
			['card/berta', { value: JSON.stringify({ name: 'Berta', picture: '' }), by: 'berta', member: 'm' }]
		]),
		space: { now: () => Date.now() },
		listen: (listener: () => void) => {
			listeners.push(listener);
			return () => undefined;
		}
	};
	const reachable = new ReachableModel(reception as never, { awareness: here } as never);
	const tell = (): void => {
		applyAwarenessUpdate(here, encodeAwarenessUpdate(hers, [hers.clientID]), 'relay');
	};
	hers.setLocalState({ s: 'AA' });
	tell();
	await vi.advanceTimersByTimeAsync(0);
	expect(reachable.shown('berta' as never)).toBe(key.isHere ? 'online' : 'offline');
	return { hers, here, reachable, tell, listeners };
}

it('[K8] a presence that came before the key to it is seen as soon as the key comes', async () => {
	key.isHere = false;
	const { reachable, listeners } = await scene();
	key.isHere = true;
	for (const tell of listeners) tell();
	await vi.advanceTimersByTimeAsync(0);
	expect(reachable.shown('berta' as never)).toBe('online');
	reachable.stop();
});

it('[K8] [N2] a presence ends by its own time, whatever the relay keeps telling', async () => {
	const { hers, reachable, tell } = await scene();
	for (let passedMs = 0; passedMs <= LASTS_MS; passedMs += 10_000) {
		hers.setLocalState(hers.getLocalState());
		tell();
		await vi.advanceTimersByTimeAsync(10_000);
	}
	expect(reachable.shown('berta' as never)).toBe('offline');
	reachable.stop();
});

it('[K8] a person who falls silent is gone half a minute later, without anybody saying so', async () => {
	const { hers, here, reachable } = await scene();
	// lib0 uses the real clock, so backdate it by half a minute.
	const meta = here.meta.get(hers.clientID);
	if (meta) meta.lastUpdated -= 30_000;
	await vi.advanceTimersByTimeAsync(3_000);
	expect(reachable.shown('berta' as never)).toBe('offline');
	reachable.stop();
});
