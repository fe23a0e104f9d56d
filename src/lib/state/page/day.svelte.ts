/** What time it is, for whatever is shown of a day: a page stays open for days. SPEC.md Z12. */
import { on } from 'svelte/events';
import { createSubscriber } from 'svelte/reactivity';
import { dayNumber, HOUR_MS } from '../../domain/time';

const subscribe = createSubscriber((update) => {
	let day = dayNumber(Date.now());
	let timer: ReturnType<typeof setTimeout> | undefined;
	const look = (): void => {
		clearTimeout(timer);
		// A device that slept through the next one looks when it wakes.
		timer = setTimeout(look, HOUR_MS - (Date.now() % HOUR_MS));
		if (dayNumber(Date.now()) === day) return;
		day = dayNumber(Date.now());
		update();
	};
	look();
	const stop = on(document, 'visibilitychange', look);
	return () => {
		clearTimeout(timer);
		stop();
	};
});

/** Now, in ms since 1970. Reactive: what was made from it is made anew when another day begins. */
export function now(): number {
	subscribe();
	return Date.now();
}
