/** What an export writes down: a stream's lines in order and who wrote them, from replicated records alone. */
import { dayOf } from './stamp';

/** One thing that was said, sent or happened. */
export interface Line {
	/** Stable and unique within the stream. */
	readonly id: string;
	readonly kind: 'message' | 'attachment' | 'event';
	/** The author's member id. */
	readonly author: string;
	/** When its author says it was, ms since 1970. */
	readonly atMs: number;
	readonly text: string;
	/** The name of a person with which the text ends, if it does. */
	readonly mentions?: string;
	/** Name and size of what was sent; null when nothing was, when it is erased, or not on this device yet. */
	readonly attachment: { readonly name: string; readonly bytes: number } | null;
	/** When it was erased, or null. */
	readonly goneAtMs: number | null;
	/** How far it has come, by the other side's own records: never by what this device alone knows. */
	readonly reach: 'delivered' | 'read' | null;
}

/** Who a member is. */
export interface Author {
	readonly name: string;
	readonly side: 'client' | 'counsellor';
}

/** A stream as it is written down. */
export interface Transcript {
	readonly name: string;
	readonly kind: 'single' | 'group';
	/** In the order in which they are shown. */
	readonly lines: readonly Line[];
	/** By member id; whoever has a line is in it. */
	readonly authors: ReadonlyMap<string, Author>;
}

/** The lines of the days `from` to `to` in Berlin, both included, `JJJJ-MM-TT`; '' leaves an end open. */
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
	/** How many there are of which this device knows no more than that. */
	readonly unnamed: number;
}

/** The attachments of a transcript, in its order. */
export function attachmentsOf({ lines }: Transcript): Enclosed {
	const sent = lines.filter(({ kind, goneAtMs }) => kind === 'attachment' && goneAtMs === null);
	const named = sent.flatMap(({ id, attachment, atMs }) => (attachment ? [{ id, ...attachment, atMs }] : []));
	return { named, unnamed: sent.length - named.length };
}
