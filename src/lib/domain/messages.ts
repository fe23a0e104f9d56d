import type { AttachmentRef } from './attachments';

/** Where one of our messages is. 'unsent': not kept on this device (yet). */
export type Mark = 'unsent' | 'local' | 'relayed' | 'delivered' | 'read';

/** A message as displayed. */
export interface Message {
	/** Feed and place within it; stable, and unique within the stream. */
	readonly id: string;
	/** The author's member id. */
	readonly author: string;
	readonly authorName: string;
	readonly side: 'client' | 'counsellor';
	readonly isOwn: boolean;
	readonly text: string;
	/** The time claimed by its author, ms since 1970. */
	readonly atMs: number;
	/** True when that cannot be right ("Zeit unsicher"). */
	readonly isTimeUncertain: boolean;
	/** A client's message from a time when none of the stream's counsellors could be written to. */
	readonly isWhileAway: boolean;
	/** Id of the message it answers, or null. */
	readonly replyTo: string | null;
	/** What it carries with, or instead of, its text. */
	readonly attachment: AttachmentRef | null;
	/** Null on other people's messages. */
	readonly mark: Mark | null;
}
