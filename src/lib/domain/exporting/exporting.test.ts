import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, readRecords } from '../../../../tests/support/csv';
import { at, BERTA, csvOf, line, textsOf, transcript } from '../../../../tests/support/transcripts';
import corpus from '../../../../tests/corpus/csv.json';
import texts from '../../../../tests/corpus/messages.json';
import { clean } from '../text';
import { MOST_UNITS } from './cells';
import { writeCsv } from './csv';
import { COLUMNS, rowsOf } from './rows';
import { SLICE_ROWS, slices } from './slices';

describe('an export', () => {
	it('has the columns and cells of a message', async () => {
		const { header, records } = readRecords(
			await csvOf(transcript([line('Grüße;\n"Ü"', { reach: 'read' }), line('Hallo', { author: BERTA, id: 'x.1' })]))
		);
		expect(header).toEqual([...COLUMNS]);
		expect(records[0]).toEqual({
			'Nr.': '1',
			Datum: '25.11.2026',
			Uhrzeit: '22:00:05',
			'Zeitstempel (UTC)': '2026-11-25T21:00:05.000Z',
			Stream: 'Kim7',
			Art: 'Einzel',
			Von: 'Kim7',
			Rolle: 'Klient:in',
			Typ: 'Nachricht',
			Nachricht: 'Grüße;\n"Ü"',
			Dokument: '',
			'Größe (Byte)': '',
			'Bearbeitet am': '',
			Gelöscht: '',
			Status: 'gelesen',
			'Nachrichten-ID': `${'c'.repeat(32)}.0`
		});
		expect(records[1]).toMatchObject({ 'Nr.': '2', Von: 'Berta Baum', Rolle: 'Berater:in', Status: '' });
	});

	it('begins with the byte order mark and the header, ends each row with CRLF, quotes every field', async () => {
		const text = await csvOf(transcript([line('')]));
		expect(text.startsWith('\u{FEFF}"Nr.";"Datum";')).toBe(true);
		expect(text.endsWith('"\r\n')).toBe(true);
		expect(text).not.toMatch(/;;|;\r|^;/m);
		expect(text).not.toContain('sep=');
	});

	it('names documents with their size and erasure, and events', async () => {
		const sent = { kind: 'attachment', attachment: { name: '=Antrag.pdf', bytes: 1234 } } as const;
		const of = transcript(
			[
				line('', sent),
				line('', { kind: 'attachment', goneAtMs: at('2026-07-01T10:00:00Z') }),
				line('ist beigetreten', { kind: 'event' })
			],
			{ kind: 'group' }
		);
		const { records } = readRecords(await csvOf(of));
		expect(records[0]).toMatchObject({
			Typ: 'Dokument',
			Dokument: "'=Antrag.pdf",
			'Größe (Byte)': '1234',
			Art: 'Gruppe'
		});
		expect(records[1]).toMatchObject({
			Typ: 'Dokument',
			Dokument: '',
			'Größe (Byte)': '',
			Gelöscht: '01.07.2026 12:00:00'
		});
		expect(records[2]).toMatchObject({ Typ: 'Ereignis', Nachricht: 'ist beigetreten' });
	});

	it('says that a document’s name is not here when it is not', async () => {
		const { records } = readRecords(await csvOf(transcript([line('', { kind: 'attachment' })])));
		expect(records[0]).toMatchObject({ Typ: 'Dokument', Dokument: '(noch nicht auf diesem Gerät)', Gelöscht: '' });
	});

	it('marks the rows in which a long text continues', async () => {
		const of = transcript([line('ä😀'.repeat(15_000), { reach: 'delivered' }), line('kurz')]);
		const { records } = readRecords(await csvOf(of));
		expect(records.map((record) => [record['Nr.'], record['Typ']])).toEqual([
			['1', 'Nachricht'],
			['1', 'Nachricht (Fortsetzung)'],
			['2', 'Nachricht']
		]);
		expect(records[1]?.['Nachrichten-ID']).toBe(records[0]?.['Nachrichten-ID']);
		for (const record of records) expect(record['Nachricht']?.length).toBeLessThanOrEqual(MOST_UNITS);
		expect((await textsOf(of))[0]).toBe('ä😀'.repeat(15_000));
	});

	it('returns every hostile text, guard and control characters aside', async () => {
		const all = [...corpus.inputs, ...texts.map(({ input }) => input)];
		const back = await textsOf(transcript(all.map((text) => line(text))));
		expect(back.map((text) => text.replace(/^'(?=.)/s, ''))).toEqual(all.map(clean));
	});

	it('returns any texts and names', async () => {
		const nasty = fc.string({
			unit: fc.constantFrom('"', ';', '\r', '\n', ',', 'a', '=', '"";', '\u{0}', 'ä', '😀', '\t')
		});
		await fc.assert(
			fc.asyncProperty(fc.array(nasty, { maxLength: 20 }), nasty, async (all, name) => {
				const of = transcript(
					all.map((text) => line(text)),
					{ name }
				);
				const { records } = readRecords(await csvOf(of));
				expect(records.map((record) => record['Nachricht']?.replace(/^'(?=[^])/, ''))).toEqual(
					all.map((text) => clean(text).replace(/^'(?=[^])/, ''))
				);
				for (const record of records) expect([clean(name), `'${clean(name)}`]).toContain(record['Stream']);
			}),
			{ numRuns: 300 }
		);
	});

	it('is the same text whatever its slices', async () => {
		const lines = Array.from({ length: 3 * SLICE_ROWS + 7 }, (_, i) => line(`Nachricht ${i}`, { id: `x.${i}` }));
		let pauses = 0;
		const parts = await writeCsv(rowsOf(transcript(lines)), () => {
			pauses++;
			return Promise.resolve();
		});
		const rows = readCsv(parts.join(''));
		expect(rows.length).toBe(lines.length + 1);
		expect(pauses).toBe(3);
		expect(rows.slice(1).map((row) => row[9])).toEqual(lines.map(({ text }) => text));
	});

	it('pauses after a number of rows, and sooner when texts are long', () => {
		const short = transcript(Array.from({ length: 20_000 }, () => line('Guten Tag')));
		const sizes = [...slices(rowsOf(short))].map(({ length }) => length);
		expect(Math.max(...sizes)).toBe(SLICE_ROWS);
		expect(sizes.reduce((sum, size) => sum + size)).toBe(20_001);
		const long = transcript(Array.from({ length: 100 }, () => line('x'.repeat(30_000))));
		expect(Math.max(...[...slices(rowsOf(long))].map(({ length }) => length))).toBeLessThan(6);
	});
});
