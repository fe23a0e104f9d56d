/** What time it is, for whatever is shown of a day: a page stays open for days. SPEC.md Z12. */
import { createSubscriber } from 'svelte/reactivity';
import { dayNumber } from '../../domain/time';

const HOUR_MS = 3_600_000;

const subscribe = createSubscriber((update) => {
	let day = dayNumber(Date.now());
	let timer: ReturnType<typeof setTimeout> | undefined;
	const look = (): void => {
		clearTimeout(timer);
		// Berlin's days begin with an hour of UTC. A device that slept through it looks when it wakes.
		timer = setTimeout(look, HOUR_MS - (Date.now() % HOUR_MS));
		if (dayNumber(Date.now()) === day) return;
		day = dayNumber(Date.now());
		update();
	};
	look();
	document.addEventListener('visibilitychange', look);
	return () => {
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', look);
	};
});

/** Now, in ms since 1970. Reactive: what was made from it is made anew when another day begins. */
export function now(): number {
	subscribe();
	return Date.now();
}
