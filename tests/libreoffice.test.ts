/** A maximally hostile export, opened by a spreadsheet: no formula cells, and the same texts. */
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../src/lib/domain/exporting/csv';
import { rowsOf } from '../src/lib/domain/exporting/rows';
import type { Line, Transcript } from '../src/lib/domain/exporting/transcript';
import { writeWorkbook } from '../src/lib/domain/exporting/workbook';
import corpus from './corpus/csv.json';
import messages from './corpus/messages.json';
import { office, open } from './support/libreoffice';

const MEMBER = 'a'.repeat(64);
const TEXTS = [
	...corpus.inputs,
	...messages.map(({ input }) => input),
	'Grüße aus Köln\nzweite Zeile',
	'_x0041_ bleibt',
	'ä😀'.repeat(12_000)
];

function transcript(): Transcript {
	const lines = TEXTS.map((text, i): Line => ({
		id: `${'c'.repeat(32)}.${i}`,
		kind: 'message',
		author: MEMBER,
		atMs: Date.parse('2026-10-25T00:30:00Z') + i * 60_000,
		text,
		attachment: { name: text.slice(0, 60), bytes: i },
		goneAtMs: null,
		reach: 'read'
	}));
	const authors = new Map([[MEMBER, { name: '=HYPERLINK("http://x")', side: 'client' as const }]]);
	return { name: '@SUM(A1)', kind: 'single', lines, authors };
}

const expected = (): string[][] => [...rowsOf(transcript())].map((row) => row.map(String));
const csv = async (): Promise<string> => (await writeCsv(rowsOf(transcript()), () => Promise.resolve())).join('');

/** `npm test` repeats the titles of what did not run. */
const title = office === null ? ' (LibreOffice Calc is not installed here: this part did not run)' : '';
const scene = office === null ? describe.skip : describe; // reason: LibreOffice is large and not installed everywhere

scene(`opened by LibreOffice${title}`, { timeout: 300_000 }, () => {
	it('a .csv has the texts that were written, and no formula', async () => {
		const sheet = open(await csv(), 'csv');
		expect(sheet.formulas).toBe(0);
		expect(sheet.rows).toEqual(expected());
	});

	it('a .csv has no formula either where one is looked for in every field', async () => {
		expect(open(await csv(), 'csv', 'plainly').formulas).toBe(0);
		// The search does find one that is there.
		expect(open('"=1+1"\r\n', 'csv', 'plainly').formulas).toBe(1);
	});

	it('an .xlsx has the texts that were written, and no formula', () => {
		const sheet = open(writeWorkbook(rowsOf(transcript())), 'xlsx');
		expect(sheet.formulas).toBe(0);
		expect(sheet.rows).toEqual(expected());
	});
});
