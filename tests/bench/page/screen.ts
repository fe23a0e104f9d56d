/** Where both sides end: the last messages as laid-out text in the page; and one clock for two browsers. */

/** How many messages a screen shows. */
const SHOWN = 30;
const PATIENCE_MS = 60_000;

const screen = document.querySelector('#screen') ?? document.body;

/** Puts the last messages on screen and forces their layout; returns the time after that, see `nowMs`. */
export function paint(messages: readonly { readonly text: string }[]): number {
	const rows = messages.slice(-SHOWN).map(({ text }) => {
		const row = document.createElement('li');
		row.textContent = text;
		return row;
	});
	screen.replaceChildren(...rows);
	// Reading a box forces the browser to lay out everything now.
	screen.getBoundingClientRect();
	return nowMs();
}

/** Milliseconds since 1970 with fractions, the same in every process of a machine. */
export function nowMs(): number {
	return origin + performance.now();
}

/** `performance.timeOrigin` drifts between processes, so this one is taken at a tick of the wall clock. */
const origin = ((): number => {
	const before = Date.now();
	let tick = before;
	while (tick === before) tick = Date.now();
	return tick - performance.now();
})();

/** Waits until `isThere` is true; checked after each paint. */
export class Waiting {
	#resolve: (() => void) | null = null;
	#isThere: () => boolean = () => false;

	/** Resolves when `isThere` is true. */
	until(isThere: () => boolean): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				reject(new Error(`waited too long for ${String(isThere)}`));
			}, PATIENCE_MS);
			this.#isThere = isThere;
			this.#resolve = () => {
				clearTimeout(timer);
				resolve();
			};
			this.look();
		});
	}

	look(): void {
		if (!this.#resolve || !this.#isThere()) return;
		this.#resolve();
		this.#resolve = null;
	}
}

let wireBytes = 0;

/** The bytes of all websocket messages of this page so far, both ways. */
export function bytesOnWire(): number {
	return wireBytes;
}

const size = (data: unknown): number =>
	data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? data.byteLength : String(data).length;

/** Counts equally for both sides; DevTools omits large frames. */
window.WebSocket = class extends WebSocket {
	constructor(url: string | URL, protocols?: string | string[]) {
		super(url, protocols);
		this.addEventListener('message', ({ data }) => {
			wireBytes += size(data);
		});
	}

	override send(data: Parameters<WebSocket['send']>[0]): void {
		wireBytes += size(data);
		super.send(data);
	}
};
