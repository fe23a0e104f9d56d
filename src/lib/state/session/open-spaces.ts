/**
 * The spaces that a session has open: each once, closed only when nothing is under way in it, and still written
 * to by earlier holders after being closed and reopened. SPEC.md Z4.
 */
import { Fault, passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import type { SpaceRef } from '../../sync/keys/member';
import { writesKept } from '../../sync/space/pending';
import type { Replica } from '../../sync/exchange/replica';
import type { Space } from '../../sync/space/space';
import type { OpenSpace, Opening } from './open-space';

/** What opening and closing need. */
export interface OpenSpacesParts {
	/** Opens a space and takes part in it. */
	readonly open: (ref: SpaceRef, opening: Opening) => Promise<OpenSpace>;
	/** Stops taking part in it. */
	readonly leave: (replica: Replica) => void;
	/** Nobody has it open any more, or it could not be opened. */
	readonly onClosed: (space: SpaceId) => void;
}

/** See the header. */
export class OpenSpaces {
	readonly #opened = new Map<SpaceId, Promise<OpenSpace>>();
	/** Fully opened spaces. */
	readonly #live = new Map<SpaceId, OpenSpace>();
	/** Spaces being closed: none is reopened before that is done. */
	readonly #closing = new Map<SpaceId, Promise<void>>();
	/** Writing under way in open spaces. */
	readonly #writing = new Map<Space, Set<Promise<unknown>>>();
	/** Spaces open only for late writing, with their number of writers. Anybody else who asks for one takes it over. */
	readonly #borrowed = new Map<SpaceId, { writers: number }>();
	#isStopped = false;

	constructor(readonly parts: OpenSpacesParts) {}

	/** Fully opened spaces. */
	get live(): readonly OpenSpace[] {
		return [...this.#live.values()];
	}

	/** Whether this instance of a space is open, and not being closed. */
	isLive({ space }: OpenSpace): boolean {
		return !this.#isGone(space);
	}

	/** A space that is open or being opened. */
	find(id: SpaceId): Promise<OpenSpace> | undefined {
		return this.#opened.get(id);
	}

	/** Opens a space once, after any closing is done. */
	open(ref: SpaceRef, opening: Opening): Promise<OpenSpace> {
		this.#borrowed.delete(ref.space);
		return this.#once(ref, opening);
	}

	/**
	 * Closes an open space: takes nothing more from the relay, finishes what is under way, keeps its state, then
	 * does `last`. Only then can it be reopened: two instances over one vault would write the same rows.
	 */
	close(id: SpaceId, last: () => Promise<void> = () => Promise.resolve()): Promise<void> {
		const opened = this.#opened.get(id);
		this.#borrowed.delete(id);
		if (!opened) return (this.#closing.get(id) ?? Promise.resolve()).then(last);
		this.#opened.delete(id);
		const closing = this.#close(id, opened, last).finally(() => {
			if (this.#closing.get(id) === closing) this.#closing.delete(id);
		});
		this.#closing.set(id, closing);
		return closing;
	}

	/** Does `write` in the given space, or in its current instance if it was closed since. */
	async write(opened: OpenSpace, write: (space: Space) => Promise<void>): Promise<void> {
		const { space, replica, way } = opened;
		if (this.#isStopped) throw over();
		if (this.#isGone(space)) return this.#writeAgain(way, write);
		const writing = write(space);
		const all = this.#writing.get(space) ?? new Set();
		this.#writing.set(space, all.add(writing));
		try {
			await writing;
		} finally {
			all.delete(writing);
			if (all.size === 0) this.#writing.delete(space);
		}
		// What cannot be sealed now stays in the outbox; the replica tries again.
		void replica.flush().catch(passOver());
	}

	/** Resolves when all own writing on screen is kept or taken back. Rejects with a `Fault`. SPEC.md Z10. */
	async whenKept(): Promise<void> {
		for (const { space } of this.live) {
			await writesKept(space);
			await space.ready();
		}
	}

	/** Stops everything; resolves when nothing is under way any more. Later opening or writing is refused. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		const all = [...this.#live.values()];
		this.#opened.clear();
		this.#live.clear();
		await Promise.allSettled([...this.#closing.values(), ...[...this.#writing.values()].flatMap((one) => [...one])]);
		await Promise.all(all.map(({ replica }) => replica.stop()));
	}

	#once(ref: SpaceRef, opening: Opening): Promise<OpenSpace> {
		if (this.#isStopped) return Promise.reject(over());
		const known = this.#opened.get(ref.space);
		if (known) return known;
		const opened = this.#open(ref, opening);
		this.#opened.set(ref.space, opened);
		// reason: the caller is told
		opened.catch(() => {
			// reason: the caller hears why; whoever looks after it while nobody has it open does so again
			if (this.#opened.get(ref.space) !== opened) return;
			this.#opened.delete(ref.space);
			this.parts.onClosed(ref.space);
		});
		return opened;
	}

	async #open(ref: SpaceRef, opening: Opening): Promise<OpenSpace> {
		await this.#closing.get(ref.space);
		const opened = await this.parts.open(ref, opening);
		if (this.#isStopped) {
			await opened.replica.stop();
			throw over();
		}
		this.#live.set(ref.space, opened);
		return opened;
	}

	async #close(id: SpaceId, opening: Promise<OpenSpace>, last: () => Promise<void>): Promise<void> {
		const opened = await opening.catch(() => null); // reason: whoever opened it hears why it failed
		try {
			if (opened) await this.#leave(opened);
			await last();
		} finally {
			if (this.#live.get(id)?.space === opened?.space) this.#live.delete(id);
			// Anybody reopening it waits for this, so the event comes after.
			queueMicrotask(() => {
				this.parts.onClosed(id);
			});
		}
	}

	async #leave({ space, replica }: OpenSpace): Promise<void> {
		this.parts.leave(replica);
		await Promise.allSettled([...(this.#writing.get(space) ?? [])]);
		await replica.stop();
		await space.run(() => space.snapshot()).catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
	}

	/** Whether a space that was open no longer is, or is being closed. */
	#isGone(space: Space): boolean {
		return this.#live.get(space.id)?.space !== space || this.#closing.has(space.id);
	}

	/** Opens the space only for this and other late writing; closed after the last of it. */
	async #writeAgain({ ref, opening }: OpenSpace['way'], write: (space: Space) => Promise<void>): Promise<void> {
		const { space } = ref;
		// whoever takes it over may want to read it
		const whole: Opening = { ...opening, holding: 'all' };
		const known = this.#borrowed.get(space);
		const mine = known ?? { writers: 0 };
		if (known || !this.#opened.has(space)) this.#borrowed.set(space, mine);
		mine.writers++;
		try {
			await this.write(await this.#once(ref, whole), write);
		} finally {
			mine.writers--;
			if (mine.writers === 0 && this.#borrowed.get(space) === mine) await this.close(space);
		}
	}
}

/** Reads what other tabs have kept in a space, and sends what waits. What fails now, the holder retries. */
export async function lookInto({ space, replica }: OpenSpace): Promise<void> {
	await space.catchUp().catch(passOver());
	await replica.flush().catch(passOver());
}

/** The session has ended: the vault may belong to another by now, and nobody would see what is written here. */
function over(): Fault {
	return new Fault('session-over');
}
