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

/** What a stream needs to know from the page it is on. */
export interface StreamParts {
	readonly session: Session;
	/** Who is in which stream. */
	readonly presences: Presences;
	readonly opened: Promise<OpenSpace>;
	readonly id: string;
	readonly kind: 'single' | 'group';
	/** The side that one is on; the counsellors' unless told otherwise. */
	readonly side?: 'client' | 'counsellor';
	/** Whether it is noted that one is out of it: by this device, or by another tab or device of hers. */
	readonly isOver?: () => boolean;
	readonly face: () => Face;
	readonly speaker: (member: MemberId, isHost: boolean) => Speaker;
	/** Whose messages are one's own; those of this device's member unless told otherwise. */
	readonly isMine?: (member: MemberId, isHost: boolean) => boolean;
	/** Whether what a member says at that time does not count: somebody who had left the centre. */
	readonly isSilent?: (placed: PlacedMessage) => boolean;
	readonly reach: () => Reach;
	/** How the counsellors' side is shown to a client, and why she cannot write. */
	readonly availability?: () => Availability | null;
	readonly closing?: () => Closing | null;
	/** Whether the counsellors' side could not be written to then. */
	readonly wasAway?: (atMs: number) => boolean;
	/** The ends of the contacts in messages of these times, for the preview of whoever records them. */
	readonly contactEnds?: (times: readonly number[]) => readonly number[];
	readonly onPreview?: (preview: Preview) => void;
	readonly onSent?: () => void;
	readonly onArrived?: () => void;
}
