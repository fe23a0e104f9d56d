/** The centre's colleagues: who they are, how they look, and which member of a space is which of them. */
import { asId, type IdentityId, type MemberId, type SpaceId } from '../../base/ids';
import { provenMembers } from '../../sync/centre/identity';
import type { Reception } from '../../sync/centre/reception';
import type { Space } from '../../sync/space/space';
import { readCard } from './cards';
import type { Face } from '../contract/person';
import type { Colleague } from '../contract/team';
import type { OpenSpace } from '../session/open-space';
import { CENTRE, type ColleagueRecord } from '../../domain/tables/centre';

/** A colleague, with the address of her letters: her desk and its poster seat's secret; null while unknown. */
export interface KnownColleague extends Colleague {
	readonly desk: SpaceId | null;
	readonly poster: string | null;
}

/** What the directory reads. */
export interface ColleaguesParts {
	readonly centre: OpenSpace;
	readonly reception: Reception;
	readonly identity: IdentityId;
	/** The centre's root key. */
	readonly root: Uint8Array;
}

/** The face of an unknown person. */
const NOBODY: Face = { name: '', pictureUrl: null };

/** See the header. Reactive: `all`, `here`, `find`, `face`. */
export class Colleagues {
	#records = $state.raw<ReadonlyMap<string, ColleagueRecord>>(new Map());
	/** Increases whenever the reception was read. */
	#looks = $state(0);
	readonly #stops: (() => void)[] = [];

	constructor(readonly parts: ColleaguesParts) {
		const { centre, reception } = parts;
		const read = (): void => {
			this.#records = CENTRE.colleagues.read(centre.space.doc);
		};
		read();
		this.#stops.push(
			centre.space.listen(read),
			reception.listen(() => {
				this.#looks++;
			})
		);
	}

	/** Everybody who is or was a colleague, by name, oneself included. */
	readonly all = $derived.by((): readonly KnownColleague[] => {
		void this.#looks;
		const ids = [...this.#records.keys()].filter((id) => /^[0-9a-f]{32}$/.test(id));
		const collator = new Intl.Collator('de');
		return ids
			.map((id) => this.#colleague(asId<IdentityId>(id)))
			.sort((a, b) => collator.compare(a.face.name, b.face.name) || (a.id < b.id ? -1 : 1));
	});
	/** Those who work here now. */
	readonly here = $derived.by(() => this.all.filter(({ hasLeft }) => !hasLeft));

	/** A colleague, even one who has left; null if nobody here knows her. */
	find(id: string): KnownColleague | null {
		return this.all.find((colleague) => colleague.id === id) ?? null;
	}

	/** Name and picture of an identity; the name is empty while unknown. */
	face(id: string): Face {
		return this.find(id)?.face ?? NOBODY;
	}

	/** Which members of a space are counsellors of this centre, as proven by their chains; she needs no proof of herself. */
	async speakersIn(space: Space): Promise<ReadonlyMap<MemberId, IdentityId>> {
		const proven = [...(await provenMembers(space, this.parts.root))].map(([member, { id }]) => [member, id] as const);
		return new Map([...proven, [space.credentials.member, this.parts.identity]]);
	}

	/** Stops everything it started. */
	stop(): void {
		for (const stop of this.#stops) stop();
	}

	#colleague(id: IdentityId): KnownColleague {
		const { reception, identity } = this.parts;
		const fields = this.#records.get(id) ?? {};
		const shown = reception.shown.get(`card/${id}`);
		const card = readCard(shown?.value ?? '');
		const pictureUrl = card && card.picture !== '' ? card.picture : null;
		const hasLeft = reception.left.has(id) || typeof fields.left === 'number';
		const [desk, poster] = [fields.desk ?? '', fields.poster ?? ''];
		return {
			id,
			face: { name: card?.name ?? fields.name ?? '', pictureUrl },
			isLead: shown?.isLead ?? fields.lead === true,
			isMe: id === identity,
			hasLeft,
			isLeaving: !hasLeft && typeof fields.leaving === 'number',
			desk: /^[0-9a-f]{32}$/.test(desk) ? asId<SpaceId>(desk) : null,
			poster: poster === '' ? null : poster
		};
	}
}
