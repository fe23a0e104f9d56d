import type { SpaceId } from '../../base/ids';
import type { DeviceFrame } from '../../wire/frames';

/** How a replica reaches the relay and reports about itself. */
export interface Channel {
	/** False when there is no connection. */
	send(frame: DeviceFrame): boolean;
	/** The centre under which this device may found spaces, or null. */
	readonly centre: SpaceId | null;
	/** Whether joining begins with founding, since the relay cannot know the space yet. True at most once. */
	readonly foundsFirst?: () => boolean;
	/** Runs `task` after a delay; a timer by default. */
	readonly later?: (task: () => void, afterMs: number) => void;
}

/** What a part of a replica needs to ask the relay for something. */
export interface AskingLine {
	send(frame: DeviceFrame): void;
	later(task: () => void, afterMs: number): void;
	/** Whether the charter's head is known to be the relay's. */
	isCurrent(): boolean;
}

/**
 * What a replica reports: it is current, out of its space, or something is wrong. 'withheld': our writes wait,
 * since the relay says that it has more than it sends.
 */
export type ReplicaNews = 'current' | 'closed' | 'diverged' | 'refused' | 'stale' | 'unknown' | 'withheld';

/** Whether this news means that this device's member is not, or no longer, in the space. */
export function tellsOut(news: ReplicaNews, code: string | undefined): boolean {
	return (news === 'closed' && code === 'removed') || (news === 'refused' && code === 'not-member');
}
