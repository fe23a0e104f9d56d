/** What an export contains: a stream's lines in order and their authors, from replicated records alone. */
import { dayOf } from './stamp';

/** One thing that was said or sent, or that happened. */
export interface Line {
	/** Stable and unique within the stream. */
	readonly id: string;
	readonly kind: 'message' | 'attachment' | 'event';
	/** The author's member id. */
	readonly author: string;
	/** The time claimed by its author, ms since 1970. */
	readonly atMs: number;
	readonly text: string;
	/** The person's name at the end of the text, if there is one. */
	readonly mentions?: string;
	/** Name and size of the attachment; null when there is none, or it is erased or not on this device yet. */
	readonly attachment: { readonly name: string; readonly bytes: number } | null;
	/** When it was erased, or null. */
	readonly goneAtMs: number | null;
	/** How far it has come, according to the other side's records: never from this device's knowledge alone. */
	readonly reach: 'delivered' | 'read' | null;
}

/** Who a member is. */
export interface Author {
	readonly name: string;
	readonly side: 'client' | 'counsellor';
}

/** A stream in writing. */
export interface Transcript {
	readonly name: string;
	readonly kind: 'single' | 'group';
	/** In display order. */
	readonly lines: readonly Line[];
	/** By member id; contains everyone who has a line. */
	readonly authors: ReadonlyMap<string, Author>;
}

/** The lines from day `from` to day `to` in Berlin, both included, `JJJJ-MM-TT`; '' leaves an end open. */
export function between(transcript: Transcript, from: string, to: string): Transcript {
	if (from === '' && to === '') return transcript;
	const isWithin = ({ atMs }: Line): boolean => {
		const day = dayOf(atMs);
		return (from === '' || day >= from) && (to === '' || day <= to);
	};
	return { ...transcript, lines: transcript.lines.filter(isWithin) };
}

/** The attachments of a transcript that are not erased. */
export interface Enclosed {
	readonly named: readonly {
		readonly id: string;
		readonly name: string;
		readonly bytes: number;
		readonly atMs: number;
	}[];
	/** How many there are about which this device knows nothing more. */
	readonly unnamed: number;
}

/** The attachments of a transcript, in order. */
export function attachmentsOf({ lines }: Transcript): Enclosed {
	const sent = lines.filter(({ kind, goneAtMs }) => kind === 'attachment' && goneAtMs === null);
	const named = sent.flatMap(({ id, attachment, atMs }) => (attachment ? [{ id, ...attachment, atMs }] : []));
	return { named, unnamed: sent.length - named.length };
}
