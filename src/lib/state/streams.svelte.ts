/**
 * A counsellor's streams, open and quiet: those that nobody looks at cost a notice, not a document.
 * What has news is opened for a moment, one after the other.
 */
import { fromBase64url } from '../base/bytes';
import { asId, type MemberId, type SpaceId } from '../base/ids';
import type { Message } from '../domain/messages';
import { contactEnds } from '../domain/monitoring/reminders';
import { readRecords, type Fields } from '../domain/records';
import { tellsOut } from '../sync/channel';
import { credentials, type SpaceRef } from '../sync/member';
import { Watch } from '../sync/watch';
import type { Connection, Face } from './contract';
import type { Opened, Opening, Session } from './session';
import { STREAM_POLICY } from './policies';
import { readPreview, type Preview } from './preview';
import { enterSeat, seatsOf, type Seat } from './seats';
import type { Speaker } from './shown';
import { isSent, until } from './settling';
import { StreamModel } from './stream.svelte';

/** When to try again to take a seat: a letter may be there before its seat is. */
const AGAIN_MS = 5_000;

/** What the streams work with. */
export interface StreamsParts {
	readonly session: Session;
	readonly desk: Opened;
	readonly me: () => Face;
	/** Whether this counsellor was Nicht anwählbar then. */
	readonly wasAway: (atMs: number) => boolean;
	/** The client of a stream, as the directory names her. */
	readonly face: (stream: string) => Face;
	/** What a member of a group is called. */
	readonly speaker: (group: string, member: MemberId, isHost: boolean) => Speaker;
	/** Reactive, and true for a tab that has no socket of its own, too. */
	readonly reach: () => Connection;
	readonly introduce: NonNullable<Opening['introduction']>;
	readonly onArrived: () => void;
	readonly onSent: (stream: string) => void;
	/** A stream has met the relay: the moment for what is to be done in it. */
	readonly onMet: (stream: string, opened: Opened) => Promise<void>;
	readonly onOpened: (stream: string, opened: Opened) => void;
	/** This counsellor is out of a stream: it was handed over, or her time in it is over. */
	readonly onOut: (stream: string) => void;
	/** Something kept on this device could not be read. */
	readonly onDamage: () => void;
}

/** See the header. */
export class Streams {
	previews = $state.raw<ReadonlyMap<string, Preview>>(new Map());
	present = $state.raw<ReadonlySet<string>>(new Set());
	open = $state.raw<StreamModel | null>(null);
	readonly #models = new Map<string, StreamModel>();
	/** Streams that are being let go: who looks at one of them meanwhile gets it opened anew, afterwards. */
	readonly #leaving = new Map<string, Promise<void>>();
	#visits: Promise<void> = Promise.resolve();
	/** Streams whose visit has not begun. */
	readonly #waiting = new Set<string>();
	/** The stream that is being visited: let go by its visit, and by nobody else before. */
	#visiting = '';
	#isStopped = false;

	constructor(readonly parts: StreamsParts) {}

	async show(id: string): Promise<void> {
		if (this.open?.id === id) return;
		const before = this.open;
		const model = this.model(id);
		model.begin();
		this.open = model;
		if (before) await this.#release(before.id);
	}

	close(): void {
		const before = this.open;
		this.open = null;
		if (before) void this.#release(before.id);
	}

	/** The stream's model, opened when it is not. */
	model(id: string): StreamModel {
		let model = this.#models.get(id);
		if (!model) this.#models.set(id, (model = this.#make(id)));
		return model;
	}

	/** A stream's messages, once all that this device has of them are read. */
	async messages(id: string): Promise<readonly Message[]> {
		const model = this.model(id);
		await model.parts.opened;
		return model.messages;
	}

