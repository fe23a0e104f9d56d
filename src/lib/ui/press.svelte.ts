/** A press in a list that changes by itself: what is under the finger stays there until released (SPEC.md M3). */
import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/** After a touch, the click comes a little later. */
const CLICK_MS = 300;
/** After this long, a press no longer holds back what comes in. */
const MOST_MS = 10_000;

/** See the header. `onrelease` is called on release, after the click. */
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
				// The scroller itself as target means its scrollbar: that scrolls.
				if (isPrimary && button === 0 && target instanceof Element && target !== scroller) this.#hold(target);
			}),
			// A finger or wheel that scrolls presses nothing.
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

	/** Something changed height: scrolls so that what is pressed stays where it was. */
	changed(): void {
		// After the list is redrawn, before it is painted.
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
