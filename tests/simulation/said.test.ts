import { expect, it } from 'vitest';
import { Said } from './said';

const said = (page: { isGone: boolean }, vault: { isDurable: boolean }): Said => {
	const one = new Said('Nachricht 1 von kim', 'stream', 'kim', page, vault);
	one.answer = 'kept';
	return one;
};

it('takes what was kept for kept, although the page has died', () => {
	expect(said({ isGone: true }, { isDurable: true }).fate).toBe('kept');
});

it('expects of a page that keeps nothing on its device what it holds while it lives, and nothing afterwards', () => {
	const page = { isGone: false };
	const one = said(page, { isDurable: false });
	expect(one.fate).toBe('kept');
	page.isGone = true;
	expect(one.fate).toBe('unknown');
});

it('expects all that was said before "Nur ich" to be kept from then on', () => {
	const vault = { isDurable: false };
	const one = said({ isGone: true }, vault);
	vault.isDurable = true;
	expect(one.fate).toBe('kept');
});

it('keeps what was refused refused', () => {
	const one = said({ isGone: true }, { isDurable: false });
	one.answer = 'refused';
	expect(one.fate).toBe('refused');
});
