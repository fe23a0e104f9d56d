import { describe, expect, it } from 'vitest';
import { bits, isEnough, rate } from './strength';

describe('strength of a passphrase', () => {
	it('has a rating of its own for nothing', () => {
		expect(rate('')).toBe('empty');
		expect(isEnough('')).toBe(false);
	});
	it.each([
		'123456789012',
		'passwort',
		'Passwort2026!',
		'qwertzuiop',
		'aaaaaaaaaaaaaaaaaaaa',
		'hallo hallo hallo hallo',
		'Sommer2026',
		'abcdefghijkl',
		'kurz9!',
		'          '
	])('%j is weak', (passphrase) => {
		expect(rate(passphrase)).toBe('weak');
	});
	it.each([
		'korrekt pferd batterie klammer',
		'Sommerregen-7-Lindenblatt!',
		'x7$kQ9pL2m',
		'Vier Tassen stehen auf dem Schrank',
		'blaue Tinte trocknet langsam'
	])('%j is enough', (passphrase) => {
		expect(isEnough(passphrase)).toBe(true);
	});
	it('calls five unusual words strong', () => {
		expect(rate('kiesel leuchtturm pantoffel ofenrohr quitte')).toBe('strong');
	});
	it('does not count what anybody would try first', () => {
		const known = ['Vera Lindner', 'Beratungsstelle Nordlicht'];
		expect(rate('vera lindner nordlicht', known)).toBe('weak');
		expect(bits('vera lindner nordlicht', known)).toBeLessThan(bits('vera lindner nordlicht'));
	});
	it('never falls when something new is added', () => {
		let last = 0;
		for (const passphrase of ['kiesel', 'kiesel turm', 'kiesel turm ofen', 'kiesel turm ofen 4711']) {
			expect(bits(passphrase)).toBeGreaterThan(last);
			last = bits(passphrase);
		}
	});
	it('copes with any input', () => {
		expect(Number.isFinite(bits('\ud83d\u0000ﷺ😀'.repeat(1000)))).toBe(true);
	});
});
