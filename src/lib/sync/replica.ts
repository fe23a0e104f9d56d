/**
 * One space's exchange with the relay: enter, make the charters meet, pull what is missing, push what
 * the relay lacks, then empty the outbox. SPEC.md X.
 */
import { Fault } from '../base/fault';
import type { FeedId, SpaceId } from '../base/ids';
import type { Charter } from '../wire/charter';
import type { CharterOp } from '../wire/charter-record';
import type { DeviceFrame, RelayFrame, RelayRefusal } from '../wire/frames';
import { batches } from './batches';
import type { Channel, ReplicaNews } from './channel';
import { CatchUp } from './catch-up';
import { CharterExchange } from './charter-exchange';
import type { Joiner } from './connection';
import { Flushing } from './flushing';
import { Inbox } from './ingest';
import { acknowledge } from './outbox';
import { joinFrame } from './member';
import { recover } from './recovery';
import { lacking, unconfirmed } from './refill';
import type { Space } from './space';
import { turnOver } from './turning';

/** When to try again what this device failed to do. */
const RETRY_MS = 3_000;
/** How often one connection begins anew because a push left a gap. */
const MAX_REJOINS = 3;

/** The exchange of one space over a connection that comes and goes. */
export class Replica implements Joiner {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent = false;
	readonly id: SpaceId;
	readonly #inbox: Inbox;
	readonly #catchUp: CatchUp;
	readonly #charters: CharterExchange;
	readonly #relay = new Map<FeedId, number>();
	readonly #flushing: Flushing;
	#isStopped = false;
	#nonce: Uint8Array | null = null;
	#rejoins = 0;
	/** Own feeds that were compared with the relay's since it said that they fork. */
	readonly #compared = new Set<FeedId>();

