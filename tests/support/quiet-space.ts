/** One space that nobody has open, with a scripted session and a real vault. */
import { vi } from 'vitest';
import type { FeedId, SpaceId } from '../../src/lib/base/ids';
import { freshSeed } from '../../src/lib/crypto/random';
import { extentAt } from '../../src/lib/sync/space/held';
import { credentials, type SpaceRef } from '../../src/lib/sync/keys/member';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import type { Watch } from '../../src/lib/sync/exchange/watch';
import { QuietSpaces, type QuietParts } from '../../src/lib/state/session/quiet';
import type { Session } from '../../src/lib/state/session/session';
import type { SessionEvent } from '../../src/lib/state/session/session-parts';

export const SPACE = 'a'.repeat(32) as SpaceId;
const FEED = 'f'.repeat(32) as FeedId;
/** Any 32 bytes. */
export const DEVICE = freshSeed();

/** See the header; its founding record is in the vault. Its clock is the test's: fake timers. */
export async function quietSpace(more: Partial<QuietParts> = {}) {
	const vault = new MemoryVault();
	await vault.commit([{ table: 'charters', key: `${SPACE}0`, value: DEVICE }]);
	const open = new Set<SpaceId>();
	const listeners: ((event: SessionEvent) => void)[] = [];
	const joined: { watch: Watch | null } = { watch: null };
	const state = {
		leads: true,
		isConnected: true,
		rows: { vault },
		keysOf: ({ space, seed, member }: SpaceRef) => credentials(space, seed, DEVICE, member),
		isOpen: (id: SpaceId) => open.has(id),
		on: (listener: (event: SessionEvent) => void) => {
			listeners.push(listener);
			return () => undefined;
		},
		whenKept: () => Promise.resolve(),
		attachments: { enter: () => undefined },
		connection: {
			holds: (watch: Watch) => joined.watch === watch,
			add: (watch: Watch) => (joined.watch = watch),
			remove: () => (joined.watch = null)
		}
	};
	const visits: number[] = [];
	const tell = (event: SessionEvent): void => {
		for (const listener of listeners) listener(event);
	};
	const quiet = new QuietSpaces({
		session: state as unknown as Session,
		isStale: () => Promise.resolve(false),
		visit: () => {
			visits.push(Date.now());
			// The visitor opens and closes it.
			tell({ kind: 'closed', space: SPACE });
			return Promise.resolve({ here: extentAt(1, []), there: extentAt(1, [{ feed: FEED, seq: 2 }]) });
		},
		...more
	});
	quiet.add({ space: SPACE, seed: freshSeed() });
	await vi.advanceTimersByTimeAsync(0);
	const relayHas = async (seq: number): Promise<void> => {
		const frame = { space: SPACE, length: 1, head: new Uint8Array(32), feeds: [{ feed: FEED, seq }], tickets: [] };
		joined.watch?.receive({ kind: 'joined', ...frame });
		await vi.advanceTimersByTimeAsync(10);
	};
	return { quiet, state, open, joined, visits, tell, relayHas };
}
