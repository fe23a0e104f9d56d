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
	/** The side that one is on oneself. */
	readonly side: 'client' | 'counsellor';
	/** What a member of it is called; '' while nobody knows. */
	nameOf(member: string): string;
	/** What happened between them to who is here and from where; the oldest first. */
	readonly notices: readonly Notice[];
	/** False until the last page has been read from this device. */
	readonly isLoaded: boolean;
	/** Id of the first message that was unread when the stream was opened; null when none. */
	readonly firstUnread: string | null;
	/** How many entries are known to exist and have not arrived: "3 Nachrichten fehlen noch". */
	readonly missing: number;
	readonly isPresent: boolean;
	readonly isTyping: boolean;
	/** Who types just now, by name. */
	readonly typist: string;
	/** How the counsellors of a client's stream are shown to her; null where nothing is known of it. */
	readonly availability: Availability | null;
	/** Why a client cannot write here now; null while she can. */
	readonly closing: Closing | null;
	readonly connection: Connection;
	/** Whether one is no longer in it: what was there stays, nothing can be written. */
	readonly isOver: boolean;
	/** Whether anything of one's own is not yet at the relay. */
	readonly hasUnsent: boolean;
	/** The text in the field; setting it keeps it (sealed) and tells the other side that one types. */
	draft: string;
	/** False while this device cannot keep it: it is gone with the page. Tried again by itself. */
	readonly isDraftKept: boolean;
	/** The message being answered, or null. */
	replyTo: Message | null;
	/** Its attachments; null until the stream can take any. */
	readonly attachments: Attachments | null;
	/** Sends `text`. Rejects with 'message-empty', 'message-too-long' or 'storage-full'; the text is then still in the field. */
	send(text: string): Promise<void>;
	/** Tries again what shows '!'. */
	retry(messageId: string): Promise<void>;
	/** A colleague who is to take the stream, or stands in: "Ab Montag: Frau Ott." */
	readonly handover: Handover | null;
	/** The client's answer to it. */
	answerHandover(answer: 'yes' | 'question'): Promise<void>;
	/** Everything up to the newest message has been on screen. */
	markRead(): void;
}
