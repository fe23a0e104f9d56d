/** Parts of a page that load later: on a bad network later still, but they do load. */
import { isExpected, report } from '../../base/fault';

const FIRST_MS = 1_000;
const MOST_MS = 10_000;
/** The result of `load`, retried until it succeeds, after pauses growing from one second to ten. */
export async function retried<T>(load: () => Promise<T>): Promise<T> {
	for (let pauseMs = FIRST_MS; ; pauseMs = Math.min(2 * pauseMs, MOST_MS)) {
		try {
			return await load();
		} catch (error) {
			if (!isAway(error)) report(error);
			await pause(pauseMs);
		}
	}
}

/** Whether a part of the page failed to load; browsers are no more specific. */
export function isAway(error: unknown): boolean {
	return isExpected(error, 'no-connection') || error instanceof TypeError;
}

/** The same, started after a moment for what is needed at once. */
export async function soon<T>(load: () => Promise<T>): Promise<T> {
	await pause(FIRST_MS);
	return retried(load);
}

function pause(ms: number): Promise<void> {
	return new Promise((done) => setTimeout(done, ms));
}
