/**
 * A colleague leaves: noted by a Leitung, offline too, and carried out by whichever Leitung's device is
 * connected next. It is done when the charters of centre and reception have it. SPEC.md S5, Q3.
 */
import { Refusal } from '../base/fault';
import type { IdentityId, MemberId } from '../base/ids';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { provenMembers, type Identity } from '../sync/identity';
import type { Reception } from '../sync/reception';
import { removeMember } from '../sync/removal';
import { nameSuccessors } from './group-directory';
import type { Opened, Session } from './session';

/** What removing works with. */
export interface LeavingParts {
	readonly session: Session;
	readonly identity: Identity;
	readonly centre: Opened;
	readonly face: Opened;
	readonly reception: Reception;
	readonly root: Uint8Array;
}

/** See the header. */
export class Leaving {
	readonly #stops: (() => void)[] = [];
	#working: Promise<void> = Promise.resolve();

	constructor(readonly parts: LeavingParts) {
		const work = (): void => {
			this.work();
		};
		this.#stops.push(parts.centre.space.listen(work), parts.face.space.listen(work), parts.reception.listen(work));
		this.work();
	}

	/** Notes that a colleague is to leave, and who follows her in her groups. Rejects with 'not-allowed' for who is no Leitung, and for oneself. */
	async remove(id: IdentityId): Promise<void> {
		const { identity } = this.parts;
		if (!identity.isLead || id === identity.id) throw new Refusal('not-allowed');
		await this.parts.session.write(this.parts.centre, (doc) => {
			writeRecord(doc.getMap('colleagues'), id, { leaving: Date.now(), leavingBy: identity.id });
			nameSuccessors(doc);
		});
		this.work();
	}

	/** Carries out what is noted, as far as there is a connection. */
	work(): void {
		const { identity, centre, face } = this.parts;
		if (!identity.isLead || !centre.replica.isCurrent || !face.replica.isCurrent) return;
		this.#working = this.#working.then(() => this.#work()).catch(() => undefined);
	}

	/** Ends what lives. */
	stop(): void {
		for (const stop of this.#stops) stop();
	}

	async #work(): Promise<void> {
		const { identity, centre, face, reception, root } = this.parts;
		for (const [id, fields] of readRecords(centre.space.doc.getMap('colleagues'))) {
			if (typeof fields.leaving !== 'number' || fields.left !== undefined || id === identity.id) continue;
			await reception.settled();
			const inCentre = [...(await provenMembers(centre.space, root))].filter(([, one]) => one.id === id);
			const card = reception.shown.get(`card/${id}`);
			const seats: [Opened, MemberId[]][] = [
				[centre, inCentre.map(([member]) => member)],
				[face, card ? [card.member] : []]
			];
			// what she said for the centre stays said: by whoever removes her
			const centreCard = reception.shown.get('centre');
			if (centreCard?.by === id)
				await reception.publish('centre', centreCard.value, await identity.introduce(face.space));
			for (const [{ replica }, members] of seats) if (members.length > 0) await removeMember(replica, ...members);
			await this.#note(id, { left: Date.now() });
		}
	}

	#note(id: string, fields: Fields): Promise<void> {
		return this.parts.session.write(this.parts.centre, (doc) => {
			writeRecord(doc.getMap('colleagues'), id, fields);
		});
	}
}
