/** What documents are called in an archive: safe on every disk, no formula in a table, each name only once. */
import { downloadName, endingOf, isDangerous } from '../attachment-names';
import { kindOf } from '../attachments';
import { guarded } from './cells';
import type { Line, Transcript } from './transcript';

/** The folder of the archive in which they lie. */
export const FOLDER = 'Dokumente';

/** The transcript with the names that its documents have in an archive: the table and the archive say the same. */
export function withArchiveNames(transcript: Transcript): Transcript {
	const taken = new Set<string>();
	return withNames(transcript, (name) => {
		const safe = safeName(name);
		let free = safe;
		for (let n = 2; taken.has(alike(free)); n++) free = numbered(safe, n);
		taken.add(alike(free));
		return free;
	});
}

/** The transcript with "Dokument-01.pdf" for every document's own name, which may name a person. */
export function withNeutralNames(transcript: Transcript): Transcript {
	const sent = transcript.lines.filter(({ kind }) => kind === 'attachment');
	const digits = Math.max(2, String(sent.length).length);
	const numbers = new Map(sent.map(({ id }, i) => [id, String(i + 1).padStart(digits, '0')]));
	return withNames(transcript, (name, { id }) => `Dokument-${numbers.get(id) ?? ''}${knownEnding(name)}`);
}

function withNames(transcript: Transcript, nameOf: (name: string, line: Line) => string): Transcript {
	const lines = transcript.lines.map((line): Line => {
		const { attachment } = line;
		return attachment ? { ...line, attachment: { ...attachment, name: nameOf(attachment.name, line) } } : line;
	});
	return { ...transcript, lines };
}

function safeName(name: string): string {
	const safe = downloadName(name);
	return guarded(safe) === safe ? safe : downloadName(`_${safe}`);
}

/** What a disk takes for the same name: blind to case, width and the way accents are written. */
function alike(name: string): string {
	return name.normalize('NFKC').toUpperCase().toLowerCase();
}

/** "Befund (2).pdf". */
function numbered(name: string, n: number): string {
	const dot = name.lastIndexOf('.');
	const end = dot > 0 ? dot : name.length;
	return `${name.slice(0, end)} (${n})${name.slice(end)}`;
}

/** An ending that is a kind of file, with its dot; any other might be a name too. */
function knownEnding(name: string): string {
	return kindOf(name) !== 'other' || isDangerous(name) ? `.${endingOf(name)}` : '';
}
