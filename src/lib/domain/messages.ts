import type { AttachmentRef } from './attachments';

/** Where an own message is. 'unsent' only where nothing is kept on the device. */
export type Mark = 'unsent' | 'local' | 'relayed' | 'delivered' | 'read' | 'failed';

/** A message as shown. */
export interface Message {
	/** Feed and place within it; stable, unique within the stream. */
	readonly id: string;
	/** The author's member id. */
	readonly author: string;
	readonly authorName: string;
	readonly side: 'client' | 'counsellor';
	readonly isOwn: boolean;
	readonly text: string;
	/** When its author says it was written, ms since 1970. */
	readonly atMs: number;
	/** True when that cannot be right ("Zeit unsicher"). */
	readonly isTimeUncertain: boolean;
	/** A client's message from a time when no counsellor of the stream could be written to. */
	readonly isWhileAway: boolean;
	/** Id of the message that this one answers, or null. */
	readonly replyTo: string | null;
	/** What it carries beside, or instead of, its text. */
	readonly attachment: AttachmentRef | null;
	/** Null on other people's messages. */
	readonly mark: Mark | null;
}
