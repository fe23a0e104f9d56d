import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, compare, concat, equal, fromBase64url, fromHex, fromUtf8, hex, utf8 } from './bytes';

const bytes = fc.uint8Array({ maxLength: 80 });

describe('joining and comparing', () => {
	it('joins in order into a fresh array', () => {
		const first = Uint8Array.of(1, 2);
		const joined = concat(first, new Uint8Array(), Uint8Array.of(3));
		first[0] = 9;
		expect([...joined]).toEqual([1, 2, 3]);
		expect(concat()).toHaveLength(0);
	});

	it('compares bytes; a prefix comes first', () => {
		expect(compare(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(-1);
		expect(compare(Uint8Array.of(255), Uint8Array.of(1, 0))).toBe(1);
		fc.assert(
			fc.property(bytes, bytes, (a, b) => {
				expect(compare(a, b)).toBe(Math.sign(Buffer.compare(a, b)));
				expect(compare(a, b) === 0).toBe(equal(a, b));
				expect(equal(a, a.slice())).toBe(true);
			})
		);
	});
});

describe('text forms', () => {
	it('round-trip', () => {
		fc.assert(
			fc.property(bytes, (raw) => {
				expect(fromHex(hex(raw))).toEqual(raw);
				expect(fromBase64url(base64url(raw))).toEqual(raw);
				expect(base64url(raw)).toBe(Buffer.from(raw).toString('base64url'));
			})
		);
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(fromUtf8(utf8(text))).toBe(text);
			})
		);
	});

	it.each(['0', 'AA', '0g', ' 00', '0x00'])('refuse %j as hexadecimal', (text) => {
		expect(() => fromHex(text)).toThrow('not hexadecimal');
	});

	it.each(['A', 'AB', 'AA==', 'A+A', 'A/A', 'AA A', 'AAB'])('refuse %j as base64url', (text) => {
		expect(() => fromBase64url(text)).toThrow();
	});

	it('keep a byte order mark and refuse what is not UTF-8', () => {
		expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\u{feff}a');
		expect(() => fromUtf8(Uint8Array.of(0xc0, 0x80))).toThrow();
		expect(() => fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toThrow();
		expect(fromUtf8(utf8('a\u{d800}'))).toBe('a\u{fffd}');
	});
});
