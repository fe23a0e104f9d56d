/** A transcript without names. */
import { withNeutralNames } from './archive-names';
import type { Author, Line, Transcript } from './transcript';

/**
 * Replaces the names by "Klient 1", "Berater:in 1", numbered by first appearance in the stream, and
 * documents by numbers, since their own names may name somebody, too.
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

/** The colleague who takes over may never have written: she has no number. */
function withoutMention(line: Line): Line {
	const { mentions, ...rest } = line;
	return mentions ? { ...rest, text: `${line.text.slice(0, -mentions.length)}eine andere Berater:in` } : line;
}

const WORDS = { client: 'Klient', counsellor: 'Berater:in' } as const;