	constructor(
		readonly space: Space,
		readonly channel: Channel,
		/** What this device's first entry says of it, as bytes. */
		readonly introduction: () => Promise<Uint8Array>,
		readonly tell: (news: ReplicaNews, code?: string) => void,
		readonly isQuiet = false
	) {
		this.id = space.id;
		this.#inbox = new Inbox(space);
		const line = {
			send: (frame: DeviceFrame) => this.#send(frame),
			later: (task: () => void, afterMs?: number) => {
				this.#later(task, afterMs);
			},
			isCurrent: () => this.isCurrent
		};
		this.#catchUp = new CatchUp(space, this.#inbox.suspects, line);
		this.#flushing = new Flushing(space, {
			isCurrent: () => this.isCurrent,
			introduction,
			push: (feed, first, entries) => {
				this.#push(feed, first, entries);
			}
		});
		this.#charters = new CharterExchange(space, {
			...line,
			current: () => {
				this.#becomeCurrent();
			},
			diverged: () => {
				this.isCurrent = false;
				tell('diverged');
			},
			refused: (code) => {
				tell('refused', code);
			},
			moved: () => this.#moved()
		});
	}

	/** Answers the relay's challenge for this space. */
	async join(nonce: Uint8Array): Promise<void> {
		if (this.#isStopped) return;
		this.#nonce = nonce;
		this.#send(await joinFrame(this.space.credentials, nonce, this.isQuiet));
	}

	/** The connection is gone; nothing is known about the relay any more. */
	disconnected(): void {
		this.isCurrent = false;
		this.#nonce = null;
		this.#catchUp.reset();
		this.#rejoins = 0;
		this.#compared.clear();
		this.#charters.disconnected();
	}

	/**
	 * Ends it for good: nothing is sent, taken in, sealed or tried again any more, and who waits for an answer
	 * is told 'no-connection'. Resolves when what was under way has ended, so that another may go on with the
	 * same vault. Not to be awaited within a task of the space. SPEC.md X9.
	 */
	async stop(): Promise<void> {
		this.#isStopped = true;
		this.disconnected();
		await this.#flushing.ended();
		await this.space.run(() => Promise.resolve());
	}

	/** Takes one frame of this space, in the order of arrival. */
	receive(frame: RelayFrame & { readonly space: SpaceId }): void {
		if (this.#isStopped) return;
		const nonce = this.#nonce;
		void this.space
			.run(() => this.#handle(frame, this.#nonce === nonce))
			.catch((error: unknown) => {
				this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
				// what could not be kept is let go: ask for it again when the device may have recovered
				this.#later(this.#catchUp.ask);
			});
	}

	/** Seals and sends what the outbox holds. Does nothing until the charter is current. SPEC.md O3. */
	async flush(): Promise<void> {
		if (!this.#isStopped) await this.#flushing.flush();
	}

	/**
	 * Changes the charter: `build` makes the ops for the charter as it stands, or null when nothing is
	 * left to do. Signs again when somebody else was faster. Rejects with 'no-connection' or 'unexpected'. SPEC.md X7.
	 */
	amend(build: (charter: Charter) => Promise<readonly CharterOp[] | null>): Promise<void> {
		return this.#charters.amend(build);
	}

	/** `isOfNow`: came over the connection that there is now; an older one's word on the relay's state is void. */
	async #handle(frame: RelayFrame & { readonly space: SpaceId }, isOfNow: boolean): Promise<void> {
		const { space } = this;
		if (this.#isStopped) return;
		if (frame.kind === 'entries') {
			if ((await this.#inbox.take(frame.feed, frame.entries)) === 'gap') this.#catchUp.ask();
			return;
		}
		if (frame.kind === 'ack') {
			this.#relay.set(frame.feed, Math.max(this.#relay.get(frame.feed) ?? 0, frame.seq));
			return acknowledge(space, frame.feed, frame.seq);
		}
		if (!isOfNow || !this.#nonce) return;
		switch (frame.kind) {
			case 'joined':
				this.isCurrent = false;
				this.#catchUp.reset();
				this.#relay.clear();
				for (const { feed, seq } of frame.feeds) {
					this.#relay.set(feed, seq);
					space.promise(feed, seq);
				}
				this.#charters.meet(frame.length, frame.head);
				return;
			case 'charter':
				return this.#charters.take(frame.from, frame.records);
			case 'notice':
				space.promise(frame.feed, frame.seq);
				this.tell('stale');
				return;
			case 'pulled':
				await space.settled();
				return this.#pulled();
			case 'closed':
				this.isCurrent = false;
				this.tell('closed', frame.code);
				return;
			case 'done':
				if (frame.request === 'create') return this.join(this.#nonce);
				if (frame.request === 'charterPush') this.#charters.answered(null);
				return;
			case 'refused':
				return this.#refused(frame.request, frame.code as RelayRefusal, this.#nonce);
			default:
				return;
		}
	}

	/** New records: who was refused may have a right now, and keys may have come. */
	async #moved(): Promise<void> {
		const isGap = (await this.#inbox.retry()) === 'gap';
		if (isGap || this.#inbox.hasRefused) this.#catchUp.ask();
		this.#inbox.hasRefused = false;
	}

	#becomeCurrent(): void {
		if (this.isCurrent) return;
		this.isCurrent = true;
		this.#catchUp.ask();
	}

	/** The relay has given all it has: own writing finds its place, then it gets what it lacks. */
	async #pulled(): Promise<void> {
		const { space } = this;
		if (!this.#catchUp.ended()) return;
		await recover(space, true);
		await turnOver(space);
		for (const { feed, first, entries } of await lacking(space, this.#relay)) this.#push(feed, first, entries);
		this.tell('current');
		space.emit({ kind: 'progress' });
		void this.flush().catch((error: unknown) => {
			this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
			this.#later(() => void this.flush().catch(() => undefined));
		});
	}

	#push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void {
		let at = first;
		for (const batch of batches(entries)) {
			this.#send({ kind: 'push', space: this.space.id, feed, first: at, entries: batch });
			at += batch.length;
		}
	}

	async #refused(request: string, code: RelayRefusal, nonce: Uint8Array): Promise<void> {
		const { space, channel } = this;
		if (request === 'join' && code === 'unknown-space' && channel.centre !== null) {
			const records = space.records.map(({ bytes }) => bytes);
			this.#send({ kind: 'create', space: space.id, centre: channel.centre, records });
		} else if (request === 'join' && code === 'too-fast') {
			this.#later(() => {
				if (this.#nonce === nonce) void this.join(nonce);
			});
		} else if (request === 'push' && code === 'gap' && this.#rejoins < MAX_REJOINS) {
			this.#rejoins++;
			this.isCurrent = false;
			await this.join(nonce);
		} else if (request === 'push' && code === 'fork' && this.#suspect()) {
			this.#catchUp.ask();
		} else if (request === 'charterPush' && this.#charters.answered(code)) {
			return;
		} else if (request === 'pull' && code === 'too-fast') {
			this.#catchUp.refused(true);
		} else {
			if (request === 'pull') this.#catchUp.refused(false);
			this.tell('refused', code);
		}
	}

	/** The relay has another entry where it was sent one of ours; it does not say which. False when all were compared. */
	#suspect(): boolean {
		for (const id of unconfirmed(this.space)) {
			if (this.#compared.has(id)) continue;
			this.#compared.add(id);
			this.#inbox.suspects.add(id);
		}
		return this.#inbox.suspects.size > 0;
	}

	/** Whether it went out. */
	#send(frame: DeviceFrame): boolean {
		return !this.#isStopped && this.channel.send(frame);
	}

	#later(task: () => void, afterMs = RETRY_MS): void {
		const due = (): void => {
			if (!this.#isStopped) task();
		};
		if (this.channel.later) this.channel.later(due, afterMs);
		else setTimeout(due, afterMs);
	}
}

export type { Channel, ReplicaNews };
