/**
 * One space's exchange with the relay: enter, make the charters meet, pull what is missing, push what
 * the relay lacks, then empty the outbox. SPEC.md X.
 */
import { equal } from '../base/bytes';
import { Fault } from '../base/fault';
import type { FeedId, SpaceId } from '../base/ids';
import { answerChallenge } from '../wire/challenge';
import { extend, type Charter } from '../wire/charter';
import { parseRecord, signRecord, type CharterOp, type CharterRecord } from '../wire/charter-record';
import type { DeviceFrame, RelayFrame, RelayRefusal } from '../wire/frames';
import { parseEntry } from '../wire/entry';
import { BATCH_BYTES, MAX_BATCH_ENTRIES, MAX_RECORD_BYTES } from '../wire/limits';
import type { Joiner } from './connection';
import { entryKey } from './feeds';
import { Inbox } from './ingest';
import { acknowledge, sealable, sealPending } from './outbox';
import { recover } from './recovery';
import type { Space } from './space';

/** How a replica reaches the relay and what it says of itself. */
export interface Channel {
	/** False when there is no connection. */
	send(frame: DeviceFrame): boolean;
	/** The centre under which this device may found spaces, or null. */
	readonly centre: SpaceId | null;
	/** Runs `task` after a while; a timer unless told otherwise. */
	readonly later?: (task: () => void, afterMs: number) => void;
}

/** What a replica tells: it is current, out of its space, or something is wrong. */
export type ReplicaNews = 'current' | 'closed' | 'diverged' | 'refused' | 'stale';

/** How long the relay may take to answer a change of the charter. */
const PATIENCE_MS = 15_000;
/** When to try again what this device failed to do. */
const RETRY_MS = 3_000;
/** How often one connection begins anew because a push left a gap. */
const MAX_REJOINS = 3;

type Answer = (code: RelayRefusal | null) => void;

