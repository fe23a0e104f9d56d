/** A stream's attachments, as pages and components see them. */
import type { Message } from '../../domain/messages';

/** An attachment as it is on this device. */
export interface AttachmentView {
	/** Safe to show; null while only the message is here. */
	readonly name: string | null;
	readonly bytes: number;
	/** A local object URL of a preview drawn by this page, with its dimensions, or null. */
	readonly preview: { readonly url: string; readonly width: number; readonly height: number } | null;
	/** 'unknown': its name is not here. 'elsewhere': its name is, its content is not. 'damaged': it never opens. */
	readonly status: 'erased' | 'unknown' | 'elsewhere' | 'here' | 'damaged';
	/** Upload progress in percent; null when the relay has it, or it is somebody else's. */
	readonly sending: number | null;
	/** Download progress in percent; null while it is not being fetched. */
	readonly fetching: number | null;
	/** Why it is stuck, as a code; otherwise null. */
	readonly failure: string | null;
}

/** A file on its way into the stream: chosen, but not yet a message. */
export interface Sending {
	readonly id: number;
	readonly name: string;
	readonly bytes: number;
	readonly percent: number;
	/** 'place': it says where it was taken. 'pasted': it may have been pasted by mistake. Both ask first. */
	readonly step: 'waiting' | 'preparing' | 'place' | 'pasted' | 'failed';
	/** Why it failed, as a code. */
	readonly failure: string | null;
}

/** The attachments of one open stream. */
export interface Attachments {
	/** In the order they were chosen. */
	readonly sendings: readonly Sending[];
	/** Messages whose attachment is not erased, newest first. */
	readonly list: readonly Message[];
	/** Takes in files one after the other; they are first in `sendings`, then in the stream. */
	send(files: readonly File[], how: 'chosen' | 'pasted'): void;
	/** Removes one from `sendings` and leaves nothing of it. */
	cancel(id: number): void;
	/** Continues one that asked or failed. */
	proceed(id: number): void;
	/** Null when the message has no attachment. */
	of(message: Message): AttachmentView | null;
	/** Whether this person may erase it. */
	mayErase(message: Message): boolean;
	/** The content as sent, and the name to save it under. Rejects with 'attachment-…' or 'no-connection'. */
	fetch(message: Message): Promise<{ readonly content: Blob; readonly name: string }>;
	/** Calls off a running `fetch`: it rejects with an AbortError, and the next one continues from there. */
	stopFetching(message: Message): void;
	/** A local object URL of the picture, drawn by this page, for the caller to revoke; null if it is not a picture. */
	picture(message: Message): Promise<string | null>;
	/** Erases it everywhere. Rejects with 'not-allowed' or a `Fault`. */
	erase(message: Message): Promise<void>;
}
