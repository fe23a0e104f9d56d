/** The centre's face as a client sees it: its texts, its counsellors' cards, and who is there. */
import { asId, type IdentityId, type SpaceId } from '../../base/ids';
import { Reception } from '../../sync/centre/reception';
import { readCard, readCentreCard } from '../centre/cards';
import type { Face } from '../contract/person';
import { departureOf } from '../centre/departures';
import type { LinkPackage } from '../access/link-package';
import { NO_DOCUMENTS } from '../session/policies';
import { ReachableModel } from '../centre/reachable.svelte';
import type { Session } from '../session/session';
import type { CentreCard } from '../contract/centre';

/** See the header. */
export class CentreFace {
	card = $state.raw<CentreCard>({ name: '', hours: '', answerTime: '', emergencyText: '' });
	/** Which of its counsellors can be written to. */
	readonly reachable: ReachableModel;
	#cards = $state.raw<ReadonlyMap<IdentityId, Face>>(new Map());
	/** Increases whenever the reception was read. */
	looks = $state(0);

	private constructor(
		readonly session: Session,
		/** Everything in it that verifies. */
		readonly reception: Reception
	) {
		this.reachable = new ReachableModel(reception, session.connection);
	}

	/** Opens the reception of an invitation; resolves when what is here of it has been read. */
	static async open(session: Session, invited: LinkPackage): Promise<CentreFace> {
		const ref = { space: asId<SpaceId>(invited.reception), seed: invited.readerSeed };
		const { space } = await session.open(ref, { policy: NO_DOCUMENTS });
		const face = new CentreFace(session, new Reception(space, session.reception, invited.root));
		face.reception.listen(() => {
			face.#read();
		});
		await face.reception.settled();
		face.#read();
		return face;
	}

	/** A counsellor's name and picture, only the name if she has left; null if nothing is known of her here. */
	of(identity: IdentityId | undefined): Face | null {
		return identity === undefined ? null : (this.#cards.get(identity) ?? null);
	}

	#read(): void {
		const { shown } = this.reception;
		const centre = readCentreCard(shown.get('centre')?.value ?? '');
		if (centre) this.card = centre;
		const cards = new Map<IdentityId, Face>();
		for (const [key, { value, by }] of shown) {
			const card = key === `card/${by}` ? readCard(value) : null;
			if (card) cards.set(by, { name: card.name, pictureUrl: card.picture || null });
		}
		for (const id of this.reception.left) {
			const gone = departureOf(this.reception, id);
			if (gone) cards.set(id, { name: gone.name, pictureUrl: null });
		}
		this.#cards = cards;
		this.looks++;
	}
}
