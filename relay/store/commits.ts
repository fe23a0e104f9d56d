/** Commits in groups: everything that came while the disk was busy goes into one transaction. */
import { utf8 } from '../../src/lib/base/bytes';
import { Room } from './room';
import { ENDLESS, MARGIN_BYTES, type Disk } from './disk';
import { putFact } from './rows';
import type { Store, Write } from './store';

/** A queue in front of a store. One transaction at a time, for all connections. */
export class Commits {
	/** Grows with every failed transaction; what was derived from failed writes must be read again. */
	failures = 0;
	/** Whether the last transaction succeeded. */
	isHealthy = true;
	/** How much space the stored data takes. */
	readonly room: Room;
	#writes: Write[] = [];
	#waiting: { resolve: () => void; reject: (why: unknown) => void }[] = [];
	#running: Promise<void> | null = null;

	constructor(
		readonly store: Store,
		readonly onFailure: (why: unknown) => void = () => undefined,
		readonly disk: Disk = ENDLESS
	) {
		this.room = new Room(store, disk.freeBytes);
	}

	/**
	 * Resolves when these writes and all earlier ones are on disk. `basis` is `failures` at the time the writes
	 * were prepared: if one has happened since, they are refused. `growth`: how many more bytes are stored
	 * afterwards.
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

	/** Resolves when all earlier writes are on disk or have failed: the store then says what is kept. */
	settled(): Promise<void> {
		return new Promise((resolve) => {
			this.#waiting.push({ resolve, reject: () => resolve() });
			this.#running ??= this.#run();
		});
	}

	/** Whether the disk accepts writes: after a failure this is tried out. SPEC.md R37. */
	async isWriting(): Promise<boolean> {
		if (this.isHealthy && (await this.#hasMargin(0))) return true;
		// The cause is logged where it happens.
		return this.add([putFact('trial', utf8('written'))], this.failures).then(
			() => true,
			() => false
		);
	}

	/** Resolves when the queue is empty. */
	async idle(): Promise<void> {
		while (this.#running) await this.#running;
	}

	async #run(): Promise<void> {
		// Everything that arrives in this turn of the loop belongs to the first group.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const writes = this.#writes.splice(0);
			const waiting = this.#waiting.splice(0);
			try {
				if (writes.length > 0) {
					await this.#write(writes);
					this.isHealthy = true;
				}
				for (const { resolve } of waiting) resolve();
			} catch (why) {
				this.failures++;
				this.isHealthy = false;
				// Queued writes build on the failed ones.
				this.#writes = [];
				for (const { reject } of [...waiting, ...this.#waiting.splice(0)]) reject(why);
				this.onFailure(why);
			}
		}
		this.#running = null;
	}

	/** Spares the database what the disk will not take. SPEC.md R37. */
	async #write(writes: readonly Write[]): Promise<void> {
		const size = writes.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
		const makesRoom = writes.some(({ value }) => value === null);
		if (!makesRoom && !(await this.#hasMargin(size))) throw new NoRoom();
		if (!this.isHealthy) await this.disk.tryOut();
		await this.store.commit(writes);
	}

	async #hasMargin(size: number): Promise<boolean> {
		return (await this.disk.freeBytes()) - size >= MARGIN_BYTES;
	}
}

/** The disk is as good as full. */
class NoRoom extends Error {
	override readonly name = 'NoRoom';
}
