/** Parts of a page that come later: on a bad network they come later still, and never not at all. */
import { Fault, isExpected, report } from '../base/fault';

const FIRST_MS = 1_000;
const MOST_MS = 10_000;
/** Small, and kept by the service worker like the parts themselves. */
const PROBE = '/shell.css';

/**
 * Rejects with 'no-connection' while nothing can be loaded. To be asked before `import`: some browsers (Chromium 147, Safari)
 * remember a part that did not come as missing until the page is loaded anew.
 */
export async function reached(): Promise<void> {
	try {
		await (await fetch(PROBE, { cache: 'no-store' })).arrayBuffer();
	} catch (cause) {
		// fetch says no more than that there is no network
		if (!(cause instanceof TypeError)) throw cause;
		throw new Fault('no-connection', { cause, retry: true });
	}
}

/** What `load` brings, asked again until it does; the pauses grow from one second to ten. */
export async function patient<T>(load: () => Promise<T>): Promise<T> {
	for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, MOST_MS)) {
		try {
			await reached();
			return await load();
		} catch (error) {
			if (!isAway(error)) report(error);
			await pause(pauseMs);
		}
	}
}

/** Whether a part of the page did not come: browsers name it no better. */
export function isAway(error: unknown): boolean {
	if (isExpected(error, 'no-connection')) return true;
	return error instanceof TypeError || (error instanceof Error && error.message.startsWith('Unable to preload'));
}

/** The same, begun when the page has had a moment for what is needed at once. */
export async function soon<T>(load: () => Promise<T>): Promise<T> {
	await pause(FIRST_MS);
	return patient(load);
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
