/** The one place that reports what nobody expected: errors that no `catch` has named. SPEC.md Z6. */
import { isSessionOver } from '../../base/fault';

/** See the header. Reactive: `code`. */
class Trouble {
	/** A sentence's code once something unexpected has happened on this page. */
	code = $state<'trouble' | null>(null);
	/** What happened, the newest last, for whoever looks into it on this device; never sent anywhere. */
	readonly errors: unknown[] = [];
	#isListening = false;

	/** Begins to hear what the page throws and nobody catches. */
	listen(): void {
		if (this.#isListening) return;
		this.#isListening = true;
		addEventListener('error', ({ error, message }) => {
			// a size that is told one frame later, as when a phone is turned: nothing is lost
			if (!message.startsWith('ResizeObserver loop')) this.report(error);
		});
		addEventListener('unhandledrejection', ({ reason }) => {
			if (!isSessionOver(reason)) this.report(reason);
		});
	}

	/** Something went wrong that no rule foresees. */
	report(error: unknown): void {
		if (this.errors.push(error) > MOST) this.errors.shift();
		this.code = 'trouble';
	}
}

const MOST = 20;

/** The page's. */
export const trouble = new Trouble();
