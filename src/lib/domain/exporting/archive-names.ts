/** Names of documents in an archive: safe on every disk, no formula in a table, each name only once. */
import { downloadName, endingOf, isDangerous } from '../attachment-names';
import { kindOf } from '../attachments';
import { guarded } from './cells';
import type { Line, Transcript } from './transcript';

/** The archive folder that holds them. */
export const FOLDER = 'Dokumente';

/** The transcript with its documents' archive names: the table and the archive agree. */
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

/** The transcript with "Dokument-01.pdf" instead of each document's own name, which may name a person. */
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

/** Equal for names that a disk treats as the same: ignores case, width and accent encoding. */
function alike(name: string): string {
	return name.normalize('NFKC').toUpperCase().toLowerCase();
}

/** "Befund (2).pdf". */
function numbered(name: string, n: number): string {
	const dot = name.lastIndexOf('.');
	const end = dot > 0 ? dot : name.length;
	return `${name.slice(0, end)} (${n})${name.slice(end)}`;
}

/** An extension of a known file type, with its dot; any other might be a name too. */
function knownEnding(name: string): string {
	return kindOf(name) !== 'other' || isDangerous(name) ? `.${endingOf(name)}` : '';
}
