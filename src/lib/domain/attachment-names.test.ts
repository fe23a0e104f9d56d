import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import corpus from '../../../tests/corpus/filenames.json';
import { downloadName, endingOf, isDangerous, MOST_UNITS, shownName } from './attachment-names';
import { byteLength } from './text';

interface Expected {
	readonly shown: string;
	readonly download?: string;
	readonly isDangerous?: boolean;
	readonly ending?: string;
}
/** The expected result for each line of the corpus, by input. */
const EXPECTED: Readonly<Record<string, Expected>> = {
	'../../etc/passwd': { shown: 'passwd', ending: '' },
	'..\\..\\x.exe': { shown: 'x.exe', isDangerous: true, ending: 'exe' },
	'rechnung\u202efdp.exe': { shown: 'rechnungfdp.exe', isDangerous: true, ending: 'exe' },
	'CON.txt': { shown: 'CON.txt', download: '_CON.txt', ending: 'txt' },
	'a\u0000.png.html': { shown: 'a.png.html', isDangerous: true, ending: 'html' },
	'<img src=x onerror=1>.png': {
		shown: '<img src=x onerror=1>.png',
		download: '_img src=x onerror=1_.png',
		ending: 'png'
	},
	'Bericht.pdf .exe': { shown: 'Bericht.pdf .exe', isDangerous: true, ending: 'exe' },
	'.htaccess': { shown: '.htaccess', download: '_.htaccess' },
	'': { shown: 'Datei' }
};

describe('the corpus of names', () => {
	it('has every line listed here', () => {
		const named = corpus.map(({ input }) => input).filter((input) => input.length <= MOST_UNITS);
		expect(Object.keys(EXPECTED).sort()).toEqual([...named].sort());
	});
	it.each(Object.entries(EXPECTED))('%j becomes safe', (input, { shown, download, isDangerous: isBad, ending }) => {
		expect(shownName(input)).toBe(shown);
		expect(downloadName(input)).toBe(download ?? shown);
		expect(isDangerous(input)).toBe(isBad ?? false);
		if (ending !== undefined) expect(endingOf(input)).toBe(ending);
	});
	it.each(corpus.filter(({ input }) => input.length > MOST_UNITS))('a long one keeps its extension', ({ input }) => {
		for (const name of [shownName(input), downloadName(input)]) {
			expect(name.length).toBeLessThanOrEqual(MOST_UNITS);
			expect(name.length).toBeGreaterThan(MOST_UNITS - 10);
			expect(name).toMatch(/^x+/);
			expect(endingOf(name)).toBe(endingOf(input));
		}
	});
});

describe('names', () => {
	it.each([
		['Zeugnis.pdf', 'Zeugnis.pdf'],
		['  Zeugnis  Müller .pdf', 'Zeugnis Müller .pdf'],
		['Mu\u0308ller.pdf', 'Müller.pdf'],
		['a\u2028b.txt', 'a b.txt'],
		['C:\\fakepath\\Bild.jpg', 'Bild.jpg'],
		['Ordner/', 'Ordner'],
		['. . .', 'Datei'],
		['x.exe. . ', 'x.exe'],
		['\u{1F468}\u200d\u{1F469}\u200d\u{1F467}.png', '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}.png'],
		['ver\u00adsteckt\u200b.txt', 'versteckt.txt'],
		['\ud800.txt', '\ufffd.txt']
	])('%j is shown as %j', (name, shown) => {
		expect(shownName(name)).toBe(shown);
	});
	it.each(['nul', 'LPT1.pdf', 'com¹.txt', 'CONIN$', 'aux .txt', '-rf.txt', '..profile'])(
		'%j gets a mark in front',
		(name) => {
			expect(downloadName(name)[0]).toBe('_');
		}
	);
	it('that merely begin like a reserved one are left alone', () => {
		expect(['console.txt', 'Nullbock.pdf', 'COM10.txt'].map((name) => downloadName(name))).toEqual([
			'console.txt',
			'Nullbock.pdf',
			'COM10.txt'
		]);
	});
	it('are classified by their last extension', () => {
		expect(['a.tar.gz', 'README', 'x.JPG', 'x.exe ', 'x.', '.bashrc'].map(endingOf)).toEqual([
			'gz',
			'',
			'jpg',
			'exe',
			'',
			'bashrc'
		]);
		expect(['x.SVG', 'x.docm', 'link.url', 'x.pdf', 'x.csv', 'x.docx', 'exe'].map(isDangerous)).toEqual([
			true,
			true,
			true,
			false,
			false,
			false,
			false
		]);
	});
	it('are safe whatever they were', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
				const safe = downloadName(name);
				expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\u202a-\u202e\u2066-\u2069]|[. ]$|^[. -]/u);
				expect(safe.length).toBeGreaterThan(0);
				expect(safe.length).toBeLessThanOrEqual(MOST_UNITS);
				expect(byteLength(safe)).toBeLessThanOrEqual(245);
				expect(shownName(shownName(name))).toBe(shownName(name));
			}),
			{ numRuns: 500 }
		);
	});
});
