/**
 * One space's exchange with the relay: enter, make the charters meet, pull what is missing, push what
 * the relay lacks, then empty the outbox. SPEC.md X.
 * Over 300 lines, reason: the one place that knows what a frame leads to; what it sets going lies beside.
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
import { Pushing } from './pushing';
import { recover } from '../space/recovery';
import { unconfirmed } from '../space/refill';
import { remedyOf } from './refusals';
import type { Space } from '../space/space';
import { turnOver } from '../space/fresh-feeds';

/** How often one connection begins anew at once because a push left a gap. */
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
	readonly #flushing: Flushing;
	/** Begins anew on the same connection. */
	readonly #rejoining: Again;
	/** Asks for what could not be kept here. */
	readonly #asking: Again;
	/** Sends what could not be kept there. */
	readonly #refilling: Again;
	#isStopped = false;
	#nonce: Uint8Array | null = null;
	#rejoins = 0;
	#isHeldUp = false;
	/** Whether something is to be tried anew since the last joining. */
	#isTroubled = false;

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
		this.#catchUp = new CatchUp(space, this.#inbox.suspects, line);
		this.#pushing = new Pushing(space, line.send);
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
		this.#pushing.disconnected();
		this.#charters.disconnected();
	}

	/**
	 * Ends it for good: nothing is sent, taken in, sealed or tried again any more, and who waits for an answer
	 * is told 'no-connection'. Resolves when what was under way has ended, so that another may go on with the
	 * same vault. Not to be awaited within a task of the space. SPEC.md X9.
	 */
	async stop(): Promise<void> {
		this.disconnected();
		this.#isStopped = true;
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
				// what could not be kept is let go: it is asked for again when the device may have recovered
				if (this.isCurrent && frame.kind !== 'charter') this.#asking.soon();
				else this.#beginAnew();
				this.#tellFault(error);
			});
	}

	/**
	 * Seals and sends what the outbox holds. Does nothing until the charter is current. Rejects with a `Fault`,
	 * and tries again by itself. SPEC.md O3, X10.
	 */
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
			// own writing that had waited for these
			else if (this.#flushing.isDue) this.#flushing.begin();
			return;
		}
		if (frame.kind === 'ack') {
			this.#pushing.acknowledged(frame.feed, frame.seq);
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
				// its record came before; else it is asked for like any other's
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
		await this.#pushing.refill();
		this.#asking.worked();
		this.#warn();
		if (!this.#isTroubled && unconfirmed(space).length === 0) this.#rejoining.worked();
		this.tell('current');
		space.emit({ kind: 'progress' });
		this.#flushing.begin();
	}

	/** The relay has given all it has, and of what one writes oneself it had promised more. SPEC.md X11. */
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

	/** Says what failed here; what nobody expected is reported, too. */
	#tellFault(error: unknown): void {
		this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
		if (!isExpected(error)) throw error;
	}

	/** The relay said no. SPEC.md X10. */
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

	/** What the relay gave to who is not let in says that she is out, or nothing does. SPEC.md X14. */
	#judge(): void {
		const { isMember, me } = this.space;
		if (isMember) {
			this.tell('unknown');
			this.#beginAnew();
		} else if (me?.isRemoved) this.tell('closed', 'removed');
		else this.tell('refused', 'not-member');
	}

	/** Whether one is in the space is the answer to asking to join alone, which is asked anew. SPEC.md X13. */
	#tellRefused(request: string, code: RelayRefusal): void {
		if (code !== 'too-fast' && (code !== 'not-member' || request === 'join')) this.tell('refused', code);
	}

	/** Founds the space at a relay that does not know it; false where this device cannot. The rest follows after joining. */
	#create(): boolean {
		const { space, channel } = this;
		if (channel.centre === null) return false;
		const [records = []] = batches(space.records.map(({ bytes }) => bytes));
		this.#send({ kind: 'create', space: space.id, centre: channel.centre, records });
		return true;
	}

	/** Whether it went out. */
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
