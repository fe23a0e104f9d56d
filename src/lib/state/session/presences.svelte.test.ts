import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MemberId, SpaceId } from '../../base/ids';
import type { PresenceFrame } from '../../sync/exchange/connection';
import { Presences } from './presences.svelte';
import type { Session } from './session';
import type { SessionEvent } from './session-parts';

const SPACE = 'a'.repeat(32) as SpaceId;
const ANTON = '1'.repeat(32) as MemberId;
const [ONE, OTHER] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene() {
	let hear: (frame: PresenceFrame) => void = () => undefined;
	let tell: (event: SessionEvent) => void = () => undefined;
	const connection = { reach: 'online' };
	const session = {
		connection,
		onPresence: (listener: typeof hear) => ((hear = listener), () => undefined),
		on: (listener: typeof tell) => ((tell = listener), () => undefined)
	};
	const presences = new Presences(session as unknown as Session);
	const see = (at: Uint8Array, isTyping = false, isOther = true): boolean =>
		presences.see(SPACE, at, { member: ANTON, isTyping, atMs: 0 }, isOther);
	return {
		presences,
		connection,
		see,
		hear: (frame: PresenceFrame) => hear(frame),
		tell: (event: SessionEvent) => tell(event)
	};
}

it('[Z5] ends by time alone if nothing more is heard', async () => {
	const { presences, see } = scene();
	expect(see(ONE)).toBe(true);
	expect(see(ONE), 'seen before').toBe(false);
	await vi.advanceTimersByTimeAsync(44_000);
	expect(presences.isPresent(SPACE)).toBe(true);
	await vi.advanceTimersByTimeAsync(3_000);
	expect(presences.isPresent(SPACE)).toBe(false);
	presences.stop();
});

it('[Z5] ends with her connection, not with another one of hers', () => {
	const { presences, see, hear } = scene();
	see(ONE);
	see(OTHER);
	hear({ kind: 'presence', space: SPACE, connection: ONE, body: new Uint8Array() });
	expect(presences.isPresent(SPACE)).toBe(true);
	hear({ kind: 'presence', space: SPACE, connection: OTHER, body: new Uint8Array() });
	expect(presences.isPresent(SPACE)).toBe(false);
	presences.stop();
});

it('[Z5] shows the other side: a colleague looking at a stream is not its client, although she is seen typing', () => {
	const { presences, see } = scene();
	see(ONE, true, false);
	expect(presences.isPresent(SPACE)).toBe(false);
	expect(presences.typist(SPACE)).toBe(ANTON);
	see(OTHER);
	expect(presences.isPresent(SPACE)).toBe(true);
	presences.stop();
});

it('[Z5] ends with the device’s own socket', () => {
	const { presences, see, tell, connection } = scene();
	see(ONE);
	tell({ kind: 'reach' });
	expect(presences.isPresent(SPACE), 'still there').toBe(true);
	connection.reach = 'offline';
	tell({ kind: 'reach' });
	expect(presences.isPresent(SPACE)).toBe(false);
	presences.stop();
});

it('[Z5] typing ends by time, with the message, or with a sign that it has ended', async () => {
	const { presences, see } = scene();
	see(ONE, true);
	expect(presences.typist(SPACE)).toBe(ANTON);
	await vi.advanceTimersByTimeAsync(10_000);
	expect([presences.typist(SPACE), presences.isPresent(SPACE)]).toEqual([null, true]);
	see(ONE, true);
	presences.heard(SPACE);
	expect(presences.typist(SPACE)).toBe(null);
	see(ONE, true);
	see(ONE, false);
	expect(presences.typist(SPACE)).toBe(null);
	presences.stop();
});
