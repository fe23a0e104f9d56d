/** When the others in a stream are told that this user is there. */
import { afterEach, expect, it, vi } from 'vitest';
import type { SpaceId } from '../../base/ids';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import { Presences } from '../session/presences.svelte';
import { StreamPresence } from './stream-presence.svelte';

vi.mock('../../sync/exchange/presence', async (load) => ({
	...(await load<object>()),
	sealPresence: () => Promise.resolve(Uint8Array.of(1))
}));

afterEach(() => void vi.useRealTimers());

/** What is said of her, in order, in one stream. */
function scene() {
	vi.useFakeTimers();
	const said: ('here' | 'gone')[] = [];
	const connection = {
		nonce: new Uint8Array(32),
		reach: 'online',
		send: ({ body }: { body: Uint8Array }) => said.push(body.length > 0 ? 'here' : 'gone')
	};
	const session = { isShown: true, connection, on: () => () => undefined, onPresence: () => () => undefined };
	const opened = { replica: { isCurrent: true }, space: { listen: () => () => undefined } };
	const eyes = { look: false };
	const live = session as unknown as Session;
	const presence = new StreamPresence(live, 'a'.repeat(32) as SpaceId, new Presences(live), () => eyes.look);
	presence.attach(opened as unknown as OpenSpace);
	return { said, eyes, session, presence };
}

const HOUR_MS = 3_600_000;

it('[Z5] a device that only visits a stream says nothing', async () => {
	const { said, presence } = scene();
	await vi.advanceTimersByTimeAsync(HOUR_MS);
	presence.close();
	expect(said).toEqual([]);
});

it('[Z5] she is there as soon as she looks at it, and gone as soon as she looks at something else', async () => {
	const { said, eyes, presence } = scene();
	eyes.look = true;
	await presence.show();
	expect(said).toEqual(['here']);
	eyes.look = false;
	await presence.show();
	expect(said).toEqual(['here', 'gone']);
	await vi.advanceTimersByTimeAsync(HOUR_MS);
	presence.close();
	expect(said, 'once is enough').toEqual(['here', 'gone']);
});

it('[Z5] whoever looks away while it is said is not said to be there', async () => {
	const { said, eyes, presence } = scene();
	eyes.look = true;
	const showing = presence.show();
	eyes.look = false;
	await showing;
	expect(said).toEqual([]);
	presence.close();
});
