/** Forms sent with an empty required field. */
import { expect, it, onTestFinished } from 'vitest';
import { deWork } from '../i18n/de-work';
import { addTexts } from './language.svelte';
import { wordValidity } from './validity';

it('[M6] an empty field is asked for in the language of the page, and no longer once something stands there', () => {
	addTexts(deWork);
	onTestFinished(wordValidity());
	document.body.innerHTML = `<form><input required><select required><option value=""></option><option>a</option></select></form>`;
	const [input, select] = [document.querySelector('input'), document.querySelector('select')];
	if (!input || !select) throw new Error('no fields');
	expect(input.checkValidity()).toBe(false);
	expect(select.checkValidity()).toBe(false);
	expect([input.validationMessage, select.validationMessage]).toEqual(['Bitte ausfüllen.', 'Bitte auswählen.']);
	input.value = 'x';
	input.dispatchEvent(new Event('input', { bubbles: true }));
	select.value = 'a';
	select.dispatchEvent(new Event('change', { bubbles: true }));
	expect([input.checkValidity(), select.checkValidity()]).toEqual([true, true]);
});
