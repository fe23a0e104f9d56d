/** What a counsellor's streams work with, and what they report. */
import type { MemberId } from '../../base/ids';
import type { Connection } from '../contract/connection';
import type { Face } from '../contract/person';
import type { Session } from '../session/session';
import type { Speaker } from './shown-message';
import type { OpenSpace, Opening } from '../session/open-space';

/** What the streams work with. */
export interface StreamsParts {
	readonly session: Session;
	readonly desk: OpenSpace;
	readonly me: () => Face;
	/** Whether this counsellor was Nicht anwählbar then. */
	readonly wasAway: (atMs: number) => boolean;
	/** The client of a stream, as the directory names her. */
	readonly face: (stream: string) => Face;
	/** The name of a member of a group. */
	readonly speaker: (group: string, member: MemberId, isHost: boolean) => Speaker;
	/** Reactive; also true for a tab without a socket of its own. */
	readonly reach: () => Connection;
	readonly introduce: NonNullable<Opening['introduction']>;
	readonly onArrived: () => void;
	readonly onSent: (stream: string) => void;
	/** A stream has met the relay: time to do what is due in it. Rejects if that cannot be done now. */
	readonly onMet: (stream: string, opened: OpenSpace) => Promise<void>;
	readonly onOpened: (stream: string, opened: OpenSpace) => void;
	/** This counsellor is out of a stream: it was handed over, or her time in it is over. */
	readonly onOut: (stream: string) => void;
	/** A letter's offer was withdrawn before she could come or, in a group, is not there yet. */
	readonly onTakenBack: (stream: string) => void;
	/** Something kept on this device could not be read. */
	readonly onDamage: () => void;
}
