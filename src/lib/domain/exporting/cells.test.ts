import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import corpus from '../../../../tests/corpus/csv.json';
import texts from '../../../../tests/corpus/messages.json';
import { clean } from '../text';
import { cell, cells, guarded, MOST_UNITS } from './cells';

/** Half of a surrogate pair. */
const LONE = /[\uD800-\uDFFF]/u;

/** Whether a spreadsheet evaluates it, checked independently of the guard: character by character. */
function isFormula(text: string): boolean {
	for (const char of text) {
		if (/[\t\r\n]/.test(char)) return true;
		if (/[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(char)) continue;
		return '=+-@＝＋－＠'.includes(char);
	}
	return false;
}

/** Texts full of the critical characters. */
const hostile = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({
		unit: fc.constantFrom(
			'=',
			'+',
			'-',
			'@',
			'＝',
			' ',
			'\u{A0}',
			'\u{FEFF}',
			'\u{200B}',
			'\t',
			'\r',
			'\n',
			'"',
			';',
			"'",
			'a',
			'\u{D83D}',
			'\u{0}',
			'👨‍👩‍👧'
		)
	})
);

describe('a cell', () => {
	it.each([
		["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
		['+49 170 1234567', "'+49 170 1234567"],
		['\u{A0}\u{FEFF} -1', "'\u{A0}\u{FEFF} -1"],
		['\t=1+1', "'\t=1+1"],
		['\r=1+1', "'\n=1+1"],
		['＠x', "'＠x"],
		['\u{0}=1', "'=1"],
		['a\n=1+1', 'a\n=1+1'],
		[';=1+1', ';=1+1'],
		['"=1+1"', '"=1+1"'],
		['00123', '00123'],
		["'=1", "'=1"],
		['', '']
	])('%j becomes %j', (text, expected) => {
		expect(cell(text)).toBe(expected);
	});

	it.each([...corpus.inputs, ...texts.map(({ input }) => input)])(
		'keeps %j, guard and control characters aside',
		(text) => {
			const all = cells(text);
			expect(all.map((part) => (part.startsWith("'") ? part.slice(1) : part)).join('')).toBe(clean(text));
			for (const part of all) expect(isFormula(part)).toBe(false);
		}
	);

	it('is never a formula, never too long, always well-formed, and loses nothing', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const [one = '', ...more] = cells(text);
				expect(more).toEqual([]);
				expect(isFormula(one)).toBe(false);
				expect(one).not.toMatch(LONE);
				expect([clean(text), `'${clean(text)}`]).toContain(one);
				expect(one === clean(text)).toBe(!isFormula(clean(text)));
			}),
			{ numRuns: 2000 }
		);
	});

	it('is not guarded twice', () => {
		expect(guarded(guarded('=1'))).toBe("'=1");
	});
});

describe('a text that is too long for one cell', () => {
	it('continues between graphemes', () => {
		for (const unit of ['a', 'ä', '😀', '👨‍👩‍👧', '🇩🇪', 'e\u{301}\u{302}', '=', '\n=']) {
			const text = `x${unit.repeat(Math.ceil(70_000 / unit.length))}`;
			const all = cells(text);
			expect(all.length).toBeGreaterThan(2);
			for (const part of all) expect(part.length).toBeLessThanOrEqual(MOST_UNITS);
			const bare = all.map((part, i) => (i > 0 && isFormula(part.slice(1)) ? part.slice(1) : part));
			expect(bare.join('')).toBe(text);
			for (const part of bare.slice(1))
				expect(part.startsWith(unit) || (unit === '\n=' && part.startsWith('='))).toBe(true);
		}
	});

	it('continues between characters when one grapheme is longer than a cell', () => {
		const text = `Z${'\u{301}'.repeat(40_000)}${'😀'.repeat(20_000)}`;
		const all = cells(text);
		expect(all.join('')).toBe(text);
		for (const part of all) expect(!LONE.test(part) && part.length <= MOST_UNITS).toBe(true);
		const joined = `👨${'\u{200D}👨'.repeat(30_000)}`;
		expect(cells(joined).every((part) => !LONE.test(part))).toBe(true);
		expect(cells(joined).join('')).toBe(joined);
	});
});
