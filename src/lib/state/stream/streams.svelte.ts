/**
 * A counsellor's streams, open and quiet. Those that nobody looks at cost a notice, not a document (quiet.ts);
 * they are shown by a preview that knows what it was made from.
 */
import { passOver, Refusal } from '../../base/fault';
import { asId, type SpaceId } from '../../base/ids';
import type { Message } from '../../domain/messages';
import { contactEnds } from '../../domain/monitoring/reminders';
import { tellsOut } from '../../sync/exchange/channel';
import { Errand } from '../session/errand';
import { STREAM_POLICY } from '../session/policies';
import { Presences } from '../session/presences.svelte';
import type { Preview } from '../session/preview';
import type { Met } from '../session/met';
import { QuietSpaces } from '../session/quiet';
import { offeredSeat, streamFields, streamRef } from './desk-streams';
import { enterSeat } from '../letters/seats';
import { Glances } from './glances';
import { Previews } from './previews.svelte';
import { StreamModel } from './stream.svelte';
import type { StreamsParts } from './streams-parts';
import { visitIn } from './visiting';
import { beginIfNew, isUnbegun } from './unbegun';
import type { OpenSpace, Opening } from '../session/open-space';

/**
 * Off: a random life (SEED=1796060454) ended with a row that said 0 unread where the open stream says 1, and only with
 * glances. DECISIONS.md 70.
 */
const GLANCES: boolean = false;

/** See the header. */
export class Streams {
	open = $state.raw<StreamModel | null>(null);
	readonly presences: Presences;
	readonly #previews: Previews;
	readonly #quiet: QuietSpaces;
	readonly #models = new Map<string, StreamModel>();
	/** How many users a stream has that do not look at it. */
	readonly #users = new Map<string, number>();
	/** Streams being closed: anybody who opens one meanwhile gets it reopened afterwards. */
	readonly #leaving = new Map<string, Promise<void>>();
	readonly #glances: Glances;
	/** Models whose stream could not be opened. */
	readonly #failed = new WeakSet<StreamModel>();
	/** Opens the stream on screen as soon as it can be: there may be no seat yet, or no network. */
	readonly #reopening = new Errand(() => this.#reopen());
	/** It is being reopened right now: a failure then is no new reason to. */
	#isReopening = false;
	readonly #stop: () => void;
	#isStopped = false;

