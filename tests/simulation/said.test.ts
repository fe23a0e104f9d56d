import { expect, it } from 'vitest';
import { Said } from './said';

const said = (page: { isGone: boolean }, vault: { isDurable: boolean }): Said => {
	const one = new Said('Nachricht 1 von kim', 'stream', 'kim', page, vault);
	one.answer = 'kept';
	return one;
};

it('considers kept what was kept, although the page has died', () => {
	expect(said({ isGone: true }, { isDurable: true }).fate).toBe('kept');
});

it('expects a page that keeps nothing on its device to hold it while it lives, and nothing afterwards', () => {
	const page = { isGone: false };
	const one = said(page, { isDurable: false });
	expect(one.fate).toBe('kept');
	page.isGone = true;
	expect(one.fate).toBe('unknown');
});

it('expects everything said before "Nur ich" to be kept from then on', () => {
	const vault = { isDurable: false };
	const one = said({ isGone: true }, vault);
	vault.isDurable = true;
	expect(one.fate).toBe('kept');
});

it('lets what was refused stay refused', () => {
	const one = said({ isGone: true }, { isDurable: false });
	one.answer = 'refused';
	expect(one.fate).toBe('refused');
});
