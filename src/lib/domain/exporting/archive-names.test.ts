import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import names from '../../../../tests/corpus/filenames.json';
import { withArchiveNames, withNeutralNames } from './archive-names';
import { cell } from './cells';
import type { Line, Transcript } from './transcript';

const ANTON = 'a'.repeat(64);

function sent(...all: readonly (string | null)[]): Transcript {
	const lines = all.map((name, i): Line => {
		const attachment = name === null ? null : { name, bytes: 1 };
		const line = { id: `x.${i}`, kind: 'attachment', author: ANTON, atMs: i, text: '' } as const;
		return { ...line, attachment, goneAtMs: null, reach: null };
	});
	return { name: 'Kim7', kind: 'single', lines, authors: new Map([[ANTON, { name: 'Kim7', side: 'client' }]]) };
}

const namesOf = ({ lines }: Transcript): (string | undefined)[] => lines.map(({ attachment }) => attachment?.name);

describe('the names in an archive', () => {
	it('are safe on every disk, whatever a document was called', () => {
		const made = namesOf(withArchiveNames(sent(...names.map(({ input }) => input))));
		expect(made.slice(0, 5)).toEqual(['passwd', 'x.exe', 'rechnungfdp.exe', '_CON.txt', 'a.png.html']);
		for (const name of made) {
			expect(name).toMatch(/^[^\p{Cc}<>:"/\\|?*]+$/u);
			expect(name).not.toMatch(/^[.-]|[. ]$|^(?:con|nul|aux|prn)(?:\.|$)|[\u202a-\u202e\u2066-\u2069]/i);
			expect(name?.length).toBeLessThanOrEqual(121);
		}
	});

	it('are unique, ignoring case, width and accent encoding', () => {
		const all = [
			'Befund.pdf',
			'befund.PDF',
			'Befund.pdf',
			'Befund (2).pdf',
			'Ümit',
			'U\u0308MIT',
			'a/b.txt',
			'c/b.txt'
		];
		expect(namesOf(withArchiveNames(sent(...all, 'STRASSE', 'Straße', 'ｂ.txt', '', '')))).toEqual([
			'Befund.pdf',
			'befund (2).PDF',
			'Befund (3).pdf',
			'Befund (2) (2).pdf',
			'Ümit',
			'ÜMIT (2)',
			'b.txt',
			'b (2).txt',
			'STRASSE',
			'Straße (2)',
			'ｂ (3).txt',
			'Datei',
			'Datei (2)'
		]);
	});

	it('appear unchanged in the table: none is taken for a formula', () => {
		const made = namesOf(withArchiveNames(sent('=cmd|x.csv', '+49.txt', '@a', '-1.txt', '＝a', ' =b')));
		expect(made).toEqual(['_=cmd_x.csv', '_+49.txt', '_@a', '_-1.txt', '_＝a', '_=b']);
		fc.assert(
			fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 })), (all) => {
				const found = namesOf(withArchiveNames(sent(...all)));
				expect(found.map((name) => cell(name ?? ''))).toEqual(found);
				expect(new Set(found.map((name) => name?.toLowerCase())).size).toBe(all.length);
				for (const name of found) expect(Buffer.byteLength(`Dokumente/${name}`)).toBeLessThan(256);
			})
		);
	});

	it('reveal nothing of a document’s name when names are replaced', () => {
		const of = sent('Arztbrief Mia Meier.pdf', null, 'Mia.Meier', 'mia.docm', 'Mia');
		expect(namesOf(withNeutralNames(of))).toEqual([
			'Dokument-01.pdf',
			undefined,
			'Dokument-03',
			'Dokument-04.docm',
			'Dokument-05'
		]);
		expect(namesOf(withNeutralNames(sent(...Array<string>(100).fill('a.txt'))))[6]).toBe('Dokument-007.txt');
	});
});
