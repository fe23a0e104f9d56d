/** The spaces in memory: those with somebody present, and the last few others. */
import type { SpaceId } from '../../src/lib/base/ids';
import { allFeeds } from '../store/rows';
import type { Commits } from '../store/commits';
import { Turns } from './turns';
import { findCharter } from '../store/charter-row';
import { readSpace, type LiveSpace } from './space';

/** Finds spaces and lets work on them take turns. */
export class Spaces {
	readonly #live = new Map<SpaceId, LiveSpace>();
	readonly #turns = new Turns<string>();

	constructor(
		readonly commits: Commits,
		readonly idleSpaces: number
	) {}

	/** Runs `work` on a space when it is its turn; null when the space is unknown. */
	turn<T>(id: SpaceId, work: (space: LiveSpace) => Promise<T>): Promise<T | null> {
		return this.#turns.run(id, async () => {
			const space = await this.#find(id);
			return space && work(space);
		});
	}

	/** Runs `work` under any other name when it is its turn. */
	turnOf<T>(name: string, work: () => Promise<T>): Promise<T> {
		return this.#turns.run(name, work);
	}

	/** Resolves when all work requested so far is done. */
	settled(): Promise<void> {
		return this.#turns.settled();
	}

	/** The spaces with somebody present. */
	*inhabited(): Iterable<LiveSpace> {
		for (const space of this.#live.values()) if (space.joined.size > 0) yield space;
	}

	async #find(id: SpaceId): Promise<LiveSpace | null> {
		const known = this.#live.get(id);
		const basis = this.commits.failures;
		if (!known) {
			const space = await readSpace(this.commits.store, id, basis);
			if (space) this.#live.set(id, space);
			this.#forgetIdle();
			return space;
		}
		if (known.basis !== basis) await this.#reread(known, basis);
		// The last one asked for is the last one forgotten.
		this.#live.delete(id);
		this.#live.set(id, known);
		return known;
	}

	/** After a failed write, memory is ahead of the disk. */
	async #reread(space: LiveSpace, basis: number): Promise<void> {
		const { store } = this.commits;
		const kept = await findCharter(store, space.id);
		if (kept) space.reset(kept, await allFeeds(store, space.id), basis);
	}

	#forgetIdle(): void {
		let tooMany = this.#live.size - this.idleSpaces;
		for (const [id, space] of this.#live) {
			if (tooMany-- <= 0) return;
			if (space.joined.size === 0) this.#live.delete(id);
		}
	}
}
