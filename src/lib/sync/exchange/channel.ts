import type { SpaceId } from '../../base/ids';
import type { DeviceFrame } from '../../wire/frames';

/** How a replica reaches the relay and what it says of itself. */
export interface Channel {
	/** False when there is no connection. */
	send(frame: DeviceFrame): boolean;
	/** The centre under which this device may found spaces, or null. */
	readonly centre: SpaceId | null;
	/** Runs `task` after a while; a timer unless told otherwise. */
	readonly later?: (task: () => void, afterMs: number) => void;
}

/**
 * What a replica tells: it is current, out of its space, or something is wrong. 'withheld': own writing waits,
 * since the relay says that there is more of it than it gives.
 */
export type ReplicaNews = 'current' | 'closed' | 'diverged' | 'refused' | 'stale' | 'unknown' | 'withheld';

/** Whether news says that this device's member is not, or no longer, in the space. */
export function tellsOut(news: ReplicaNews, code: string | undefined): boolean {
	return (news === 'closed' && code === 'removed') || (news === 'refused' && code === 'not-member');
}
