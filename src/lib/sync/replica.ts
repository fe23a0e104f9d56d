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
import { BATCH_BYTES, MAX_BATCH_ENTRIES, MAX_RECORD_BYTES } from '../wire/limits';
import type { Joiner } from './connection';
import { entryKey } from './feeds';
import { Inbox } from './ingest';
import { acknowledge, sealPending } from './outbox';
import type { Space } from './space';

/** How a replica reaches the relay and what it says of itself. */
export interface Channel {
	/** False when there is no connection. */
	send(frame: DeviceFrame): boolean;
	/** The centre under which this device may found spaces, or null. */
	readonly centre: SpaceId | null;
}

/** What a replica tells: it is current, out of its space, or something is wrong. */
export type ReplicaNews = 'current' | 'closed' | 'diverged' | 'refused' | 'stale';

/** The exchange of one space over a connection that comes and goes. */
export class Replica implements Joiner {
	/** Whether the charter's head is known to be the relay's. */
	isCurrent = false;
	readonly #inbox: Inbox;
	readonly #relay = new Map<FeedId, number>();
	#isFlushing = false;
	#answer: { request: string; done: (code: RelayRefusal | null) => void } | null = null;
	#nonce: Uint8Array | null = null;

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
		this.#answer?.done('storage');
		this.#answer = null;
	}

	/** Takes one frame of this space, in the order of arrival. */
	receive(frame: RelayFrame & { readonly space: SpaceId }): void {
		void this.space.run(() => this.#handle(frame)).catch((error: unknown) => {
			this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
		});
	}

	/** Seals and sends what the outbox holds. Does nothing until the charter is current. SPEC.md O3. */
	async flush(): Promise<void> {
		if (this.#isFlushing) return;
		this.#isFlushing = true;
		try {
			while (this.isCurrent && this.space.isMember && this.space.pending.some(({ isKept }) => isKept)) {
				const introduction = await this.introduction();
				const runs = await this.space.run(() => sealPending(this.space, introduction));
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
	 * left to do. Signs again when somebody else was faster. Rejects with 'no-connection' or 'unexpected'.
	 */
	async amend(build: (charter: Charter) => Promise<readonly CharterOp[] | null>): Promise<void> {
		const { space } = this;
		for (let attempt = 0; attempt < 5; attempt++) {
			if (!this.isCurrent) throw new Fault('no-connection', { retry: true });
			const ops = await build(space.charter);
			if (ops === null) return;
			const { head, length } = space.charter;
			const draft = { version: 1 as const, previous: head, index: length, atMs: space.now(), signer: space.credentials.member, ops };
			const record = await signRecord(space.id, draft, space.credentials.keys.sign);
			const next = await extend(space.charter, record);
			if (!next.ok) throw new Error(`bug: an amendment of ours does not hold: ${next.why}`);
			const refused = await this.#request({ kind: 'charterPush', space: space.id, records: [record.bytes] });
			if (refused === null) {
				if (space.charter.length === record.index) await space.run(() => space.takeCharter(next.value, [record]));
				return;
			}
			if (refused !== 'head-moved') throw new Fault(refused === 'storage' ? 'no-connection' : 'unexpected', { retry: refused === 'storage' });
			await new Promise<void>((resolve) => {
				const stop = space.listen(({ kind }) => {
					if (kind !== 'charter') return;
					stop();
					resolve();
				});
				this.channel.send({ kind: 'charterPull', space: space.id, from: length });
			});
		}
		throw new Fault('unexpected', { retry: true });
	}

	async #handle(frame: RelayFrame & { readonly space: SpaceId }): Promise<void> {
		const { space } = this;
		switch (frame.kind) {
			case 'joined':
				this.#relay.clear();
				for (const { feed, seq } of frame.feeds) {
					this.#relay.set(feed, seq);
					space.promised.set(feed, Math.max(space.promised.get(feed) ?? 0, seq));
				}
				return this.#meet(frame.length, frame.head);
			case 'charter':
				return this.#takeCharter(frame.from, frame.records);
			case 'entries':
				if ((await this.#inbox.take(frame.feed, frame.entries)) === 'gap') this.#pull();
				return;
			case 'ack':
				this.#relay.set(frame.feed, Math.max(this.#relay.get(frame.feed) ?? 0, frame.seq));
				return acknowledge(space, frame.feed, frame.seq);
			case 'notice':
				space.promised.set(frame.feed, Math.max(space.promised.get(frame.feed) ?? 0, frame.seq));
				this.tell('stale');
				return;
			case 'pulled':
				await this.#refill();
				this.tell('current');
				space.emit({ kind: 'progress' });
				void this.flush().catch((error: unknown) => {
					this.tell('refused', error instanceof Fault ? error.code : 'unexpected');
				});
				return;
			case 'closed':
				this.isCurrent = false;
				this.tell('closed', frame.code);
				return;
			case 'done':
				if (frame.request === 'create' && this.#nonce) return this.join(this.#nonce);
				this.#resolve(frame.request, null);
				return;
			case 'refused':
				return this.#refused(frame.request, frame.code as RelayRefusal);
			case 'presence':
				return;
		}
	}

	/** Brings the two charters together. One that is older or goes another way is never taken. SPEC.md X2. */
	async #meet(length: number, head: Uint8Array): Promise<void> {
		const { records } = this.space;
		const shared = records[Math.min(length, records.length) - 1];
		if (length <= records.length && !(shared && equal(shared.hash, head))) {
			this.tell('diverged');
		} else if (length > records.length) {
			this.channel.send({ kind: 'charterPull', space: this.space.id, from: records.length });
		} else if (length < records.length) {
			for (const batch of batches(records.slice(length).map(({ bytes }) => bytes))) this.channel.send({ kind: 'charterPush', space: this.space.id, records: batch });
			this.#becomeCurrent();
		} else {
			this.#becomeCurrent();
		}
	}

	async #takeCharter(from: number, raw: readonly Uint8Array[]): Promise<void> {
		const { space } = this;
		const fresh: CharterRecord[] = [];
		let charter = space.charter;
		for (const [i, bytes] of raw.entries()) {
			const record = parseRecord(bytes);
			if (!record.ok) return this.tell('diverged');
			const mine = space.records[from + i];
			if (mine && equal(mine.hash, record.value.hash)) continue;
			const next = mine ? null : await extend(charter, record.value);
			if (!next?.ok) return this.tell('diverged');
			charter = next.value;
			fresh.push(record.value);
		}
		if (fresh.length > 0) await space.takeCharter(charter, fresh);
		await this.#inbox.retry();
		this.#becomeCurrent();
	}

	#becomeCurrent(): void {
		if (!this.isCurrent) this.#pull();
		this.isCurrent = true;
	}

	#pull(): void {
		const have = [...this.space.feeds.values()].filter(({ seq }) => seq > 0).map(({ id, seq }) => ({ feed: id, seq }));
		this.channel.send({ kind: 'pull', space: this.space.id, have });
	}

	/** Sends every entry that the relay lacks, one's own and others'; a wiped relay fills again. SPEC.md X4. */
	async #refill(): Promise<void> {
		const { space } = this;
		for (const feed of space.feeds.values()) {
			const there = this.#relay.get(feed.id) ?? 0;
			if (there >= feed.seq) {
				await acknowledge(space, feed.id, feed.seq);
				continue;
			}
			const kept = await space.rows.vault.list('entries', space.id + feed.id, entryKey(space.id, feed.id, there));
			this.#push(feed.id, there + 1, kept.slice(0, feed.seq - there).map(([, bytes]) => bytes));
		}
	}

	#push(feed: FeedId, first: number, entries: readonly Uint8Array[]): void {
		let at = first;
		for (const batch of batches(entries)) {
			this.channel.send({ kind: 'push', space: this.space.id, feed, first: at, entries: batch });
			at += batch.length;
		}
	}

	#request(frame: Extract<DeviceFrame, { kind: 'charterPush' }>): Promise<RelayRefusal | null> {
		return new Promise((resolve) => {
			this.#answer = { request: frame.kind, done: resolve };
			if (!this.channel.send(frame)) this.#resolve(frame.kind, 'storage');
		});
	}

	#resolve(request: string, code: RelayRefusal | null): void {
		if (this.#answer?.request !== request) return;
		this.#answer.done(code);
		this.#answer = null;
	}

	#refused(request: string, code: RelayRefusal): void {
		const { centre } = this.channel;
		if (request === 'join' && code === 'unknown-space' && centre !== null) {
			const records = this.space.records.map(({ bytes }) => bytes);
			this.channel.send({ kind: 'create', space: this.space.id, centre, records });
		} else if (request === 'push' && code === 'gap' && this.#nonce) {
			this.isCurrent = false;
			void this.join(this.#nonce);
		} else if (request === 'charterPush' && this.#answer) {
			this.#resolve(request, code);
		} else {
			this.tell('refused', code);
		}
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
