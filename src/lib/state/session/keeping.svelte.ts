/** What somebody types, kept on this device while she does: soon after each change, and again until it is. SPEC.md K2. */
import { Errand } from './errand';

/** See the header. Reactive: `isKept`. */
export class Keeping {
	/** False while the latest could not be kept. */
	isKept = $state(true);
	readonly #errand = new Errand(() => this.#work());
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** `keep` keeps what is the latest when it is called; false when the device cannot. `pauseMs`: how soon after a change. */
	constructor(
		readonly keep: () => Promise<boolean>,
		readonly pauseMs: number
	) {}

	/** Something has changed. */
	soon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#errand.look(), this.pauseMs);
	}

	/** Keeps it; resolves when this device has it, or is known not to have it. */
	now(): Promise<void> {
		clearTimeout(this.#timer);
		return this.#errand.look();
	}

	/** Keeps it a last time, and ends. */
	async end(): Promise<void> {
		await this.now();
		this.#errand.stop();
	}

	async #work(): Promise<boolean> {
		this.isKept = await this.keep();
		return this.isKept;
	}
}
