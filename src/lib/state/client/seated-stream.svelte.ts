/** A stream or group on a client's page: who is in it, proven by their own words and the centre's chain. */
import { passOver } from '../../base/fault';
import { asId, type IdentityId, type MemberId } from '../../base/ids';
import type { Availability } from '../../domain/availability';
import { factOf } from '../../domain/stream-facts';
import type { PlacedMessage } from '../../domain/timeline';
import type { Counsellor } from '../../sync/keys/chain';
import { provenHosts } from '../../sync/centre/identity';
import type { Reception } from '../../sync/centre/reception';
import type { Space } from '../../sync/space/space';
import type { CentreFace } from './centre-face.svelte';
import type { Connection } from '../contract/connection';
import type { Face } from '../contract/person';
import type { Closing } from '../contract/availability';
import { isHosted, mayStillSay } from '../centre/departures';
import type { Presences } from '../session/presences.svelte';
import type { Preview } from '../session/preview';
import type { ReachableModel } from '../centre/reachable.svelte';
import type { Seat } from '../letters/seats';
import type { Session } from '../session/session';
import type { Speaker } from '../stream/shown-message';
import { StreamModel } from '../stream/stream.svelte';
import type { SpaceEvent } from '../../sync/space/events';
import type { OpenSpace } from '../session/open-space';

const SHUT: Closing = { why: 'shut', absences: [] };

/** What it works with. */
export interface SeatedParts {
	readonly session: Session;
	readonly presences: Presences;
	readonly seat: Seat;
	readonly opened: Promise<OpenSpace>;
	readonly root: Uint8Array;
	/** Null while the reception is not open. */
	readonly centre: () => CentreFace | null;
	readonly reach: () => Connection;
	readonly onDamage: () => void;
}

/** See the header. */
export class SeatedStream {
	readonly model: StreamModel;
	/** Whether a message of hers is at the relay. */
	isRelayed = $state(false);
	preview = $state.raw<Preview | null>(null);
	/** Members proven counsellors by their chains. */
	#proven = $state.raw<ReadonlyMap<MemberId, Counsellor>>(new Map());
	/** All current hosts. */
	#members = $state.raw<readonly MemberId[]>([]);
	/** All hosts; none while one is still unknown, since then nobody can say that all are away. */
	readonly #counsellors = $derived.by((): readonly IdentityId[] => {
		const ids = this.#members.flatMap((id) => this.#proven.get(id)?.id ?? []);
		return ids.length === this.#members.length ? ids : [];
	});
	/** The first host who still works there, otherwise the first. */
	readonly #host = $derived.by(() => {
		const reception = this.#reception;
		const there = this.#members.flatMap((id) => this.#proven.get(id) ?? []);
		return (there.find((one) => reception?.hasLeft(one) !== true) ?? there[0])?.id;
	});
	/** Whether the client is out of it: her way in was locked or given to other keys. */
	#isShut = $state(false);
	#names = $state.raw<ReadonlyMap<MemberId, string>>(new Map());
	#opened: Space | null = null;
	#stop: () => void = () => undefined;

	constructor(readonly parts: SeatedParts) {
		const { session, presences, seat, opened, reach } = parts;
		this.model = new StreamModel({
			session,
			presences,
			opened,
			id: seat.space,
			kind: seat.kind,
			side: 'client',
			isOver: () => seat.fields.over === true,
			face: () => this.face,
			speaker: (member, isHost) => this.#speaker(member, isHost),
			isSilent: (placed) => !this.#mayStillSay(placed),
			// On any device, under any keys: in a single stream, whatever is not the counsellors' is hers.
			...(seat.kind === 'single' ? { isMine: (_member: MemberId, isHost: boolean) => !isHost } : {}),
			reach,
			availability: () => this.#availability,
			closing: () => (this.#isShut ? SHUT : (this.#reachable?.closing(this.#counsellors) ?? null)),
			wasAway: (atMs) => this.#reachable?.wereAway(this.#counsellors, atMs) ?? false,
			onPreview: (preview) => {
				this.preview = preview;
			}
		});
		// reason: whoever opens it has heard, and reopens it
		opened.then(
			(live) => {
				this.#attach(live);
			},
			() => undefined
		);
	}

	get face(): Face {
		if (this.parts.seat.kind === 'group') return { name: this.parts.seat.fields.name ?? '', pictureUrl: null };
		return this.parts.centre()?.of(this.#host) ?? { name: '', pictureUrl: null };
	}

	/** Whether somebody of the centre hosts it, or did when it began. */
	get isProven(): boolean {
		return isHosted({ proven: this.#proven, reception: this.#reception }, this.parts.seat.atMs);
	}

	/** What the reception shows now. Reactive. */
	get #reception(): Reception | null {
		const centre = this.parts.centre();
		void centre?.looks;
		return centre?.reception ?? null;
	}

	/** Who may be away; only single streams can close, groups stay open. */
	get #reachable(): ReachableModel | null {
		return this.parts.seat.kind === 'single' ? (this.parts.centre()?.reachable ?? null) : null;
	}

	/** Without a connection nobody can be said to be there. */
	get #availability(): Availability | null {
		const shown = this.#reachable?.ofStream(this.#counsellors, this.model.isPresent) ?? null;
		return this.parts.reach() === 'online' || shown === 'unavailable' ? shown : null;
	}

	/** It may be known now who has left, or who is who. */
	look(): void {
		this.model.look();
	}

	/** Stops everything it started. */
	close(): void {
		this.#stop();
		void this.model.close();
	}

	#mayStillSay({ member, ms }: PlacedMessage): boolean {
		if (this.#opened?.charter.members.get(member)?.role !== 'host') return true;
		return mayStillSay({ proven: this.#proven, reception: this.#reception }, member, ms);
	}

	#speaker(member: MemberId, isHost: boolean): Speaker {
		if (isHost) return { name: this.parts.centre()?.of(this.#proven.get(member)?.id)?.name ?? '', side: 'counsellor' };
		return { name: this.#names.get(member) ?? '', side: 'client' };
	}

	#attach(opened: OpenSpace): void {
		const { space } = opened;
		const { seat } = this.parts;
		this.#opened = space;
		const look = (event?: SpaceEvent): void => {
			if (!event || event.kind === 'opened' || event.kind === 'charter') void this.#know(opened);
			const { member: me } = space.credentials;
			if ([...space.feeds.values()].some(({ member, relayed }) => member === me && relayed > 0)) this.isRelayed = true;
			this.#names = new Map(
				[...space.documents].flatMap(([id, { doc }]) => {
					const name = factOf(doc, 'name');
					return name ? [[asId<MemberId>(id), name.v] as const] : [];
				})
			);
			if (space.isDamaged) this.parts.onDamage();
			this.#isShut = seat.kind === 'single' && opened.isOut;
		};
		look();
		// Opening it leaves her device's name there, even if she only reads: SPEC.md Y4.
		if (seat.kind === 'single' && space.isMember)
			void opened.introduce().catch(passOver('storage-full', 'storage-unreadable'));
		this.#stop = space.listen(look);
	}

	async #know({ space }: OpenSpace): Promise<void> {
		this.#proven = await provenHosts(space, this.parts.root);
		this.#members = [...space.charter.members.values()]
			.filter(({ role, isRemoved }) => role === 'host' && !isRemoved)
			.map(({ id }) => id);
		this.look();
	}
}
