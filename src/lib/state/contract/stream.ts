/** One open stream, for either side. */
import type { Availability } from '../../domain/availability';
import type { Handover } from '../../domain/handover';
import type { Message } from '../../domain/messages';
import type { Notice } from '../../domain/notices';
import type { Attachments } from './attachments';
import type { Closing } from './availability';
import type { Connection } from './connection';
import type { Face } from './person';

/** See the header. */
export interface StreamView {
	readonly id: string;
	/** 'single': a counsellor's side and one client. */
	readonly kind: 'single' | 'group';
	/** The other side. */
	readonly face: Face;
	/** Oldest first. */
	readonly messages: readonly Message[];
	/** The user's own side. */
	readonly side: 'client' | 'counsellor';
	/** The name of a member; '' while unknown. */
	nameOf(member: string): string;
	/** Changes in who is here and from where, shown between messages; oldest first. */
	readonly notices: readonly Notice[];
	/** False until the last page has been read from this device. */
	readonly isLoaded: boolean;
	/** Id of the first message that was unread when the stream was opened, or null. */
	readonly firstUnread: string | null;
	/** How many entries are known to exist but have not arrived: "3 Nachrichten fehlen noch". */
	readonly missing: number;
	readonly isPresent: boolean;
	readonly isTyping: boolean;
	/** The name of whoever is typing now. */
	readonly typist: string;
	/** How a client sees the status of her stream's counsellors; null if unknown. */
	readonly availability: Availability | null;
	/** Why a client cannot write here now, or null. */
	readonly closing: Closing | null;
	readonly connection: Connection;
	/** Whether the user is out of the stream: its content stays, but nothing can be written. */
	readonly isOver: boolean;
	/** Whether anything of the user's own is not yet at the relay. */
	readonly hasUnsent: boolean;
	/** The text in the field; setting it keeps it (sealed) and shows the other side that somebody is typing. */
	draft: string;
	/** False while this device cannot keep it: it would be lost with the page. Retried automatically. */
	readonly isDraftKept: boolean;
	/** The message being answered, or null. */
	replyTo: Message | null;
	/** Its attachments; null until the stream can take any. */
	readonly attachments: Attachments | null;
	/** Sends `text`. Rejects with 'message-empty', 'message-too-long' or 'storage-full'; the field then keeps it. */
	send(text: string): Promise<void>;
	/** A colleague who is to take over or stand in: "Ab Montag: Frau Ott." */
	readonly handover: Handover | null;
	/** The client's answer to it. */
	answerHandover(answer: 'yes' | 'question'): Promise<void>;
	/** Everything up to the newest message has been on screen. */
	markRead(): void;
}
