/** Standing in and handing over, for the pages of a stream: who is available, proposing, withdrawing. */
import type { StandIns } from '../contract/handover';
import type { DirectoryRow } from '../contract/person';
import {
	carryOutStandIn,
	isStandInDue,
	isStandInToCome,
	isStandInWaiting,
	propose,
	withdraw,
	type StandInParts
} from './stand-in-duties';
import { deskOf } from '../letters/addresses';
import type { Authors } from '../centre/authors';
import { readColleagues, isHere } from '../centre/colleague-records';
import type { OpenSpace } from '../session/open-space';
import type { ColleagueRecord } from '../../domain/tables/centre';
import type { StreamRecord } from '../../domain/tables/desk';

/** What they work with. */
export interface StandInsParts extends Omit<StandInParts, 'placeOf'> {
	readonly centre: OpenSpace;
	readonly authors: Authors;
	/** A stream's space, opened if it is not open. */
	readonly open: (stream: string) => Promise<OpenSpace>;
}

/** See the header. */
export class StandInsModel implements StandIns {
	/** What colleagues say about themselves. */
	#colleagues = $state.raw<ReadonlyMap<string, ColleagueRecord>>(new Map());
	readonly #parts: StandInParts;
	readonly #stops: (() => void)[];

	constructor(readonly parts: StandInsParts) {
		const { space } = parts.centre;
		const read = (): void => {
			this.#colleagues = readColleagues(space.doc, parts.authors.author);
		};
		read();
		this.#stops = [space.listen(read), parts.authors.listen(read)];
		const { desk, identity, letters, cases } = parts;
		this.#parts = {
			desk,
			identity,
			letters,
			cases,
			placeOf: (id) => deskOf({ colleagues: this.#colleagues }, id)
		};
	}

	readonly deputies = $derived.by((): readonly DirectoryRow[] =>
		[...this.#colleagues]
			.filter(([id, { desk }]) => id !== 'reception' && id !== this.parts.identity && typeof desk === 'string')
			.filter(([id]) => isHere({ colleagues: this.#colleagues }, id))
			.map(([id, { name }]) => ({ id, face: { name: name ?? '', pictureUrl: null } }))
	);

	async propose(stream: string, to: string, from: string, until: string | null): Promise<void> {
		const name = this.deputies.find(({ id }) => id === to)?.face.name ?? '';
		await propose(this.#parts, await this.parts.open(stream), { to, name, from, until });
	}

	async withdraw(stream: string): Promise<void> {
		await withdraw(this.#parts, await this.parts.open(stream));
	}

	/** Called when a stream has met the relay: does what is due there. */
	async met(opened: OpenSpace): Promise<void> {
		await carryOutStandIn(this.#parts, opened);
	}

	/** Calls `visit` whenever something is due in an open stream. */
	follow(opened: OpenSpace, visit: () => void): void {
		opened.space.listen(({ kind }) => {
			if (kind === 'content' && isStandInWaiting(this.#parts, opened)) visit();
		});
	}

	/** Whether something is due in a stream of the desk although nobody writes. */
	isDue(stream: StreamRecord): boolean {
		return isStandInDue(stream);
	}

	/** Whether there is a day to come on which something will be due. */
	isToCome(stream: StreamRecord): boolean {
		return isStandInToCome(stream);
	}

	/** Stops everything it started. */
	stop(): void {
		for (const stop of this.#stops) stop();
	}
}