	constructor(readonly parts: StreamsParts) {
		const { session } = parts;
		this.presences = new Presences(session);
		this.#previews = new Previews(session);
		this.#glances = new Glances(parts, this.#previews);
		this.#quiet = new QuietSpaces({
			session,
			isStale: (id, held) => this.#previews.isStale(id, held),
			isUnfinished: isUnbegun,
			visit: (id, isNews) => this.#visit(id, isNews)
		});
		this.#stop = session.on(({ kind }) => {
			if (kind === 'reach' && session.isConnected) void this.#reopening.look();
		});
	}

	/** Stream -> what its row and first paint show. */
	get previews(): ReadonlyMap<string, Preview> {
		return this.#previews.all;
	}

	async show(id: string): Promise<void> {
		if (this.open?.id === id) return;
		const before = this.open;
		const model = this.model(id);
		model.begin();
		this.open = model;
		model.turn();
		if (before) await this.#release(before.id);
	}

	close(): void {
		const before = this.open;
		this.open = null;
		if (before) void this.#release(before.id);
	}

	/** The stream's model, opened if it is not. */
	model(id: string): StreamModel {
		let model = this.#models.get(id);
		if (!model) this.#models.set(id, (model = this.#make(id)));
		return model;
	}

	/** Does something in an open stream, and then closes it unless somebody looks at it. */
	async use<T>(id: string, task: (opened: OpenSpace, model: StreamModel) => Promise<T> | T): Promise<T> {
		this.#users.set(id, (this.#users.get(id) ?? 0) + 1);
		try {
			const model = this.model(id);
			return await task(await model.opened, model);
		} finally {
			const left = (this.#users.get(id) ?? 1) - 1;
			if (left > 0) this.#users.set(id, left);
			else this.#users.delete(id);
			await this.#release(id);
		}
	}

	/** A stream's messages, once all that this device has are read. */
	messages(id: string): Promise<readonly Message[]> {
		return this.use(id, (_opened, { messages }) => messages);
	}

	/** Does work that follows many streams: what is kept of all of them is read at once. Rejects with a `Fault`. */
	async followMany(work: () => Promise<void>): Promise<void> {
		await this.#previews.recallAll();
		await this.#quiet.addMany(work);
	}

	/** Reads a stream's preview, and keeps it true from now on. */
	async follow(id: string): Promise<void> {
		await this.#previews.recall(id);
		const model = this.#models.get(id);
		const isOffered = offeredSeat(this.parts.desk, id) !== undefined;
		if (model?.isOver && isOffered) await this.#renew(model);
		this.#quiet.add(streamRef(this.parts.desk, id));
		if (isOffered) this.#quiet.want(asId(id));
	}

	/** Stops following a stream that this counsellor is out of. Its row stays as it was. */
	async drop(id: string): Promise<void> {
		this.#quiet.drop(asId(id));
		const model = this.#models.get(id);
		if (model) model.isOver = true;
		await this.#previews.recall(id);
		// An offer was taken back: what there was to read is opened as before it.
		if (model && this.#failed.has(model) && !offeredSeat(this.parts.desk, id)) await this.#renew(model);
	}

	/** Something is to be done in a stream: it is visited as soon as there is a connection. */
	settle(id: string): void {
		this.#quiet.want(asId(id));
	}

	/** Stops everything it started. */
	stop(): void {
		this.#isStopped = true;
		this.#stop();
		this.#previews.stop();
		this.#quiet.stop();
		this.#reopening.stop();
		this.presences.stop();
		this.#glances.stop();
		for (const model of this.#models.values()) void model.close();
		this.#models.clear();
		this.open = null;
	}

	/** Takes in what has come; only what is more than messages and marks needs an open stream. */
	#visit(id: SpaceId, isNews: boolean): Promise<Met | null> {
		const open = (): Promise<Met | null> =>
			this.#isStopped ? Promise.resolve(null) : this.use(id, (opened) => visitIn(id, opened, this.parts));
		const isFree = GLANCES && isNews && !this.#isStopped && !this.#models.has(id) && !this.#leaving.has(id);
		return isFree ? this.#glances.visit(id, open) : open();
	}

	/** Lets a stream that nobody looks at go quiet again. */
	async #release(id: string, isFinished = false): Promise<void> {
		const model = this.#models.get(id);
		if (!model || this.open?.id === id) return;
		model.turn();
		if (this.#users.has(id)) return;
		if (model.attachments.sendings.length > 0) {
			// A file being taken in is finished first; nobody waits for it.
			void model.attachments.settled().then(() => this.#release(id));
			return;
		}
		const finishing = isFinished ? null : model.finish();
		// Somebody may have come back meanwhile.
		if (finishing) return void finishing.then(() => this.#release(id, true));
		await this.#leave(model);
	}

	/** Resolves when what waited for leaving a stream is written. */
	async finish(): Promise<void> {
		for (const finishing of [...this.#models.values()].map((model) => model.finish())) await finishing;
	}

	/** Ends a model and closes its space; from now on nobody is given it. */
	#leave(model: StreamModel): Promise<void> {
		const { id } = model;
		if (this.#models.get(id) === model) this.#models.delete(id);
		const before = this.#leaving.get(id);
		const left = (async () => {
			await before;
			model.end();
			// The last preview includes what arrived until the space was closed.
			await this.parts.session.close(asId<SpaceId>(id), async () => {
				if (!(await model.close())) this.#previews.noteUnkept(id);
			});
		})().finally(() => {
			if (this.#leaving.get(id) === left) this.#leaving.delete(id);
		});
		this.#leaving.set(id, left);
		return left;
	}

	/** Reopens a stream: this counsellor has another seat there, or could not take hers before. */
	async #renew(model: StreamModel): Promise<void> {
		await this.#leave(model);
		if (this.#isStopped || this.open !== model) return;
		this.open = null;
		await this.show(model.id);
	}

	async #reopen(): Promise<boolean> {
		const model = this.open;
		if (!model || model.isOver || !this.#failed.has(model)) return true;
		this.#isReopening = true;
		try {
			await this.#renew(model);
			await this.open?.opened;
			return true;
		} finally {
			this.#isReopening = false;
		}
	}

	#make(id: string): StreamModel {
		const { session, wasAway, face, speaker, reach, introduce } = this.parts;
		const { onArrived, onSent, onOpened, onOut, onDamage } = this.parts;
		const isGroup = streamFields(this.parts.desk, id).kind === 'group';
		// No visit comes while somebody looks at it.
		const beginning = new Errand(async () => {
			const live = await opened.catch(() => null); // reason: handled below
			// A stream that was left is begun by its next visit.
			if (live && this.#models.get(id) === model) await beginIfNew(live);
			return true;
		});
		const opened = this.#enter(id, {
			policy: STREAM_POLICY,
			introduction: introduce,
			onNews: (news, code) => {
				if (news === 'current') void beginning.look();
				if (tellsOut(news, code)) onOut(id);
			}
		});
		opened.then(
			(live) => {
				if (live.space.isDamaged) onDamage();
				onOpened(id, live);
			},
			(error: unknown) => {
				this.#failed.add(model);
				passOver()(error);
				if (this.open === model && !this.#isReopening) void this.#reopening.look();
			}
		);
		const model: StreamModel = new StreamModel({
			session,
			presences: this.presences,
			opened,
			id,
			kind: isGroup ? 'group' : 'single',
			isOver: () => streamFields(this.parts.desk, id).over === true,
			isLookedAt: () => this.open?.id === id,
			face: () => face(id),
			speaker: (member, isHost) => speaker(id, member, isHost),
			reach,
			// A group stays open whatever status she chose.
			...(isGroup ? {} : { wasAway, contactEnds }),
			onPreview: (preview) => {
				this.#previews.set(id, preview);
			},
			onSent: () => {
				onSent(id);
			},
			onArrived
		});
		return model;
	}

	/** Opens a stream's space, first taking a seat that a letter brought. */
	async #enter(id: string, opening: Opening): Promise<OpenSpace> {
		const { session, desk, onTakenBack } = this.parts;
		await this.#leaving.get(id);
		const glance = this.#glances.end(id);
		if (glance) await glance;
		const seat = offeredSeat(this.parts.desk, id);
		if (!seat) return session.open(streamRef(this.parts.desk, id), opening);
		const opened = await enterSeat(session, desk, seat, opening).catch((error: unknown) => {
			if (error instanceof Refusal) onTakenBack(id);
			throw error;
		});
		await opened.introduce();
		return opened;
	}
}
