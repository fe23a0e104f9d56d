import { describe, expect, it } from 'vitest';
import { COUNT, parse } from './recovery';

describe('the words of a recovery sheet', () => {
	const words = Array.from({ length: COUNT }, (_, i) => `wort${'abcdefghijklmnopqr'[i] ?? ''}`);
	it.each([' ', '\n', ', ', ' \t ', ' - ', '\u00a0'])('are read with %j between them', (between) => {
		expect(parse(words.join(between))).toEqual(words);
	});
	it('are read with the sheet’s numbers and in capitals', () => {
		expect(parse(words.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join('\n'))).toEqual(words);
		expect(parse(words.map((word, i) => `${i + 1}${word}`).join(' '))).toEqual(words);
	});
	it('are empty when there are none', () => {
		expect(parse(' 1. 2. ')).toEqual([]);
	});
});
