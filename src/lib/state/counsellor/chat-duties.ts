/**
 * What is left to do in a counsellor's streams: letters to take and to send, links to give up, seats to move, colleagues
 * to let in or out. It looks when there is news, on connecting, and after her own decisions.
 */
import { passOver } from '../../base/fault';
import type { IdentityId } from '../../base/ids';
import { DESK } from '../../domain/tables/desk';
import type { Access } from '../access/access';
import { carryOutSeat, seatDutyOf } from '../access/seat-duties';
import type { StandInsModel } from '../cases/stand-ins.svelte';
import type { GroupsModel } from '../groups/groups.svelte';
import { isTaken, takeLetters } from '../letters/seats';
import type { Letters } from '../letters/unsent';
import { Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';
import type { Records } from './records.svelte';

/** What the duties are carried out with. */
export interface ChatDutiesParts {
	readonly desk: OpenSpace;
	readonly identity: IdentityId;
	readonly records: Records;
	readonly letters: Letters;
	readonly access: Access;
	readonly groups: GroupsModel;
	readonly standIns: StandInsModel;
	/** Visits a stream, if there is a network, so that what is due there is done. */
	readonly visit: (stream: string) => void;
}

/** See the header. */
export class ChatDuties {
	readonly #visiting = new Errand(() => this.#visitDue());
	/** Turns letters in the desk into seats. */
	readonly #taking = new Errand(async () => {
		await takeLetters(this.parts.desk);
		return true;
	});

	constructor(readonly parts: ChatDutiesParts) {}

	/** Continues what waits for a network. */
	catchUp(): void {
		this.lookForLetters();
		void this.parts.letters.look();
		void this.parts.access.resume();
		this.goOn();
	}

	/** Letters may have come, or what they wait for. */
	lookForLetters(): void {
		void this.#taking.look();
	}

	/** Continues in streams and groups after a decision of her own, or once the relay has what waited for it. */
	goOn(): void {
		this.visitDue();
		this.parts.groups.lookAround();
	}

	/** Visits the streams where something is due: a client's seat to move, a colleague to let in or out. */
	visitDue(): void {
		this.parts.records.readStreams();
		void this.#visiting.look();
	}

	/** A stream has met the relay: does what is due in it. Rejects if that cannot be done now. */
	async met(stream: string, opened: OpenSpace): Promise<void> {
		const { desk, identity, letters, records, groups, standIns } = this.parts;
		if (records.isGroup(stream)) return groups.met(stream, opened);
		if (await carryOutSeat({ desk, identity, letters }, stream, opened)) groups.lookAround();
		await standIns.met(opened);
	}

	/** She is out of a stream. A seat that was offered but not taken yet cannot be lost. */
	noteOut(stream: string): void {
		if (isTaken(this.parts.records.streams.get(stream) ?? {})) this.#noteOver(stream);
	}

	/** A letter's offer does not hold. One into a stream follows the admission, so that seat is over; one into a group may come before it. */
	noteTakenBack(stream: string): void {
		const { records, groups } = this.parts;
		if (!records.isGroup(stream) || groups.isBrought(stream) === false) this.#noteOver(stream);
	}

	/** A place in a group that was marked as over is valid again. */
	noteBack(stream: string): void {
		void this.#note(stream, false).catch(passOver('storage-full', 'storage-unreadable'));
	}

	/** Stops everything it started. */
	stop(): void {
		this.#visiting.stop();
		this.#taking.stop();
	}

	#noteOver(stream: string): void {
		if (this.parts.records.streams.get(stream)?.over === true) return;
		void this.#note(stream, true)
			.then(() => {
				this.lookForLetters();
			})
			.catch(passOver('storage-full', 'storage-unreadable'));
	}

	#note(stream: string, over: boolean): Promise<void> {
		return this.parts.desk.write((doc) => {
			DESK.streams.write(doc, stream, { over });
		});
	}

	/** Resolves with whether nothing is due, nor will be by itself. */
	#visitDue(): Promise<boolean> {
		const { records, standIns, visit } = this.parts;
		const streams = [...records.streams];
		const due = streams.filter(([, stream]) => seatDutyOf(stream) !== 'none' || standIns.isDue(stream));
		for (const [id] of due) visit(id);
		return Promise.resolve(due.length === 0 && !streams.some(([, stream]) => standIns.isToCome(stream)));
	}
}
