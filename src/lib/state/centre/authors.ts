/**
 * Who wrote what in the centre's shared records: told by the feed that set a value, and by the chain that
 * proves whose feed it is. What a device carries out is believed from those alone who may ask. SPEC.md U4.
 */
import type { IdentityId, MemberId } from '../../base/ids';
import type { Table } from '../../domain/tables/table';
import { provenMembers } from '../../sync/centre/identity';
import { writersIn } from '../../sync/space/writers';
import type { OpenSpace } from '../session/open-space';

/** A counsellor of the centre, as her chain proves her. */
export interface Author {
	readonly id: IdentityId;
	readonly isLead: boolean;
}

/** Tells who set the field that stands under a key of a table; null when nobody proves to have. */
export type AuthorOf = (table: Pick<Table<object>, 'in'>, key: string) => Author | null;

/** See the header. */
export class Authors {
	#proven: ReadonlyMap<MemberId, Author>;
	/** How many introductions have been looked at. */
	#introduced = 0;
	#reading: Promise<void> | null = null;
	readonly #listeners = new Set<() => void>();
	readonly #stop: () => void;

	/** `self`: oneself, whom no introduction of another device proves. */
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
		this.#reading ??= this.#read().finally(() => {
			this.#reading = null;
		});
		return this.#reading;
	}

	/** Who wrote what, as it stands now. */
	get author(): AuthorOf {
		const { space } = this.centre;
		const writer = writersIn(space);
		return (table, key) => {
			const member = writer(table.in(space.doc), key);
			return (member === null ? null : this.#proven.get(member)) ?? null;
		};
	}

	/** Calls `listener` when more people are known; returns how to stop. */
	listen(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Ends what lives. */
	stop(): void {
		this.#stop();
		this.#listeners.clear();
	}

	async #read(): Promise<void> {
		const { space } = this.centre;
		while (this.#introduced !== space.introductions.size) {
			const count = space.introductions.size;
			this.#proven = this.#with(await provenMembers(space, this.root));
			this.#introduced = count;
		}
		for (const listener of [...this.#listeners]) listener();
	}

	#with(proven: ReadonlyMap<MemberId, Author>): ReadonlyMap<MemberId, Author> {
		return new Map([...proven, [this.centre.space.credentials.member, this.self]]);
	}
}
