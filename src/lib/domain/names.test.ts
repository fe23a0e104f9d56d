import { describe, expect, it } from 'vitest';
import { TINTS, initials, tint } from './names';

describe('initials', () => {
	it('takes the first and the last word', () => {
		expect(initials('Vera Lindner')).toBe('VL');
		expect(initials('Anna Maria von Berg')).toBe('AB');
	});
	it('takes one letter of a pseudonym', () => {
		expect(initials('Kim7')).toBe('K');
		expect(initials('öykü')).toBe('Ö');
	});
	it('leaves out titles and symbols', () => {
		expect(initials('Dr. Vera Lindner')).toBe('VL');
		expect(initials('  "Sonne" ')).toBe('S');
		expect(initials('Dr.')).toBe('D');
	});
	it('has something to show even without letters', () => {
		expect(initials('')).toBe('?');
		expect(initials('🌻')).toBe('?');
	});
});

describe('tint', () => {
	it('is stable and within range', () => {
		for (const name of ['', 'Kim7', 'Vera', '🌻', '\ud83d']) {
			expect(tint(name)).toBe(tint(name));
			expect(tint(name)).toBeGreaterThanOrEqual(0);
			expect(tint(name)).toBeLessThan(TINTS);
		}
	});
	it('tells names apart', () => {
		expect(new Set(['Anton', 'Mia', 'Kim7', 'Noa', 'Sonne', 'Wolke', 'Eve', 'Ben'].map(tint)).size).toBeGreaterThan(2);
	});
});