	/** Reads the preview of a stream and listens for news of it while it is not open. */
	async watch(id: string): Promise<void> {
		const { session } = this.parts;
		const preview = this.previews.has(id) ? null : await readPreview(session, id);
		if (preview && !this.previews.has(id)) this.#preview(id, preview);
		const model = this.#models.get(id);
		if (model && !(model.isOver && this.#offered(id))) return;
		if (model) await this.#renew(id, model);
		else if (this.#offered(id)) this.settle(id);
		if (this.#models.has(id) || this.#offered(id)) return;
		const { space, seed, member } = this.#ref(id);
		const keys = await credentials(space, seed, session.parts.deviceSeed, member);
		if (session.isOpen(space) || this.#isStopped) return;
		const visit = (): void => {
			if (!this.#models.has(id)) this.settle(id);
		};
		// what waits for the relay there needs no open stream
		session.attachments.enter(keys);
		session.connection.add(new Watch(session.connection, keys, session.parts.rows.vault, visit));
	}

	/** Keeps a stream open until all has come and gone, then lets it be quiet; one after the other. */
	settle(id: string): void {
		if (this.#waiting.has(id)) return;
		this.#waiting.add(id);
		this.#visits = this.#visits
			.then(() => {
				this.#waiting.delete(id);
				return this.#visit(id);
			})
			.catch(() => undefined);
	}

	/** Ends what lives. */
	stop(): void {
		this.#isStopped = true;
		for (const model of this.#models.values()) void model.close();
		this.#models.clear();
		this.open = null;
	}

	async #visit(id: string): Promise<void> {
		if (this.#isStopped) return;
		this.#visiting = id;
		try {
			await this.#meet(id);
		} finally {
			this.#visiting = '';
		}
		await this.#release(id);
	}

	/** Opens a stream until all has come, all is done that is to be done there, and all has gone. */
	async #meet(id: string): Promise<void> {
		const opened = await this.model(id).parts.opened;
		const { space, replica } = opened;
		const isOut = (): boolean => this.parts.session.isOut(space);
		await until(space, () => isOut() || (replica.isCurrent && space.missing === 0));
		await this.parts.onMet(id, opened).catch(() => undefined);
		await until(space, () => isOut() || (replica.isCurrent && space.missing === 0 && isSent(space)));
	}

	/** Lets a stream that nobody looks at go quiet again. */
	async #release(id: string): Promise<void> {
		const model = this.#models.get(id);
		if (!model || this.open?.id === id || this.#visiting === id) return;
		if (model.attachments.sendings.length > 0) {
			// a file that is being taken in is finished first; nobody waits for it
			void model.attachments.settled().then(() => this.#release(id));
			return;
		}
		await this.#leave(id, model);
		await this.watch(id);
	}

	/** Ends a model and closes its space; from the first moment on nobody is given it any more. */
	#leave(id: string, model: StreamModel): Promise<void> {
		if (this.#models.get(id) === model) this.#models.delete(id);
		const before = this.#leaving.get(id);
		const left = (async () => {
			await before;
			// a draft that can not be kept is no reason to stay
			await model.close().catch(() => undefined);
			await model.parts.opened.catch(() => undefined);
			await this.parts.session.close(asId<SpaceId>(id)).catch(() => undefined);
		})().finally(() => {
			if (this.#leaving.get(id) === left) this.#leaving.delete(id);
		});
		this.#leaving.set(id, left);
		return left;
	}

	/** Opens a stream anew: one has another seat there, or could not take it before. */
	async #renew(id: string, model: StreamModel): Promise<void> {
		await this.#leave(id, model);
		if (this.#isStopped) return;
		if (this.open !== model) {
			this.settle(id);
			return;
		}
		this.open = null;
		await this.show(id);
	}

	#renewLater(id: string, model: StreamModel): void {
		setTimeout(() => {
			if (this.#isStopped || this.#models.get(id) !== model) return;
			if (this.parts.reach() === 'online') void this.#renew(id, model);
			else this.#renewLater(id, model);
		}, AGAIN_MS);
	}

	#make(id: string): StreamModel {
		const { session, wasAway, face, speaker, reach, introduce } = this.parts;
		const { onArrived, onSent, onOpened, onOut, onDamage } = this.parts;
		const isGroup = this.#record(id).kind === 'group';
		const opened = this.#enter(id, {
			policy: STREAM_POLICY,
			introduction: introduce,
			onNews: (news, code) => {
				if (tellsOut(news, code)) onOut(id);
			}
		});
		opened.then(
			(live) => {
				if (live.space.isDamaged) onDamage();
				onOpened(id, live);
			},
			() => {
				this.#renewLater(id, model);
			}
		);
		const model: StreamModel = new StreamModel({
			session,
			opened,
			id,
			kind: isGroup ? 'group' : 'single',
			face: () => face(id),
			speaker: (member, isHost) => speaker(id, member, isHost),
			reach,
			// a group stays open whatever she chose
			...(isGroup ? {} : { wasAway, contactEnds }),
			onPreview: (preview) => {
				this.#preview(id, preview);
			},
			onPresent: (isPresent) => {
				const present = new Set(this.present);
				if (isPresent) present.add(id);
				else present.delete(id);
				this.present = present;
			},
			onSent: () => {
				onSent(id);
			},
			onArrived
		});
		return model;
	}

	#preview(id: string, preview: Preview): void {
		this.previews = new Map(this.previews).set(id, preview);
	}

	/** Opens a stream's space; a seat that a letter brought is taken first. */
	async #enter(id: string, opening: Opening): Promise<Opened> {
		const { session, desk } = this.parts;
		await this.#leaving.get(id);
		const seat = this.#offered(id);
		if (!seat) return session.open(this.#ref(id), opening);
		const opened = await enterSeat(session, desk, seat, opening);
		await session.introduce(opened);
		return opened;
	}

	/** The seat of a stream that is offered and not taken yet. */
	#offered(id: string): Seat | undefined {
		return seatsOf(this.parts.desk).find(({ space, isTaken }) => (space as string) === id && !isTaken);
	}

	#record(id: string): Fields {
		return readRecords(this.parts.desk.space.doc.getMap('streams')).get(id) ?? {};
	}

	#ref(id: string): SpaceRef {
		const { seed, member } = this.#record(id);
		const ref = { space: asId<SpaceId>(id), seed: fromBase64url(String(seed ?? '')) };
		return typeof member === 'string' ? { ...ref, member: asId<MemberId>(member) } : ref;
	}
}
