import type { MemberId } from '../../base/ids';
import type { Reach } from '../../sync/exchange/connection';
import type { Availability } from '../../domain/availability';
import type { PlacedMessage } from '../../domain/timeline';
import type { Closing } from '../contract/availability';
import type { Face } from '../contract/person';
import type { Preview } from '../session/preview';
import type { Presences } from '../session/presences.svelte';
import type { Session } from '../session/session';
import type { Speaker } from './shown-message';
import type { OpenSpace } from '../session/open-space';

/** What a stream needs from its page. */
export interface StreamParts {
	readonly session: Session;
	/** Who is in which stream. */
	readonly presences: Presences;
	readonly opened: Promise<OpenSpace>;
	readonly id: string;
	readonly kind: 'single' | 'group';
	/** The user's side; by default the counsellors'. */
	readonly side?: 'client' | 'counsellor';
	/** Whether it is noted that the user is out of it: by this device, or another tab or device of hers. */
	readonly isOver?: () => boolean;
	/** Whether she has it before her eyes; by default always. */
	readonly isLookedAt?: (() => boolean) | undefined;
	readonly face: () => Face;
	readonly speaker: (member: MemberId, isHost: boolean) => Speaker;
	/** Which members' messages are the user's own; by default those of this device's member. */
	readonly isMine?: (member: MemberId, isHost: boolean) => boolean;
	/** Whether a member's word at that time does not count, because she had left the centre. */
	readonly isSilent?: (placed: PlacedMessage) => boolean;
	readonly reach: () => Reach;
	/** How a client sees the counsellors' status, and why she cannot write. */
	readonly availability?: () => Availability | null;
	readonly closing?: () => Closing | null;
	/** Whether the counsellors' side could not be written to then. */
	readonly wasAway?: (atMs: number) => boolean;
	/** When contacts ended, by the times of messages, for the preview of a side that records them. */
	readonly contactEnds?: (times: readonly number[]) => readonly number[];
	readonly onPreview?: (preview: Preview) => void;
	readonly onSent?: () => void;
	readonly onArrived?: () => void;
}
