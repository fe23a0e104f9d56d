import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, readRecords } from '../../../../tests/support/csv';
import corpus from '../../../../tests/corpus/csv.json';
import texts from '../../../../tests/corpus/messages.json';
import { clean } from '../text';
import { MOST_UNITS } from './cells';
import { writeCsv } from './csv';
import { exportName } from './name';
import { COLUMNS, rowsOf } from './rows';
import { SLICE_ROWS, slices } from './slices';
import { dayOf, stamp } from './stamp';
import { between, type Line, type Transcript } from './transcript';
import { withoutNames } from './without-names';

/** Half of a surrogate pair. */
const LONE = /[\uD800-\uDFFF]/u;
const at = (iso: string): number => Date.parse(iso);
const BERTA = 'b'.repeat(64);
const ANTON = 'a'.repeat(64);

function line(text: string, rest: Partial<Line> = {}): Line {
	const message = {
		id: `${'c'.repeat(32)}.0`,
		kind: 'message',
		author: ANTON,
		atMs: at('2026-11-25T21:00:05Z')
	} as const;
	return { ...message, text, attachment: null, goneAtMs: null, reach: null, ...rest };
}

function transcript(lines: readonly Line[], rest: Partial<Transcript> = {}): Transcript {
	const authors = new Map([
		[BERTA, { name: 'Berta Baum', side: 'counsellor' }],
		[ANTON, { name: 'Kim7', side: 'client' }]
	] as const);
	return { name: 'Kim7', kind: 'single', lines, authors, ...rest };
}

async function csvOf(of: Transcript): Promise<string> {
	return (await writeCsv(rowsOf(of), () => Promise.resolve())).join('');
}

const textsOf = async (of: Transcript): Promise<string[]> => {
	const joined: string[] = [];
	for (const record of readRecords(await csvOf(of)).records) {
		const text = record['Nachricht'] ?? '';
		if (/Fortsetzung/.test(record['Typ'] ?? '')) joined.push((joined.pop() ?? '') + text);
		else joined.push(text);
	}
	return joined;
};

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

describe('a moment', () => {
	it('is unambiguous in October’s doubled hour', () => {
		const first = stamp(at('2026-10-25T00:30:00Z'));
		const second = stamp(at('2026-10-25T01:30:00Z'));
		expect([first.date, first.time]).toEqual(['25.10.2026', '02:30:00']);
		expect([second.date, second.time]).toEqual([first.date, first.time]);
		expect(first.utc < second.utc).toBe(true);
	});
	it('is in Berlin time, summer and winter, and midnight is 00', () => {
		expect(stamp(at('2026-07-01T22:00:00Z'))).toMatchObject({ date: '02.07.2026', time: '00:00:00' });
		expect(stamp(at('2026-01-01T23:00:00Z'))).toMatchObject({ date: '02.01.2026', time: '00:00:00' });
		expect(dayOf(at('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
	});
	it('never throws, whatever a clock claims, and never becomes a formula', async () => {
		for (const atMs of [NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1, 0, 8.64e15]) {
			const [record] = readRecords(await csvOf(transcript([line('x', { atMs })]))).records;
			expect(record?.['Zeitstempel (UTC)']).toMatch(/^('[+-])?\d/);
		}
	});
});

describe('options of an export', () => {
	const three = ['2026-11-01T22:59:00Z', '2026-11-01T23:01:00Z', '2026-11-03T12:00:00Z'].map((iso, i) =>
		line(`Text ${i}`, { atMs: at(iso), id: `x.${i}` })
	);
	it('keep whole Berlin days, both ends included', () => {
		const kept = (from: string, to: string): string[] => between(transcript(three), from, to).lines.map(({ id }) => id);
		expect(kept('', '')).toEqual(['x.0', 'x.1', 'x.2']);
		expect(kept('2026-11-02', '2026-11-02')).toEqual(['x.1']);
		expect(kept('2026-11-02', '')).toEqual(['x.1', 'x.2']);
		expect(kept('', '2026-11-01')).toEqual(['x.0']);
		expect(kept('2026-11-04', '2026-11-01')).toEqual([]);
	});
	it('replace the names by order of appearance', async () => {
		const mia = 'd'.repeat(64);
		const authors = new Map(transcript([]).authors).set(mia, { name: 'Mia', side: 'client' });
		const of = withoutNames(
			transcript([line('a', { author: mia }), line('b'), line('c', { author: BERTA })], { authors })
		);
		const { records } = readRecords(await csvOf(of));
		expect(records.map((record) => record['Von'])).toEqual(['Klient 1', 'Klient 2', 'Berater:in 1']);
		expect(new Set(records.map((record) => record['Stream']))).toEqual(new Set(['Klient 1']));
		expect(await csvOf(of)).not.toMatch(/Kim7|Mia|Berta/);
		expect(withoutNames(transcript([], { kind: 'group', name: 'Trauer' })).name).toBe('Gruppe 1');
	});
});

describe('the name of an export', () => {
	it.each([
		['Kim7', 'Stream_Kim7_2026-11-25.csv'],
		['Jörg Müller-Lüdenscheidt', 'Stream_Jörg Müller-Lüdenscheidt_2026-11-25.csv'],
		['../../etc/passwd', 'Stream_etc_passwd_2026-11-25.csv'],
		['a:b*c?"<d>|e\\f', 'Stream_a_b_c_d_e_f_2026-11-25.csv'],
		['\u{202E}exe.gpj\u{0}\t\n', 'Stream_exe.gpj_2026-11-25.csv'],
		['CON', 'Stream_CON_2026-11-25.csv'],
		[' . ', 'Stream_ohne-Namen_2026-11-25.csv'],
		['\u{200B}', 'Stream_ohne-Namen_2026-11-25.csv'],
		['x\u{D83D}', 'Stream_x_2026-11-25.csv'],
		['👨‍👩‍👧', 'Stream_👨👩👧_2026-11-25.csv']
	])('of %j', (name, expected) => {
		expect(exportName(name, '2026-11-25', 'csv')).toBe(expected);
	});
	it('fits every file system, whatever the stream is called', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
				const made = exportName(name, '2026-11-25', 'csv');
				expect(new TextEncoder().encode(made).length).toBeLessThan(200);
				expect(made).toMatch(/^Stream_[^\p{Cc}\p{Cf}<>:"/\\|?*]+_2026-11-25\.csv$/u);
				expect(made).not.toMatch(LONE);
			})
		);
	});
});
