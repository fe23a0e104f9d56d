/** Transcripts, and what an export of them says. */
import { readRecords } from './csv';
import { writeCsv } from '../../src/lib/domain/exporting/csv';
import { rowsOf } from '../../src/lib/domain/exporting/rows';
import type { Line, Transcript } from '../../src/lib/domain/exporting/transcript';

/** A moment. */
export const at = (iso: string): number => Date.parse(iso);

/** The counsellor. */
export const BERTA = 'b'.repeat(64);
/** The client. */
export const ANTON = 'a'.repeat(64);

/** A line by Anton, unless `rest` says otherwise. */
export function line(text: string, rest: Partial<Line> = {}): Line {
	const message = {
		id: `${'c'.repeat(32)}.0`,
		kind: 'message',
		author: ANTON,
		atMs: at('2026-11-25T21:00:05Z')
	} as const;
	return { ...message, text, attachment: null, goneAtMs: null, reach: null, ...rest };
}

/** A stream of Anton's and Berta's. */
export function transcript(lines: readonly Line[], rest: Partial<Transcript> = {}): Transcript {
	const authors = new Map([
		[BERTA, { name: 'Berta Baum', side: 'counsellor' }],
		[ANTON, { name: 'Kim7', side: 'client' }]
	] as const);
	return { name: 'Kim7', kind: 'single', lines, authors, ...rest };
}

/** The whole file. */
export async function csvOf(of: Transcript): Promise<string> {
	return (await writeCsv(rowsOf(of), () => Promise.resolve())).join('');
}

/** The texts of its messages, with continued ones joined. */
export const textsOf = async (of: Transcript): Promise<string[]> => {
	const joined: string[] = [];
	for (const record of readRecords(await csvOf(of)).records) {
		const text = record['Nachricht'] ?? '';
		if (/Fortsetzung/.test(record['Typ'] ?? '')) joined.push((joined.pop() ?? '') + text);
		else joined.push(text);
	}
	return joined;
};
