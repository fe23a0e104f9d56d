/**
 * Removing a colleague: noted by a Leitung, even offline, and carried out by any Leitung's device once
 * connected. Done when the charters of centre and reception have it and the reception says so. SPEC.md Y1, sync
 * S5, Q3, Q4.
 */
import { Refusal } from '../../base/fault';
import { asId, type IdentityId, type MemberId } from '../../base/ids';
import { provenMembers, type Identity } from '../../sync/centre/identity';
import type { Reception } from '../../sync/centre/reception';
import { removeMember } from '../../sync/exchange/removal';
import { noteDue } from '../letters/boxes';
import { readCard } from '../centre/cards';
import { departureOf, departureValue } from '../centre/departures';
import { each, Errand } from '../session/errand';
import { nameSuccessors } from '../groups/group-directory';
import { leadRecords, type LeadRecords } from '../centre/leads';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type ColleagueRecord } from '../../domain/tables/centre';

/** What removing works with. */
export interface LeavingParts {
	readonly session: Pick<Session, 'whenKept'>;
	readonly identity: Identity;
	readonly centre: OpenSpace;
	readonly face: OpenSpace;
	readonly reception: Reception;
	readonly root: Uint8Array;
}

/** See the header. */
export class Leaving {
	readonly #errand = new Errand(() => this.work());
	readonly #stops: (() => void)[] = [];
	/** Those whom this device was asked to remove: carried out whatever happens to the note. */
	readonly #asked = new Set<IdentityId>();

	constructor(readonly parts: LeavingParts) {
		const look = (): void => void this.#errand.look();
		this.#stops.push(parts.centre.space.listen(look), parts.face.space.listen(look), parts.reception.listen(look));
		look();
	}

	/** Notes that a colleague is to leave, and her groups' successors. Rejects with 'not-allowed' (no Leitung, or oneself). */
	async remove(id: IdentityId): Promise<void> {
		const { identity } = this.parts;
		if (!identity.isLead || id === identity.id) throw new Refusal('not-allowed');
		await this.parts.centre.write((doc) => {
			CENTRE.colleagues.write(doc, id, { leaving: Date.now(), leavingBy: identity.id });
			nameSuccessors(doc);
		});
		this.#asked.add(id);
		void this.#errand.look();
	}

	/** Carries out what is noted. Resolves with whether nothing is left; rejects with a `Fault`. */
	async work(): Promise<boolean> {
		const { session, identity, centre, face, reception, root } = this.parts;
		await session.whenKept();
		const isLeft = ([id, fields]: readonly [string, ColleagueRecord]): boolean => this.#isLeft(id, fields);
		const isIdle = this.#asked.size === 0 && ![...CENTRE.colleagues.read(centre.space.doc)].some(isLeft);
		if (!identity.isLead || isIdle) return true;
		if (!centre.replica.isCurrent || !face.replica.isCurrent) return false;
		await reception.settled();
		const records = await leadRecords(centre, root, identity);
		const noted = records(CENTRE.colleagues);
		const ids = [...noted].filter(isLeft).map(([id]) => asId<IdentityId>(id));
		return each(new Set([...ids, ...this.#asked]), async (id) => {
			await this.#carryOut(id, noted.get(id) ?? {}, records);
			this.#asked.delete(id);
			return true;
		});
	}

	/** Stops everything it started. */
	stop(): void {
		this.#errand.stop();
		for (const stop of this.#stops) stop();
	}

	/** Whether somebody is still to be removed, or her departure to be announced. */
	#isLeft(id: string, { leaving, left }: ColleagueRecord): boolean {
		const { identity, reception } = this.parts;
		if (typeof leaving !== 'number' || id === identity.id) return false;
		return typeof left !== 'number' || departureOf(reception, asId<IdentityId>(id)) === null;
	}

	async #carryOut(id: IdentityId, fields: ColleagueRecord, records: LeadRecords): Promise<void> {
		const { centre, face, reception } = this.parts;
		const name = readCard(reception.shown.get(`card/${id}`)?.value ?? '')?.name ?? this.#noted(id).name ?? '';
		const seats: [OpenSpace, readonly MemberId[]][] = [[centre, await this.#inCentre(id)]];
		seats.push([face, this.#inReception(id, seats[0]?.[1] ?? [], records)]);
		await this.#sayAgain(id);
		for (const [{ replica }, members] of seats) if (members.length > 0) await removeMember(replica, ...members);
		if (departureOf(reception, id) === null)
			await this.#say(...departureValue(id, { name: name, atMs: fields.left ?? Date.now() }));
		if (typeof fields.left === 'number') return;
		await noteDue(centre);
		await centre.write((doc) => {
			CENTRE.colleagues.write(doc, id, { left: Date.now() });
		});
	}

	/** Her members in the centre, as proven by their chains. */
	async #inCentre(id: IdentityId): Promise<readonly MemberId[]> {
		const proven = await provenMembers(this.parts.centre.space, this.parts.root);
		return [...proven].filter(([, one]) => one.id === id).map(([member]) => member);
	}

	/** Her members in the reception: by what she showed there, and by her invitation in case she showed nothing. */
	#inReception(id: IdentityId, inCentre: readonly MemberId[], records: LeadRecords): readonly MemberId[] {
		const { shown } = this.parts.reception;
		const others = new Set([...shown.values()].filter(({ by }) => by !== id).map(({ member }) => member));
		const hers = [...shown.values()].filter(({ by }) => by === id).map(({ member }) => member);
		const invited = [...records(CENTRE.invitations).values()]
			.filter((one) => inCentre.includes(one.inCentre as MemberId))
			.map(({ inReception }) => asId<MemberId>(String(inReception)));
		return [...new Set([...hers, ...invited])].filter((member) => !others.has(member));
	}

	/** What she said for the centre is repeated by the person who removes her. */
	async #sayAgain(id: IdentityId): Promise<void> {
		const { reception } = this.parts;
		for (const [key, { by, value }] of [...reception.shown])
			if (by === id && (key === 'centre' || key.startsWith('left/'))) await this.#say(key, value);
	}

	async #say(key: string, value: string): Promise<void> {
		const { reception, identity, face } = this.parts;
		await reception.publish(key, value, await identity.introduce(face.space));
	}

	#noted(id: IdentityId): ColleagueRecord {
		return CENTRE.colleagues.get(this.parts.centre.space.doc, id);
	}
}
