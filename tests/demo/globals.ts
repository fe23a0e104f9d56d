/** What the app's modules expect of a browser, as far as furnishing a centre in Node needs it. */
import 'fake-indexeddb/auto';
import { setMaxListeners } from 'node:events';
import { WebSocket } from 'ws';

const locks = {
	/** One tab alone: every lock is free. */
	request: (_name: string, ...rest: readonly unknown[]): Promise<unknown> =>
		Promise.resolve((rest.at(-1) as (lock: object) => unknown)({}))
};

/** Stands in for the page at `origin`. Call it before anything of the app's is imported. */
export function pretendPage(origin: string): void {
	const window = new EventTarget();
	// every open browser listens: many are open at once
	setMaxListeners(0, window);
	process.setMaxListeners(0);
	Object.assign(globalThis, {
		WebSocket,
		window,
		location: { origin },
		document: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
		addEventListener: window.addEventListener.bind(window),
		removeEventListener: window.removeEventListener.bind(window)
	});
	// Newer versions of Node have a navigator of their own that knows neither.
	Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, locks }, configurable: true });
}
