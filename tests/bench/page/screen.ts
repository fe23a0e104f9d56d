/** What both sides end at: the last messages as text in the page, laid out; and one clock for two browsers. */

/** How many messages a screen shows. */
const SHOWN = 30;

const screen = document.querySelector('#screen') ?? document.body;

/** Puts the last messages on the screen and has them laid out; returns the time after that, see `nowMs`. */
export function paint(messages: readonly { readonly text: string }[]): number {
	const rows = messages.slice(-SHOWN).map(({ text }) => {
		const row = document.createElement('li');
		row.textContent = text;
		return row;
	});
	screen.replaceChildren(...rows);
	// Reading a box makes the browser lay out all of it now.
	screen.getBoundingClientRect();
	return nowMs();
}

/** Milliseconds since 1970 with fractions, the same in every process of one machine. */
export function nowMs(): number {
	return origin + performance.now();
}

/** `performance.timeOrigin` drifts between processes: this one is taken at a tick of the wall clock. */
const origin = ((): number => {
	const before = Date.now();
	let tick = before;
	while (tick === before) tick = Date.now();
	return tick - performance.now();
})();

/** Waits until `isThere` says so; looked at after each paint. */
export class Waiting {
	#resolve: (() => void) | null = null;
	#isThere: () => boolean = () => false;

	/** Resolves when `isThere` is true. */
	until(isThere: () => boolean): Promise<void> {
		return new Promise((resolve) => {
			this.#isThere = isThere;
			this.#resolve = resolve;
			this.look();
		});
	}

	look(): void {
		if (!this.#resolve || !this.#isThere()) return;
		this.#resolve();
		this.#resolve = null;
	}
}
