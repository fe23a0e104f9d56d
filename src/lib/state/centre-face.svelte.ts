/** The centre's face as a client sees it: its texts, its counsellors' cards, who of them is there. */
import { fromBase64url } from '../base/bytes';
import { asId, type IdentityId, type MemberId, type SpaceId } from '../base/ids';
import { openPresence, PRESENCE_MS } from '../sync/presence';
import { Reception } from '../sync/reception';
import { readCard, readCentreCard } from './cards';
import type { Face } from './contract';
import type { Invitation } from './letters';
import { NO_DOCUMENTS } from './policies';
import type { Session } from './session';

const MOST_PRESENCE = 2048;

/** A counsellor's card with her member id in the reception, as presence names it. */
interface Shown {
	readonly face: Face;
	readonly member: MemberId;
}

/** See the header. */
export class CentreFace {
	name = $state('');
	emergencyText = $state('');
	answerTime = $state('');
	#cards = $state.raw<ReadonlyMap<IdentityId, Shown>>(new Map());
	#presentUntilMs = $state.raw<ReadonlyMap<MemberId, number>>(new Map());

	private constructor(
		readonly session: Session,
		/** Everything of it that verifies. */
		readonly reception: Reception
	) {}

	/** Opens the reception of an invitation; resolves when what is here of it has been read. */
	static async open(session: Session, invited: Invitation): Promise<CentreFace> {
		const ref = { space: asId<SpaceId>(invited.reception), seed: invited.readerSeed };
		const { space } = await session.open(ref, { policy: NO_DOCUMENTS });
		const face = new CentreFace(session, new Reception(space, session.parts.doc, invited.root));
		face.reception.listen(() => {
			face.#read();
		});
		session.connection.awareness.on('change', () => void face.#see());
		await face.reception.settled();
		face.#read();
		return face;
	}

	/** A counsellor's name and picture; null while she has no card here. */
	of(identity: IdentityId | undefined): Face | null {
		return identity === undefined ? null : (this.#cards.get(identity)?.face ?? null);
	}

	/** Whether a counsellor shows herself in the reception just now. */
	isPresent(identity: IdentityId | undefined): boolean {
		const member = identity === undefined ? undefined : this.#cards.get(identity)?.member;
		return member !== undefined && Date.now() < (this.#presentUntilMs.get(member) ?? 0);
	}

	#read(): void {
		const { shown } = this.reception;
		const centre = readCentreCard(shown.get('centre')?.value ?? '');
		if (centre) {
			this.name = centre.name;
			this.emergencyText = centre.emergencyText;
			this.answerTime = centre.answerTime;
		}
		const cards = new Map<IdentityId, Shown>();
		for (const [key, { value, by, member }] of shown) {
			const card = key === `card/${by}` ? readCard(value) : null;
			if (card) cards.set(by, { face: { name: card.name, pictureUrl: card.picture || null }, member });
		}
		this.#cards = cards;
	}

	async #see(): Promise<void> {
		const until = new Map<MemberId, number>();
		for (const [client, state] of this.session.connection.awareness.getStates()) {
			const sealed: unknown = state.s;
			const isMine = client === this.session.connection.awareness.clientID;
			if (isMine || typeof sealed !== 'string' || sealed.length > MOST_PRESENCE) continue;
			const read = await openPresence(this.reception.space, null, fromBase64url(sealed)).catch(() => null);
			if (read?.ok) until.set(read.value.member, Date.now() + PRESENCE_MS);
		}
		this.#presentUntilMs = until;
	}
}
