/** The one place that reports unexpected errors, those that no `catch` has named. SPEC.md Z6. */
import { isSessionOver } from '../../base/fault';

/** See the header. Reactive: `code`. */
class Trouble {
	/** The code of a sentence once something unexpected has happened on this page. */
	code = $state<'trouble' | null>(null);
	/** The errors, newest last, for debugging on this device; never sent anywhere. */
	readonly errors: unknown[] = [];
	#isListening = false;

	/** Starts listening for uncaught errors of the page. */
	listen(): void {
		if (this.#isListening) return;
		this.#isListening = true;
		addEventListener('error', ({ error, message }) => {
			// A size delivered one frame late, as when a phone is turned: nothing is lost.
			if (!message.startsWith('ResizeObserver loop')) this.report(error);
		});
		addEventListener('unhandledrejection', ({ reason }) => {
			if (!isSessionOver(reason)) this.report(reason);
		});
	}

	/** Reports an error that no rule foresees. */
	report(error: unknown): void {
		if (this.errors.push(error) > MOST) this.errors.shift();
		this.code = 'trouble';
	}
}

const MOST = 20;

/** The page's. */
export const trouble = new Trouble();
