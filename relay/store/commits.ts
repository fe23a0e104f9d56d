/** Commits in groups: whatever came while the disk was busy goes into one transaction. */
import { Room } from '../room';
import type { Store, Write } from './store';

/** A queue in front of a store. One transaction at a time, for all connections. */
export class Commits {
	/** Grows with every failed transaction; what was derived from failed writes must be read again. */
	failures = 0;
	/** Whether the last transaction went well. */
	isHealthy = true;
	/** How much all that is kept takes. */
	readonly room: Room;
	#writes: Write[] = [];
	#waiting: { resolve: () => void; reject: (why: unknown) => void }[] = [];
	#running: Promise<void> | null = null;

	constructor(
		readonly store: Store,
		readonly onFailure: (why: unknown) => void = () => undefined,
		freeBytes?: () => Promise<number>
	) {
		this.room = new Room(store, freeBytes);
	}

	/**
	 * Resolves when these writes and all that were added before are on disk. `basis` is `failures` as
	 * it was when the writes were thought out: after a failure since then they are refused. `growth`: how many
	 * bytes more are kept then.
	 */
	add(writes: readonly Write[], basis: number, growth = 0): Promise<void> {
		if (basis !== this.failures) return Promise.reject(new Error('an earlier write failed'));
		for (const write of writes) this.#writes.push(write);
		const done = new Promise<void>((resolve, reject) => {
			const kept = (): void => {
				this.room.grow(growth);
				resolve();
			};
			this.#waiting.push({ resolve: kept, reject });
		});
		this.#running ??= this.#run();
		return done;
	}

	/** Resolves when nothing is queued any more. */
	async idle(): Promise<void> {
		while (this.#running) await this.#running;
	}

	async #run(): Promise<void> {
		// What arrives in this turn of the loop belongs to the first group.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const writes = this.#writes.splice(0);
			const waiting = this.#waiting.splice(0);
			try {
				if (writes.length > 0) {
					await this.store.commit(writes);
					this.isHealthy = true;
				}
				for (const { resolve } of waiting) resolve();
			} catch (why) {
				this.failures++;
				this.isHealthy = false;
				// What is queued stands on what failed.
				this.#writes = [];
				for (const { reject } of [...waiting, ...this.#waiting.splice(0)]) reject(why);
				this.onFailure(why);
			}
		}
		this.#running = null;
	}
}