/** The exchange of one space over a connection that comes and goes. */
export class Replica implements Joiner {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent = false;
	readonly #inbox: Inbox;
	readonly #relay = new Map<FeedId, number>();
	#isFlushing = false;
	#isPulling = false;
	#pullsAgain = false;
	/** The charter as the relay has it. */
	#head: { readonly length: number; readonly head: Uint8Array } | null = null;
	/** Who waits for the answer to a charterPush, in the order in which they were sent. */
	#answers: Answer[] = [];
	readonly #onCharter = new Set<() => void>();
	#amending: Promise<unknown> = Promise.resolve();
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
		this.#inbox = new Inbox(space);
	}

	get id(): SpaceId {
		return this.space.id;
	}

	/** Answers the relay's challenge for this space. */
	async join(nonce: Uint8Array): Promise<void> {
		this.#nonce = nonce;
		const { id, credentials } = this.space;
		const signature = await answerChallenge(id, nonce, credentials.device);
		this.channel.send({ kind: 'join', space: id, certificate: credentials.certificate, signature, quiet: this.isQuiet ? 1 : 0 });
	}

	/** The connection is gone; nothing is known about the relay any more. */
	disconnected(): void {
		this.isCurrent = false;
		this.#nonce = null;
		this.#head = null;
		this.#isPulling = this.#pullsAgain = false;
		this.#rejoins = 0;
		this.#compared.clear();
		for (const answer of this.#answers.splice(0)) answer('storage');
		for (const wake of [...this.#onCharter]) wake();
	}

	/** Takes one frame of this space, in the order of arrival. */
	receive(frame: RelayFrame & { readonly space: SpaceId }): void {
		const nonce = this.#nonce;
		void this.space.run(() => this.#handle(frame, this.#nonce === nonce)).catch((error: unknown) => {
			this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
			// what could not be kept is let go: ask for it again when the device may have recovered
			this.#later(() => {
				this.#pull();
			});
		});
	}

	/** Seals and sends what the outbox holds. Does nothing until the charter is current. SPEC.md O3. */
	async flush(): Promise<void> {
		if (this.#isFlushing) return;
		this.#isFlushing = true;
		try {
			while (this.#mayFlush()) {
				const introduction = await this.introduction();
				const runs = await this.space.run(async () => {
					if (this.space.isStale) await this.space.load();
					return this.#mayFlush() ? sealPending(this.space, introduction) : [];
				});
				for (const { feed, entries } of runs) {
					const first = entries[0]?.header.seq ?? 0;
					this.#push(feed.id, first, entries.map(({ bytes }) => bytes));
				}
			}
		} finally {
			this.#isFlushing = false;
		}
	}

	/**
	 * Changes the charter: `build` makes the ops for the charter as it stands, or null when nothing is
	 * left to do. Signs again when somebody else was faster. Rejects with 'no-connection' or 'unexpected'. SPEC.md X7.
	 */
	amend(build: (charter: Charter) => Promise<readonly CharterOp[] | null>): Promise<void> {
		const amended = this.#amending.then(() => this.#amend(build));
		this.#amending = amended.catch(() => undefined);
		return amended;
	}

	async #amend(build: (charter: Charter) => Promise<readonly CharterOp[] | null>): Promise<void> {
		const { space } = this;
		for (let attempt = 0; attempt < 5; attempt++) {
			if (!this.isCurrent) throw new Fault('no-connection', { retry: true });
			const ops = await build(space.charter);
			if (ops === null) return;
			const { head, length } = space.charter;
			const draft = { version: 1 as const, previous: head, index: length, atMs: space.now(), signer: space.credentials.member, ops };
			const record = await signRecord(space.id, draft, space.credentials.keys.sign);
			const next = await extend(space.charter, record);
			if (!next.ok && space.charter.length > length) continue;
			if (!next.ok) throw new Error(`bug: an amendment of ours does not hold: ${next.why}`);
			const refused = await this.#request(record);
			if (refused === null) {
				await space.run(async () => {
					if (space.charter.length === record.index) await space.takeCharter(next.value, [record]);
				});
				return;
			}
			if (refused !== 'head-moved') throw new Fault(refused === 'storage' ? 'no-connection' : 'unexpected', { retry: refused === 'storage' });
			if (space.charter.length > length) continue;
			const moved = this.#charterMoved();
			this.channel.send({ kind: 'charterPull', space: space.id, from: length });
			await moved;
		}
		throw new Fault('unexpected', { retry: true });
	}

	/** `isOfNow`: came over the connection that there is now; an older one's word on the relay's state is void. */
	async #handle(frame: RelayFrame & { readonly space: SpaceId }, isOfNow: boolean): Promise<void> {
		const { space } = this;
		if (frame.kind === 'entries') {
			if ((await this.#inbox.take(frame.feed, frame.entries)) === 'gap') this.#pull();
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
				this.#isPulling = this.#pullsAgain = false;
				this.#head = frame;
				this.#relay.clear();
				for (const { feed, seq } of frame.feeds) {
					this.#relay.set(feed, seq);
					space.promise(feed, seq);
				}
				return this.#meet(frame.length, frame.head);
			case 'charter':
				return this.#takeCharter(frame.from, frame.records);
			case 'notice':
				space.promise(frame.feed, frame.seq);
				this.tell('stale');
				return;
			case 'pulled':
				return this.#pulled();
			case 'closed':
				this.isCurrent = false;
				this.tell('closed', frame.code);
				return;
			case 'done':
				if (frame.request === 'create') return this.join(this.#nonce);
				if (frame.request === 'charterPush') this.#answers.shift()?.(null);
				return;
			case 'refused':
				return this.#refused(frame.request, frame.code as RelayRefusal, this.#nonce);
			case 'presence':
			case 'hello':
			case 'pong':
				return;
		}
	}

	/** Brings the two charters together. One that is older or goes another way is never taken. SPEC.md X2. */
	#meet(length: number, head: Uint8Array): void {
		const { records } = this.space;
		const shared = records[Math.min(length, records.length) - 1];
		if (length <= records.length && !(shared && equal(shared.hash, head))) {
			this.tell('diverged');
		} else if (length > records.length) {
			this.channel.send({ kind: 'charterPull', space: this.space.id, from: records.length });
		} else {
			for (const batch of batches(records.slice(length).map(({ bytes }) => bytes))) {
				const answer: Answer = (code) => {
					if (code !== null && code !== 'storage') this.tell('refused', code);
				};
				if (this.channel.send({ kind: 'charterPush', space: this.space.id, records: batch })) this.#answers.push(answer);
			}
			this.#becomeCurrent();
		}
	}

	/** Records that continue the chain. The space is current once it holds all that the relay named at joining. SPEC.md X2. */
	async #takeCharter(from: number, raw: readonly Uint8Array[]): Promise<void> {
		const { space } = this;
		if (from > space.records.length) {
			this.channel.send({ kind: 'charterPull', space: space.id, from: space.records.length });
			return;
		}
		const fresh: CharterRecord[] = [];
		let charter = space.charter;
		for (const [i, bytes] of raw.entries()) {
			const record = parseRecord(bytes);
			if (!record.ok) return this.#diverge();
			const mine = space.records[from + i];
			if (mine && equal(mine.hash, record.value.hash)) continue;
			const pin = space.pins.get(from + i);
			const next = mine || (pin && !equal(pin, record.value.hash)) ? null : await extend(charter, record.value);
			if (!next?.ok) return this.#diverge();
			charter = next.value;
			fresh.push(record.value);
		}
		if (fresh.length > 0) {
			const hadRejected = space.rejected.size > 0;
			await space.takeCharter(charter, fresh);
			if (hadRejected && this.isCurrent) this.#pull();
		}
		for (const wake of [...this.#onCharter]) wake();
		if ((await this.#inbox.retry()) === 'gap') this.#pull();
		const { length = Infinity, head } = this.#head ?? {};
		if (space.records.length < length) {
			if (fresh.length === 0) this.#diverge();
			return;
		}
		const there = space.records[length - 1];
		if (there && head && equal(there.hash, head)) this.#becomeCurrent();
		else this.#diverge();
	}

	#diverge(): void {
		this.isCurrent = false;
		this.tell('diverged');
	}

	#becomeCurrent(): void {
		if (this.isCurrent) return;
		this.isCurrent = true;
		this.#pull();
	}

	/** Asks for what is missing. One catch-up at a time; what is missed meanwhile makes another one follow. */
	#pull(): void {
		if (!this.isCurrent) return;
		if (this.#isPulling) {
			this.#pullsAgain = true;
			return;
		}
		this.#isPulling = true;
		const { suspects } = this.#inbox;
		const have = [...this.space.feeds.values()].filter(({ id, seq }) => seq > 0 && !suspects.has(id)).map(({ id, seq }) => ({ feed: id, seq }));
		suspects.clear();
		this.channel.send({ kind: 'pull', space: this.space.id, have });
	}

	/** The relay has given all it has: own writing finds its place, then it gets what it lacks. */
	async #pulled(): Promise<void> {
		const { space } = this;
		this.#isPulling = false;
		const pullsAgain = this.#pullsAgain;
		this.#pullsAgain = false;
		if (this.#inbox.suspects.size > 0) {
			this.#pull();
			return;
		}
		if (pullsAgain) {
			this.#later(() => {
				this.#pull();
			});
		}
		await recover(space, true);
		await this.#refill();
		this.tell('current');
		space.emit({ kind: 'progress' });
		void this.flush().catch((error: unknown) => {
			this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
			this.#later(() => void this.flush().catch(() => undefined));
		});
	}

	/**
	 * Sends every entry that the relay lacks, one's own and others'; a wiped relay fills again. Own ones
	 * that it never acknowledged go once more even if its numbers cover them: only its answer says that it
	 * has these and not a twin's. SPEC.md X4, O7.
	 */
	async #refill(): Promise<void> {
		const { space } = this;
		for (const feed of space.feeds.values()) {
			const there = this.#relay.get(feed.id) ?? 0;
			const isMine = space.isMine(feed) && !feed.isLeft;
			const from = isMine ? Math.min(there, feed.acked) : there;
			if (!isMine) await acknowledge(space, feed.id, there);
			if (from >= feed.seq || feed.trouble !== 'none') continue;
			const kept = await space.rows.vault.list('entries', space.id + feed.id, entryKey(space.id, feed.id, from));
			const whole = kept.slice(0, feed.seq - from).map(([, bytes]) => bytes);
			const damaged = whole.findIndex((bytes, i) => {
				const entry = parseEntry(space.id, bytes);
				return !entry.ok || entry.value.header.seq !== from + 1 + i;
			});
			this.#push(feed.id, from + 1, damaged < 0 ? whole : whole.slice(0, damaged));
		}
	}

	#push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void {
		let at = first;
		for (const batch of batches(entries)) {
			this.channel.send({ kind: 'push', space: this.space.id, feed, first: at, entries: batch });
			at += batch.length;
		}
	}

	#request(record: CharterRecord): Promise<RelayRefusal | null> {
		return new Promise((resolve) => {
			if (!this.channel.send({ kind: 'charterPush', space: this.space.id, records: [record.bytes] })) {
				resolve('storage');
				return;
			}
			this.#answers.push(resolve);
			this.#later(() => {
				resolve('storage');
			}, PATIENCE_MS);
		});
	}

	/** Resolves when records came, the connection went, or nothing happened for too long. */
	#charterMoved(): Promise<void> {
		return new Promise((resolve) => {
			const wake = (): void => {
				this.#onCharter.delete(wake);
				resolve();
			};
			this.#onCharter.add(wake);
			this.#later(wake, PATIENCE_MS);
		});
	}

	async #refused(request: string, code: RelayRefusal, nonce: Uint8Array): Promise<void> {
		const { space, channel } = this;
		if (request === 'join' && code === 'unknown-space' && channel.centre !== null) {
			const records = space.records.map(({ bytes }) => bytes);
			channel.send({ kind: 'create', space: space.id, centre: channel.centre, records });
		} else if (request === 'join' && code === 'too-fast') {
			this.#later(() => {
				if (this.#nonce === nonce) void this.join(nonce);
			});
		} else if (request === 'push' && code === 'gap' && this.#rejoins < MAX_REJOINS) {
			this.#rejoins++;
			this.isCurrent = false;
			await this.join(nonce);
		} else if (request === 'push' && code === 'fork' && this.#suspect()) {
			this.#pull();
		} else if (request === 'charterPush' && this.#answers.length > 0) {
			this.#answers.shift()?.(code);
		} else if (request === 'pull' && code === 'too-fast') {
			this.#pullsAgain = true;
		} else {
			if (request === 'pull') this.#isPulling = false;
			this.tell('refused', code);
		}
	}

	/** The relay has another entry where it was sent one of ours; it does not say which. False when all were compared. */
	#suspect(): boolean {
		const { space } = this;
		for (const feed of space.feeds.values()) {
			if (!space.isMine(feed) || feed.isLeft || feed.acked >= feed.seq || this.#compared.has(feed.id)) continue;
			this.#compared.add(feed.id);
			this.#inbox.suspects.add(feed.id);
		}
		return this.#inbox.suspects.size > 0;
	}

	#mayFlush(): boolean {
		return this.isCurrent && this.space.isMember && sealable(this.space).length > 0;
	}

	#later(task: () => void, afterMs = RETRY_MS): void {
		if (this.channel.later) this.channel.later(task, afterMs);
		else setTimeout(task, afterMs);
	}
}

/** Cuts a run so that each part fits a frame. */
function batches(all: readonly Uint8Array[]): Uint8Array[][] {
	const parts: Uint8Array[][] = [];
	let part: Uint8Array[] = [];
	let size = 0;
	for (const bytes of all) {
		if (part.length > 0 && (size + bytes.length > Math.max(BATCH_BYTES, MAX_RECORD_BYTES) || part.length >= MAX_BATCH_ENTRIES)) {
			parts.push(part);
			[part, size] = [[], 0];
		}
		part.push(bytes);
		size += bytes.length;
	}
	if (part.length > 0) parts.push(part);
	return parts;
}
