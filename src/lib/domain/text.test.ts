import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { byteLength, clean, excerpt, folded, isBlank } from './text';

const corpus = JSON.parse(readFileSync(new URL('../../../tests/corpus/messages.json', import.meta.url), 'utf8')) as {
	input: string;
	expect: string;
}[];
const encoder = new TextEncoder();

describe('clean', () => {
	it('turns a lone surrogate into what every reader will see', () => {
		expect(clean('x\ud83dy')).toBe('x\ufffdy');
		expect(clean('\udc00😀')).toBe('\ufffd😀');
	});
	it('removes control characters but keeps tab and line feed', () => {
		expect(clean('\u0000\u0007\u001b[31m\ta\r\nb\rc\u2028d\u0085')).toBe('[31m\ta\nb\nc\nd');
	});
	it('leaves the corpus well-formed, and is idempotent', () => {
		for (const { input } of corpus) {
			const once = clean(input);
			expect(new TextDecoder().decode(encoder.encode(once))).toBe(once.replace(/^\ufeff/, ''));
			expect(clean(once)).toBe(once);
		}
	});
	it('shows markup as written', () => {
		for (const { input, expect: expected } of corpus) if (expected === 'literal') expect(clean(input)).toBe(input);
	});
});

describe('isBlank', () => {
	it('recognises the corpus’ empty ones', () => {
		for (const { input, expect: expected } of corpus.filter((each) => each.expect.startsWith('treated as empty'))) {
			expect([isBlank(input), expected]).toEqual([true, expected]);
		}
		expect(isBlank(' \n\t\u00ad\u3164')).toBe(true);
	});
	it('counts a single symbol as something', () => {
		for (const text of ['.', '😀', '0', '﷽', '\ufffd']) expect(isBlank(text)).toBe(false);
	});
});

describe('byteLength', () => {
	it('agrees with the encoder', () => {
		for (const text of [...corpus.map((each) => clean(each.input)), 'äöü€😀', '']) {
			expect(byteLength(text)).toBe(encoder.encode(text).length);
		}
	});
});

describe('excerpt', () => {
	it('is one line', () => {
		expect(excerpt('Guten Tag,\n\nich  habe eine Frage', 80)).toBe('Guten Tag, ich habe eine Frage');
	});
	it('never cuts a cluster', () => {
		expect(excerpt('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 2)).toBe('👨‍👩‍👧‍👦👨‍👩‍👧‍👦…');
	});
	it('is bounded for any input', () => {
		for (const { input } of corpus) expect(excerpt(input, 80).length).toBeLessThanOrEqual(80 * 32 + 1);
	});
});

describe('folded', () => {
	it('leaves an ordinary message whole', () => {
		expect(folded('Guten Tag\nwie geht es Ihnen?')).toBeNull();
	});
	it('folds many lines and many characters', () => {
		expect(folded('\n'.repeat(20_000))).toBe('');
		expect(folded('a\n'.repeat(61))?.split('\n').length).toBeLessThanOrEqual(60);
		expect(folded('a'.repeat(50_000))?.length).toBeLessThanOrEqual(6_000);
	});
	it('never cuts a pair or a cluster', () => {
		const family = '👨‍👩‍👧‍👦';
		const head = folded(`x${family.repeat(1_000)}`);
		expect(head?.startsWith(`x${family}`)).toBe(true);
		expect(((head?.length ?? 0) - 1) % family.length).toBe(0);
	});
});
