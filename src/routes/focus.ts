/** Where the focus is, while one page takes the place of another. */
import { afterNavigate, beforeNavigate, onNavigate } from '$app/navigation';

/**
 * Leaves the focus where the person has put it since she asked for a page that came late ([M5] of `ui/SPEC.md`).
 * Without it the router puts it at the beginning of the page, and what she presses next goes nowhere.
 */
export function keepFocus(): void {
	/** With what she asked. */
	let asked: Element | null = null;
	/** Where she has gone since. */
	let since: Element | null = null;

	beforeNavigate((navigation) => {
		// the router lets two frames go by between a press and this
		const pressed = navigation.type === 'link' ? navigation.event.target : null;
		asked = pressed instanceof Element ? pressed.closest('a') : document.activeElement;
	});
	onNavigate(() => {
		const now = document.activeElement;
		since = now === asked || now === document.body ? null : now;
	});
	afterNavigate(() => {
		// what belonged to the page that went is no longer connected
		if (since instanceof HTMLElement && since.isConnected) since.focus({ preventScroll: true });
		since = null;
	});
}
