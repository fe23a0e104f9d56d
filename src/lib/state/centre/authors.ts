/**
 * Who wrote what in the centre's shared records: told by the feed that set a value, and the chain that proves
 * whose feed it is. A device carries out only what those entitled to ask have written. SPEC.md U4.
 */
import type { IdentityId, MemberId } from '../../base/ids';
import type { Table } from '../../domain/tables/table';
import { provenMembers } from '../../sync/centre/identity';
import { writersIn } from '../../sync/space/writers';
import type { OpenSpace } from '../session/open-space';

/** A counsellor of the centre, as proven by her chain. */
export interface Author {
	readonly id: IdentityId;
	readonly isLead: boolean;
}

/** Tells who set the field under a key of a table; null if nobody is proven to have set it. */
export type AuthorOf = (table: Pick<Table<object>, 'in'>, key: string) => Author | null;

/** See the header. */
export class Authors {
	#proven: ReadonlyMap<MemberId, Author>;
	/** How many introductions have been read. */
	#introduced = 0;
	#reading: Promise<void> | null = null;
	readonly #listeners = new Set<() => void>();
	readonly #stop: () => void;

	/** `self`: the device's own counsellor, proven by no other device's introduction. */
	constructor(
		readonly centre: OpenSpace,
		readonly root: Uint8Array,
		readonly self: Author
	) {
		this.#proven = this.#with(new Map());
		this.#stop = centre.space.listen(() => void this.look());
		void this.look();
	}

	/** Resolves when everybody who has introduced herself is known. */
	look(): Promise<void> {
		if (this.centre.space.introductions.size === this.#introduced) return this.#reading ?? Promise.resolve();
		return (this.#reading ??= this.#read());
	}

	/** Who wrote what, as of now. */
	get author(): AuthorOf {
		const { space } = this.centre;
		const writer = writersIn(space);
		return (table, key) => {
			const member = writer(table.in(space.doc), key);
			return (member === null ? null : this.#proven.get(member)) ?? null;
		};
	}

	/** Calls `listener` when more authors are known; returns how to stop. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Stops everything it started. */
	stop(): void {
		this.#stop();
		this.#listeners.clear();
	}

	async #read(): Promise<void> {
		const { space } = this.centre;
		try {
			while (this.#introduced !== space.introductions.size) {
				const count = space.introductions.size;
				this.#proven = this.#with(await provenMembers(space, this.root));
				this.#introduced = count;
			}
		} finally {
			// In one step with the last look, however it ended: one from now on reads again.
			this.#reading = null;
		}
		for (const listener of [...this.#listeners]) listener();
	}

	#with(proven: ReadonlyMap<MemberId, Author>): ReadonlyMap<MemberId, Author> {
		return new Map([...proven, [this.centre.space.credentials.member, this.self]]);
	}
}
