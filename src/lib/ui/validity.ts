/** The prompt for an empty required field, in the page's language instead of the browser's. SPEC.md M6. */
import { t } from './language.svelte';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Words the prompt from now on in every form of the page; returns how to stop. */
export function wordValidity(): () => void {
	const worded = new WeakSet<EventTarget>();
	const word = ({ target }: Event): void => {
		const field = target as Field;
		if (!field.validity.valueMissing) return;
		const isChoice = field instanceof HTMLSelectElement || field.type === 'checkbox' || field.type === 'radio';
		field.setCustomValidity(isChoice ? t.fields.choose : t.fields.fill);
		worded.add(field);
	};
	const clear = ({ target }: Event): void => {
		if (target && worded.delete(target)) (target as Field).setCustomValidity('');
	};
	// None of the three bubbles reliably.
	const heard = { invalid: word, input: clear, change: clear };
	for (const [kind, hear] of Object.entries(heard)) document.addEventListener(kind, hear, true);
	return () => {
		for (const [kind, hear] of Object.entries(heard)) document.removeEventListener(kind, hear, true);
	};
}
