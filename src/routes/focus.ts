/** Focus while one page replaces another. */
import { afterNavigate, beforeNavigate, onNavigate } from '$app/navigation';

/**
 * Leaves the focus where the person put it since she asked for a page that arrived late ([M5] of `ui/SPEC.md`).
 * Otherwise the router moves it to the start of the page, and her next key press goes nowhere.
 */
export function keepFocus(): void {
	/** The element she used to ask for the page. */
	let asked: Element | null = null;
	/** Where she moved since. */
	let since: Element | null = null;

	beforeNavigate((navigation) => {
		// The router lets two frames pass between the press and this.
		const pressed = navigation.type === 'link' ? navigation.event.target : null;
		asked = pressed instanceof Element ? pressed.closest('a') : document.activeElement;
	});
	onNavigate(() => {
		const now = document.activeElement;
		since = now === asked || now === document.body ? null : now;
	});
	afterNavigate(() => {
		// Elements of the old page are no longer connected.
		if (since instanceof HTMLElement && since.isConnected) since.focus({ preventScroll: true });
		since = null;
	});
}
