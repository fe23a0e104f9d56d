/** What an export writes down: a stream's lines in order and who wrote them, from replicated records alone. */
import { withNeutralNames } from './archive-names';
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

/**
 * The same with "Klient 1", "Berater:in 1" for the names, numbered as they first appear in the stream, and
 * documents by number: their own names may name somebody, too.
 */
export function withoutNames(transcript: Transcript): Transcript {
	const counts = { client: 0, counsellor: 0 };
	const authors = new Map<string, Author>();
	const replace = (id: string, { side }: Author): void => {
		if (!authors.has(id)) authors.set(id, { side, name: `${WORDS[side]} ${++counts[side]}` });
	};
	for (const { author } of transcript.lines) {
		const known = transcript.authors.get(author);
		if (known) replace(author, known);
	}
	for (const [id, author] of [...transcript.authors].sort(([a], [b]) => (a < b ? -1 : 1))) replace(id, author);
	const lines = transcript.lines.map(withoutMention);
	return withNeutralNames({
		...transcript,
		name: transcript.kind === 'group' ? 'Gruppe 1' : 'Klient 1',
		lines,
		authors
	});
}

/** Who is to take over may never have written: she has no number. */
function withoutMention(line: Line): Line {
	const { mentions, ...rest } = line;
	return mentions ? { ...rest, text: `${line.text.slice(0, -mentions.length)}eine andere Berater:in` } : line;
}

const WORDS = { client: 'Klient', counsellor: 'Berater:in' } as const;
