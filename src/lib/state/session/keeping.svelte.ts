/** Keeps what somebody types on this device: soon after each change, and retried until it is kept. SPEC.md K2. */
import { Errand } from './errand';

/** See the header. Reactive: `isKept`. */
export class Keeping {
	/** False while the latest text could not be kept. */
	isKept = $state(true);
	readonly #errand = new Errand(() => this.#work());
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `keep` keeps the latest as of the call; false if the device cannot. `pauseMs`: how soon after a change. */
	constructor(
		readonly keep: () => Promise<boolean>,
		readonly pauseMs: number
	) {}

	/** Something has changed. */
	soon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#errand.look(), this.pauseMs);
	}

	/** Keeps it now; resolves when this device has it, or is known not to. */
	now(): Promise<void> {
		clearTimeout(this.#timer);
		return this.#errand.look();
	}

	/** Keeps it one last time, then stops. */
	async end(): Promise<void> {
		await this.now();
		this.#errand.stop();
	}

	async #work(): Promise<boolean> {
		this.isKept = await this.keep();
		return this.isKept;
	}
}
