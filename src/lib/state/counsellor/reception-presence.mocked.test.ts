/** When a counsellor is shown in the reception. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenSpace } from '../session/open-space';
import type { Session } from '../session/session';
import { ReceptionPresence } from './reception-presence';

vi.mock('../../sync/exchange/presence', () => ({ sealPresence: () => Promise.resolve(Uint8Array.of(1)) }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Her session, which has met the relay before anybody asked. */
function scene() {
	const states: unknown[] = [];
	const awareness = {
		setLocalState: (state: unknown) => void states.push(state),
		getLocalState: () => states.at(-1) ?? null
	};
	const session = { isShown: true, connection: { nonce: new Uint8Array(32), awareness }, on: () => () => undefined };
	const face = { replica: { isCurrent: true }, space: { listen: () => () => undefined } };
	const begin = (): ReceptionPresence =>
		new ReceptionPresence(session as unknown as Session, face as unknown as OpenSpace);
	return { states, session, begin };
}

it('[Z5] she is shown at once where her device was connected before', async () => {
	const { states, begin } = scene();
	const presence = begin();
	await vi.advanceTimersByTimeAsync(0);
	expect(states).toEqual([{ s: expect.any(String) as string }]);
	presence.stop();
	expect(states.at(-1)).toBe(null);
});

it('[Z5] she is not shown if she chose not to be, and that is read in the same step', async () => {
	const { states, session, begin } = scene();
	const presence = begin();
	session.isShown = false;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(states).toEqual([]);
	presence.stop();
});
