/** A long press by touch: opens what a mouse finds by hovering. */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** Shorter is a tap. */
const PRESS_MS = 450;
/** Any further is a scroll. */
const MOST_PX = 10;

/** Calls `open` with the place of a long press by touch. A mouse keeps the browser's own menu. */
export function longPress(open: (at: DOMRect) => void): Attachment<HTMLElement> {
	return (element) => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		let start = { x: 0, y: 0 };
		const cancel = () => clearTimeout(timer);
		const stops = [
			on(element, 'pointerdown', ({ pointerType, clientX: x, clientY: y }) => {
				cancel();
				if (pointerType !== 'touch') return;
				start = { x, y };
				timer = setTimeout(() => open(new DOMRect(x, y, 0, 0)), PRESS_MS);
			}),
			on(element, 'pointermove', ({ clientX, clientY }) => {
				if (Math.hypot(clientX - start.x, clientY - start.y) > MOST_PX) cancel();
			}),
			on(element, 'pointerup', cancel),
			on(element, 'pointercancel', cancel),
			on(element, 'contextmenu', (event) => {
				if (event instanceof PointerEvent && event.pointerType === 'touch') event.preventDefault();
			})
		];
		return () => {
			cancel();
			stops.forEach((stop) => stop());
		};
	};
}
