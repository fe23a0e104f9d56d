/**
 * Who can be written to, as the reception shows it: what each counsellor chose, and whether one of her devices
 * is connected right now. For both clients and colleagues.
 */
import { fromBase64url } from '../../base/bytes';
import { report } from '../../base/fault';
import type { IdentityId, MemberId } from '../../base/ids';
import { attempt } from '../../base/result';
import { best, isClosed, shownAs, UNCHOSEN, wasAway, type Availability, type Status } from '../../domain/availability';
import type { Connection } from '../../sync/exchange/connection';
import { LASTS_MS, openPresence } from '../../sync/exchange/presence';
import type { Reception } from '../../sync/centre/reception';
import { readCard } from './cards';
import type { Closing, Reachable } from '../contract/availability';
import { readStatus } from './statuses';

/** A sealed presence is about 700 letters long. */
const MAX_SEALED = 2048;

/** See the header. */
export class ReachableModel implements Reachable {
	#statuses = $state.raw<ReadonlyMap<string, Status>>(new Map());
	#names = $state.raw<ReadonlyMap<string, string>>(new Map());
	/** Each counsellor's member id in the reception, which presence refers to. */
	#members: ReadonlyMap<string, MemberId> = new Map();
	#present = $state.raw<ReadonlySet<MemberId>>(new Set());
	/** Whether the centre's own value has arrived: only then does a missing card mean anything. */
	#isShown = $state(false);
	#looks = 0;
	/** Fires when a shown presence ends by its own time, whatever the relay keeps telling. */
	#end: ReturnType<typeof setTimeout> | undefined;
	readonly #stops: (() => void)[] = [];

	constructor(
		readonly reception: Reception,
		readonly connection: Connection
	) {
		const { awareness } = connection;
		const look = (): void => void this.#see();
		awareness.on('change', look);
		this.#stops.push(
			reception.listen(() => {
				this.#read();
				// What has come may be the key to a presence that came before it.
				look();
			}),
			() => {
				awareness.off('change', look);
			}
		);
		this.#read();
		look();
	}

	/** Stops everything it started. */
	stop(): void {
		this.#looks++;
		clearTimeout(this.#end);
		for (const stop of this.#stops.splice(0)) stop();
	}

	/** How others see a counsellor; null if the reception shows no card of hers (any more). */
	shown(id: IdentityId): Availability | null {
		if (!this.#names.has(id)) return null;
		const member = this.#members.get(id);
		return shownAs(this.status(id).availability, member !== undefined && this.#present.has(member));
	}

	/** What a counsellor chose. */
	status(id: IdentityId): Status {
		return this.#statuses.get(id) ?? UNCHOSEN;
	}

	/** How a stream with these counsellors is shown; null if unknown. `isHere`: one is seen in the stream itself. */
	ofStream(ids: readonly IdentityId[], isHere: boolean): Availability | null {
		return best(ids.flatMap((id) => (isHere ? shownAs(this.status(id).availability, true) : this.shown(id)) ?? []));
	}

	/** Why a client cannot write into a single stream of these counsellors, or null. */
	closing(ids: readonly IdentityId[]): Closing | null {
		if (!this.#isShown) return null;
		const all = ids.map((id) => ({ id, isGone: !this.#names.has(id), status: this.status(id) }));
		// A counsellor who left is as unavailable as one who is away.
		if (
			!isClosed(
				'single',
				all.map(({ isGone, status }) => (isGone ? 'unavailable' : status.availability))
			)
		)
			return null;
		const away = all.filter(({ isGone }) => !isGone);
		return {
			why: away.length === 0 ? 'gone' : 'away',
			absences: away.flatMap(({ id, status }) =>
				status.absence === '' ? [] : [{ name: this.#names.get(id) ?? '', text: status.absence }]
			)
		};
	}

	/** Whether none of these counsellors could be written to at that time. */
	wereAway(ids: readonly IdentityId[], atMs: number): boolean {
		return ids.length > 0 && ids.every((id) => wasAway(this.status(id), atMs));
	}

	#read(): void {
		const statuses = new Map<string, Status>();
		const names = new Map<string, string>();
		const members = new Map<string, MemberId>();
		for (const [key, { value, by, member }] of this.reception.shown) {
			const status = key === `status/${by}` ? readStatus(value) : null;
			const card = key === `card/${by}` ? readCard(value) : null;
			if (status) statuses.set(by, status);
			if (card) names.set(by, card.name);
			members.set(by, member);
		}
		this.#members = members;
		this.#statuses = statuses;
		this.#names = names;
		this.#isShown = this.reception.shown.has('centre');
	}

	async #see(): Promise<void> {
		const { awareness } = this.connection;
		const look = ++this.#looks;
		const { space } = this.reception;
		const present = new Set<MemberId>();
		let endsAtMs = Infinity;
		for (const [client, state] of awareness.getStates()) {
			const sealed: unknown = state.s;
			if (client === awareness.clientID || typeof sealed !== 'string' || sealed.length > MAX_SEALED) continue;
			const raw = attempt('not base64url', () => fromBase64url(sealed));
			const presence = raw.ok ? await openPresence(space, null, raw.value).catch(report) : null;
			if (!presence?.ok) continue;
			present.add(presence.value.member);
			endsAtMs = Math.min(endsAtMs, presence.value.atMs + LASTS_MS);
		}
		// A look that began later knows better.
		if (look !== this.#looks) return;
		this.#present = present;
		clearTimeout(this.#end);
		if (endsAtMs < Infinity) this.#end = setTimeout(() => void this.#see(), endsAtMs - space.now() + 1);
	}
}
