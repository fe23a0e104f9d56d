/** Whether somebody is looking at this page: it is visible and the window has the focus. */
import { createSubscriber } from 'svelte/reactivity';
import { on } from 'svelte/events';

const subscribe = createSubscriber((update) => {
	const stops = [on(document, 'visibilitychange', update), on(window, 'focus', update), on(window, 'blur', update)];
	return () => stops.forEach((stop) => stop());
});

/** Reactive: follows the window's focus and visibility. */
export const attendance = {
	/** True while the page is in front and in use. */
	get isHere(): boolean {
		subscribe();
		return document.visibilityState === 'visible' && document.hasFocus();
	}
};
