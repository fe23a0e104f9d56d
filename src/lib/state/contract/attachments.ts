/** What pages and components see of a stream's attachments. */
import type { Message } from '../../domain/messages';

/** An attachment as it stands on this device. */
export interface AttachmentView {
	/** Safe to show; null while only the message is here. */
	readonly name: string | null;
	readonly bytes: number;
	/** A local object URL of a preview that this page has drawn, with its measures; else null. */
	readonly preview: { readonly url: string; readonly width: number; readonly height: number } | null;
	/** 'unknown': its name is not here. 'elsewhere': its name is, its content not. 'damaged': it never opens. */
	readonly status: 'erased' | 'unknown' | 'elsewhere' | 'here' | 'damaged';
	/** On its way to the relay: percent; null when the relay has it, or it is somebody else's. */
	readonly sending: number | null;
	/** On its way to this device: percent; null when it is not. */
	readonly fetching: number | null;
	/** Why it does not go on, as a code; null when it does. */
	readonly failure: string | null;
}

/** A file on its way into the stream: chosen, and not yet a message. */
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
	/** In the order in which they were chosen. */
	readonly sendings: readonly Sending[];
	/** Messages whose attachment is not erased, the newest on top. */
	readonly list: readonly Message[];
	/** Takes files in, one after the other; what becomes of them is in `sendings`, then in the stream. */
	send(files: readonly File[], how: 'chosen' | 'pasted'): void;
	/** Takes one out of `sendings`; nothing of it stays. */
	cancel(id: number): void;
	/** Goes on with one that asked, or failed. */
	proceed(id: number): void;
	/** Null when the message has no attachment. */
	of(message: Message): AttachmentView | null;
	/** Whether this person may erase it. */
	mayErase(message: Message): boolean;
	/** The content as it was sent, and the name to keep it under. Rejects with 'attachment-…' or 'no-connection'. */
	fetch(message: Message): Promise<{ readonly content: Blob; readonly name: string }>;
	/** Calls a running `fetch` off: it rejects with an AbortError, and the next one goes on from there. */
	stopFetching(message: Message): void;
	/** A local object URL of the picture, drawn by this page, the caller's to revoke; null when it is none. */
	picture(message: Message): Promise<string | null>;
	/** Erases it everywhere. Rejects with 'not-allowed' or a `Fault`. */
	erase(message: Message): Promise<void>;
}
