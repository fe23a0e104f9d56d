/** What the app's modules expect from a browser, as far as furnishing a centre in Node needs it. */
import 'fake-indexeddb/auto';
import { setMaxListeners } from 'node:events';
import { WebSocket } from 'ws';

const locks = {
	/** Only one tab: every lock is free. */
	request: (_name: string, ...rest: readonly unknown[]): Promise<unknown> =>
		Promise.resolve((rest.at(-1) as (lock: object) => unknown)({}))
};

/** Stands in for the page at `origin`. Call it before importing anything from the app. */
export function pretendPage(origin: string): void {
	const window = new EventTarget();
	// Every open browser listens, and many are open at once.
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
	// Newer versions of Node have their own navigator, which has neither.
	Object.defineProperty(globalThis, 'navigator', { value: { onLine: true, locks }, configurable: true });
}
