import { describe, expect, it } from 'vitest';
import { Refusal } from '../../base/fault';
import { checkedName, checkedNote } from './names';

describe('a name', () => {
	it('is one clean line', () => {
		expect(checkedName('  Dr. \u0000Berta\r\n\tBaum ')).toBe('Dr. Berta Baum');
		expect(checkedName('Zoë 👩‍👩‍👧')).toBe('Zoë 👩‍👩‍👧');
	});

	it.each(['', '   ', '\n\t', '\u200b\u2060', '\u202e'])('is refused when nothing of it is visible (%j)', (typed) => {
		expect(() => checkedName(typed)).toThrow(new Refusal('name-empty'));
	});

	it('is refused one unit beyond its limit', () => {
		expect(checkedName('x'.repeat(60))).toHaveLength(60);
		expect(() => checkedName('x'.repeat(61))).toThrow(new Refusal('name-too-long'));
		expect(() => checkedName('Mitte', 4)).toThrow(new Refusal('name-too-long'));
	});
});

describe('a note', () => {
	it('keeps its lines and may be empty', () => {
		expect(checkedNote(' montags\r\nab 18 Uhr\u0007 ', 500)).toBe('montags\nab 18 Uhr');
		expect(checkedNote('  ', 500)).toBe('');
	});

	it('is refused as a text, not as a name', () => {
		expect(() => checkedNote('x'.repeat(501), 500)).toThrow(new Refusal('text-too-long'));
	});
});
