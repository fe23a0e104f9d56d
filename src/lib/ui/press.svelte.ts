/** A press in a list that changes by itself: what is under the finger stays there until it is let go (SPEC.md M3). */
import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** After a touch the click comes a little later. */
const CLICK_MS = 300;
/** Whoever rests on the list for longer waits for what comes in. */
const MOST_MS = 10_000;

/** See the header. `onrelease` is called when it has been let go, and what was to be done with it is done. */
export class Press {
	/** Whether something in the list is pressed. */
	isOn = $state(false);
	#pressed: Element | null = null;
	#scroller: HTMLElement | null = null;
	#top = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly onrelease: () => void = () => undefined) {}

	/** Watches the presses in a scrolling list. */
	readonly watch: Attachment<HTMLElement> = (scroller) => {
		this.#scroller = scroller;
		const release = (): void => this.#release();
		const stops = [
			on(scroller, 'pointerdown', ({ target, isPrimary, button }) => {
				// the scroller itself is its bar: whoever holds that scrolls
				if (isPrimary && button === 0 && target instanceof Element && target !== scroller) this.#hold(target);
			}),
			// a finger or a wheel that scrolls presses nothing
			on(window, 'pointercancel', release),
			on(scroller, 'wheel', release, { passive: true }),
			on(window, 'pointerup', () => {
				if (this.isOn) this.#releaseIn(CLICK_MS);
			}),
			on(window, 'click', release)
		];
		return () => {
			release();
			this.#scroller = null;
			stops.forEach((stop) => stop());
		};
	};

	/** Something has another height: scrolls so that what is pressed is where it was. */
	changed(): void {
		// once the list is drawn anew, and before it is painted
		if (this.isOn) void tick().then(() => this.#keep());
	}

	#keep(): void {
		if (!this.isOn || !this.#pressed?.isConnected || !this.#scroller) return;
		const moved = this.#pressed.getBoundingClientRect().top - this.#top;
		if (Math.abs(moved) >= 1) this.#scroller.scrollBy({ top: moved, behavior: 'instant' });
	}

	#hold(pressed: Element): void {
		this.#pressed = pressed;
		this.#top = pressed.getBoundingClientRect().top;
		this.isOn = true;
		this.#releaseIn(MOST_MS);
	}

	#releaseIn(ms: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#release();
		}, ms);
	}

	#release(): void {
		clearTimeout(this.#timer);
		this.#pressed = null;
		if (!this.isOn) return;
		this.isOn = false;
		this.onrelease();
	}
}
