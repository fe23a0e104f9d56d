import type { SpaceState } from './state';

/** Whether the relay has everything written here. */
export function isSent({ pending, feeds }: SpaceState): boolean {
	return pending.length === 0 && [...feeds.values()].every(({ unacked }) => unacked.length === 0);
}
