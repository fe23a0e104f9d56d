/**
 * One space's exchange with the relay: enter, reconcile the charters, pull what is missing, push what
 * the relay is missing, then empty the outbox. SPEC.md X.
 * Over 300 lines, reason: the only place that knows what a frame leads to; the work itself lies beside it.
 */
import { Fault, isExpected, passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import type { Charter } from '../../wire/charter';
import type { CharterOp } from '../../wire/charter-record';
import type { DeviceFrame, RelayFrame, RelayRefusal } from '../../wire/frames';
import { Again } from './again';
import { batches } from './batches';
import type { Channel, ReplicaNews } from './channel';
import { CatchUp } from './catch-up';
import { CharterExchange } from './charter-exchange';
import type { Joiner } from './connection';
import { Flushing } from './flushing';
import { Inbox } from '../space/ingest';
import { joinFrame } from '../keys/member';
import { isHeldUp } from '../space/missing';
import { acknowledge } from '../space/outbox';
import { Past } from './past';
import { Pushing } from './pushing';
import { recover } from '../space/recovery';
import { unconfirmed } from '../space/refill';
import { remedyOf } from './refusals';
import type { Space } from '../space/space';
import { turnOver } from '../space/fresh-feeds';

/** How often one connection starts over at once because a push left a gap. */
const MAX_REJOINS = 3;

/** The exchange of one space over a connection that comes and goes. */
export class Replica implements Joiner {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent = false;
	readonly id: SpaceId;
	readonly #inbox: Inbox;
	readonly #catchUp: CatchUp;
	readonly #charters: CharterExchange;
	readonly #pushing: Pushing;
	readonly #past: Past;
	readonly #flushing: Flushing;
	/** Starts over on the same connection. */
	readonly #rejoining: Again;
	/** Asks again for what could not be stored here. */
	readonly #asking: Again;
	/** Sends again what could not be stored there. */
	readonly #refilling: Again;
	#isStopped = false;
	#nonce: Uint8Array | null = null;
	#rejoins = 0;
	#isHeldUp = false;
	/** Whether a retry is pending since the last joining. */
	#isTroubled = false;

	constructor(
		readonly space: Space,
		readonly channel: Channel,
		/** This device's introduction in its first entry, as bytes. */
		readonly introduction: () => Promise<Uint8Array>,
		readonly tell: (news: ReplicaNews, code?: string) => void,
		readonly isQuiet = false
	) {
		this.id = space.id;
		this.#inbox = new Inbox(space);
		const line = {
			send: (frame: DeviceFrame) => this.#send(frame),
			pulled: () => {
				this.receive({ kind: 'pulled', space: this.id });
			},
			later: (task: () => void, afterMs: number) => {
				this.#later(task, afterMs);
			},
			isCurrent: () => this.isCurrent,
			rejoin: () => {
				this.#beginAnew();
			}
		};
		this.#rejoining = new Again(() => void this.#rejoin(), line.later);
		this.#asking = new Again(() => {
			this.#catchUp.ask();
		}, line.later);
		this.#refilling = new Again(() => void this.#refill(), line.later);
		this.#catchUp = new CatchUp(space, this.#inbox, line);
		this.#pushing = new Pushing(space, line.send);
		this.#past = new Past(space, line);
		this.#flushing = new Flushing(space, {
			...line,
			introduction,
			push: (feed, first, entries) => {
				this.#pushing.push(feed, first, entries);
			},
			failed: (error) => {
				this.#tellFault(error);
			}
		});
		this.#charters = new CharterExchange(space, {
			...line,
			caughtUp: () => this.#catchUp.whole(),
			current: () => {
				this.#becomeCurrent();
			},
			diverged: () => {
				this.isCurrent = false;
				tell('diverged');
			},
			refused: (code) => {
				this.#tellRefused('charterPush', code);
			},
			moved: () => this.#moved(),
			judged: () => {
				this.#judge();
			}
		});
	}

	/** Answers the relay's challenge for this space; founds it first if the relay cannot know it yet. */
	async join(nonce: Uint8Array): Promise<void> {
		if (this.#isStopped) return;
		this.#nonce = nonce;
		if (this.channel.foundsFirst?.() && this.#create()) return;
		this.#send(await joinFrame(this.space.credentials, nonce, this.isQuiet));
	}

	/** The connection is gone; nothing is known about the relay any more. */
	disconnected(): void {
		this.isCurrent = false;
		this.#nonce = null;
		this.#catchUp.reset();
		this.#past.end();
		this.#rejoins = 0;
		this.#pushing.disconnected();
		this.#charters.disconnected();
	}

	/**
	 * Ends it for good: it sends, takes in, seals and retries nothing any more; pending callers get
	 * 'no-connection'. Resolves when running work has ended, so that another replica may continue with the
	 * same vault. Do not await it within a task of the space. SPEC.md X9.
	 */
	async stop(): Promise<void> {
		this.disconnected();
		this.#isStopped = true;
		await this.#flushing.ended();
		await this.space.run(() => Promise.resolve());
	}

	/** Takes one frame of this space, in order of arrival. */
	receive(frame: RelayFrame & { readonly space: SpaceId }): void {
		if (this.#isStopped) return;
		const nonce = this.#nonce;
		const handled =
			frame.kind === 'past'
				? this.#past.take(frame.feed, frame.first, frame.entries)
				: this.space.run(() => this.#handle(frame, this.#nonce === nonce));
		void handled.catch((error: unknown) => {
			// what could not be stored is dropped and asked for again when the device may have recovered
			if (this.isCurrent && frame.kind !== 'charter') this.#asking.soon();
			else this.#beginAnew();
			this.#tellFault(error);
		});
	}

	/**
	 * Seals and sends the outbox. Does nothing until the charter is current. Rejects with a `Fault`,
	 * and retries automatically. SPEC.md O3, X10.
	 */
	async flush(): Promise<void> {
		if (!this.#isStopped) await this.#flushing.flush();
	}

	/**
	 * Changes the charter: `build` makes the ops for the current charter, or null when nothing is left
	 * to do. Signs again when somebody else was faster. Rejects with 'no-connection' or 'unexpected'. SPEC.md X7.
	 */
	amend(build: (charter: Charter) => Promise<readonly CharterOp[] | null>): Promise<void> {
		return this.#charters.amend(build);
	}

	/** `isOfNow`: came over the current connection; what an older one said about the relay's state is void. */
	async #handle(frame: RelayFrame & { readonly space: SpaceId }, isOfNow: boolean): Promise<void> {
		const { space } = this;
		if (this.#isStopped) return;
		if (frame.kind === 'entries') {
			if (isOfNow) this.#pushing.has(frame.feed, frame.first + frame.entries.length - 1);
			if ((await this.#inbox.take(frame.feed, frame.entries)) === 'gap') this.#catchUp.ask();
			// our writes that waited for these
			else if (this.#flushing.isDue) this.#flushing.begin();
			return;
		}
		if (frame.kind === 'ack') {
			this.#pushing.has(frame.feed, frame.seq);
			await acknowledge(space, frame.feed, frame.seq);
			this.#refilling.worked();
			this.#rejoining.worked();
			return;
		}
		if (!isOfNow || !this.#nonce) return;
		switch (frame.kind) {
			case 'joined':
				this.isCurrent = this.#isTroubled = false;
				this.#catchUp.reset();
				this.#pushing.joined(frame.feeds);
				space.promised.clear();
				for (const { feed, seq } of frame.feeds) space.promise(feed, seq);
				this.#inbox.promise();
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
				// usually its record came before; otherwise it is asked for
				if (frame.code === 'removed' && this.space.isMember) this.#charters.askForEnd();
				else this.tell('closed', frame.code);
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

	/** New records: a refused feed may be allowed now, and keys may have come. */
	async #moved(): Promise<void> {
		const isGap = (await this.#inbox.retry()) === 'gap';
		if (isGap || this.#inbox.hasRefused) this.#catchUp.ask();
		this.#inbox.hasRefused = false;
	}

	#becomeCurrent(): void {
		if (this.isCurrent) return;
		this.isCurrent = true;
		this.#catchUp.begin();
	}

	/** The relay has sent everything: our writes find their place, then it gets what it is missing. */
	async #pulled(): Promise<void> {
		const { space } = this;
		if (!this.#catchUp.ended()) return;
		await recover(space, true);
		await turnOver(space);
		await this.#pushing.refill();
		this.#asking.worked();
		this.#warn();
		if (!this.#isTroubled && unconfirmed(space).length === 0) this.#rejoining.worked();
		this.tell('current');
		space.emit({ kind: 'progress' });
		this.#flushing.begin();
		this.#past.begin();
	}

	/** The relay has sent everything, yet had promised more of our own feeds. SPEC.md X11. */
	#warn(): void {
		const wasHeldUp = this.#isHeldUp;
		this.#isHeldUp = isHeldUp(this.space);
		if (this.#isHeldUp && !wasHeldUp) this.tell('withheld');
		if (this.#isHeldUp) this.#beginAnew();
	}

	#beginAnew(): void {
		this.#isTroubled = true;
		this.#rejoining.soon();
	}

	async #rejoin(): Promise<void> {
		if (this.#nonce) await this.join(this.#nonce);
	}

	async #refill(): Promise<void> {
		if (!this.isCurrent) return;
		await this.space
			.run(() => this.#pushing.refill())
			.catch((error: unknown) => {
				this.#refilling.soon();
				passOver()(error);
			});
	}

	/** Reports what failed here; unexpected errors are thrown, too. */
	#tellFault(error: unknown): void {
		this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
		if (!isExpected(error)) throw error;
	}

	/** The relay refused. SPEC.md X10. */
	async #refused(request: string, code: RelayRefusal, nonce: Uint8Array): Promise<void> {
		if (request === 'charterPush' && this.#charters.answered(code)) return;
		const remedy = remedyOf(request, code);
		if (request === 'join' && code === 'not-member' && this.space.isMember) {
			this.#charters.askForEnd();
			return;
		}
		const isUnknown =
			request === 'join' ? code === 'unknown-space' : request === 'charterPull' && code === 'not-member';
		if (isUnknown) this.tell('unknown');
		if (remedy === 'found' && this.#create()) return;
		if (remedy === 'compare' && this.#pushing.suspect(this.#inbox.suspects)) {
			this.#catchUp.ask();
			return;
		}
		if (request === 'past') this.#past.end();
		if (request === 'pull') this.#catchUp.refused(remedy === 'behind');
		if (remedy === 'anew' || remedy === 'found') this.#beginAnew();
		else if (remedy === 'refill') this.#refilling.soon();
		else if (remedy === 'ask') this.#asking.soon();
		else if (remedy === 'gap') {
			this.isCurrent = false;
			if (this.#rejoins++ < MAX_REJOINS) return this.join(nonce);
			this.#beginAnew();
		}
		this.#tellRefused(request, code);
	}

	/** The relay's records for a member not let in show that she is out, or nothing does. SPEC.md X14. */
	#judge(): void {
		const { isMember, me } = this.space;
		if (isMember) {
			this.tell('unknown');
			this.#beginAnew();
		} else if (me?.isRemoved) this.tell('closed', 'removed');
		else this.tell('refused', 'not-member');
	}

	/** Only a join answers whether we are in the space, and it is repeated. SPEC.md X13. */
	#tellRefused(request: string, code: RelayRefusal): void {
		if (code !== 'too-fast' && (code !== 'not-member' || request === 'join')) this.tell('refused', code);
	}

	/** Founds the space at a relay that does not know it; false if this device cannot. The rest follows after joining. */
	#create(): boolean {
		const { space, channel } = this;
		if (channel.centre === null) return false;
		const [records = []] = batches(space.records.map(({ bytes }) => bytes));
		this.#send({ kind: 'create', space: space.id, centre: channel.centre, records });
		return true;
	}

	/** Whether it was sent. */
	#send(frame: DeviceFrame): boolean {
		return !this.#isStopped && this.channel.send(frame);
	}

	#later(task: () => void, afterMs: number): void {
		const due = (): void => {
			if (!this.#isStopped) task();
		};
		if (this.channel.later) this.channel.later(due, afterMs);
		else setTimeout(due, afterMs);
	}
}
