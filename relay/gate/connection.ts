/**
 * One websocket: takes messages in, one after another and no faster than allowed, and passes them on.
 * Knows nothing about spaces except which of them it has joined.
 */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SpaceId } from '../../src/lib/base/ids';
import {
	decodeDeviceFrame,
	encodeRelayFrame,
	MESSAGE_TYPE,
	NO_SPACE,
	type DeviceFrame,
	type RelayFrame,
	type RelayRefusal
} from '../../src/lib/wire/frames';
import { challengeOf, type Former } from '../../src/lib/wire/challenge';
import { PROTOCOL_VERSION } from '../../src/lib/wire/limits';
import type { Limits } from '../settings/limits';
import type { Log } from '../settings/log';
import { Bucket } from './bucket';
import { framed, Outlet } from './outlet';

/** Handles what a connection receives. */
export interface Receiver<Part> {
	/** A frame of ours. */
	readonly frame: (connection: Connection<Part>, frame: DeviceFrame) => Promise<void>;
	/** A message of y-protocols (0 sync, 1 awareness, 3 query); `body` is the part after its type. */
	readonly stock: (connection: Connection<Part>, type: number, body: Uint8Array) => Promise<void>;
	/** The connection is gone; called once. */
	readonly gone: (connection: Connection<Part>) => void;
}

/** Its limits, and where it logs problems. */
export interface Terms {
	readonly limits: Limits;
	readonly log: Log;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** Who connected, and where to. */
export interface Arrival {
	readonly address: string;
	/** The relay's own host, as named in the request. */
	readonly host: string;
	/** The reception that stock messages refer to; null before founding. */
	readonly reception: SpaceId | null;
	/** A stock y-websocket client with a token: gets no frames of ours. */
	readonly isStock: boolean;
}

/** A live connection. `Part`: its role in a space that it has joined. */
export class Connection<Part> {
	/** The nonce in its greeting. */
	readonly nonce: Uint8Array = new Uint8Array(randomBytes(32));
	/** The challenge that its answers sign. */
	readonly challenge: Uint8Array;
	readonly joined = new Map<SpaceId, Part>();
	/** Spaces that this connection has proved to have been in. */
	readonly former = new Map<SpaceId, Former>();
	readonly outlet: Outlet;
	readonly presence: Bucket;
	readonly creations: Bucket;
	/** Where a catch-up is running or waiting. */
	readonly pulls = new Set<Part>();
	pulling: Promise<void> = Promise.resolve();
	#work: Promise<void> = Promise.resolve();
	#waiting = 0;
	#waitingBytes = 0;
	#faults = 0;
	#beforeJoining = 0;
	#isGone = false;
	#isStopped = false;
	#slow: NodeJS.Timeout | null = null;
	#handshake: NodeJS.Timeout | null = null;
	readonly #frames: Bucket;
	readonly #bytes: Bucket;
	readonly #pings: Bucket;

	constructor(
		readonly terms: Terms,
		readonly arrival: Arrival,
		readonly ws: WebSocket,
		socket: Duplex,
		readonly receiver: Receiver<Part>
	) {
		const { limits, now } = terms;
		this.challenge = challengeOf(this.nonce, arrival.host);
		this.outlet = new Outlet(socket, limits.unread, () => {
			terms.log('slow reader closed');
			this.drop();
		});
		this.presence = new Bucket(...limits.presence, now());
		this.creations = new Bucket(...limits.creations, now());
		this.#frames = new Bucket(...limits.frames, now());
		this.#bytes = new Bucket(...limits.bytes, now());
		this.#pings = new Bucket(20, 2, now());
		// Without this listener six bytes can end the process.
		ws.on('error', () => this.drop());
		ws.on('close', () => this.#gone());
		ws.on('ping', (data) => {
			if (!this.#pings.tryTake(1, now()) || socket.writableLength > limits.unread) this.drop();
			else ws.pong(data);
		});
		ws.on('message', (data, isBinary) => this.#arrived(data, isBinary));
		this.send({ kind: 'hello', version: PROTOCOL_VERSION, nonce: this.nonce, nowMs: now() });
		this.expectJoin();
	}

	/** Whether it is still connected. */
	get isOpen(): boolean {
		return !this.#isGone;
	}

	/** Sends a frame. */
	send(frame: RelayFrame): void {
		if (!this.arrival.isStock) this.outlet.send(framed(encodeRelayFrame(frame)));
	}

	/** Refuses a request. */
	refuse(space: SpaceId, request: DeviceFrame['kind'], code: RelayRefusal): void {
		this.send({ kind: 'refused', space, request, code });
	}

	/** Starts the time limit for joining a space. */
	expectJoin(): void {
		if (this.#handshake) clearTimeout(this.#handshake);
		this.#handshake = setTimeout(() => {
			if (this.joined.size === 0) this.close(1008, 'nothing joined');
		}, this.terms.limits.handshakeMs);
	}

	/** Stops the time limit: a space has been joined. */
	hasJoined(): void {
		if (this.#handshake) clearTimeout(this.#handshake);
		this.#handshake = null;
		this.#beforeJoining = 0;
	}

	/** Does `work` before everything that arrives from now on. */
	queue(work: () => Promise<void>): void {
		this.#work = this.#work.then(work).catch((why: unknown) => {
			this.terms.log('unexpected', why);
			this.drop();
		});
	}

	/** Ends politely: messages sent before still arrive. */
	close(code: number, why: string): void {
		this.outlet.close();
		this.#isStopped = true;
		// The peer's close frame must be read, but not waited for too long.
		this.ws.resume();
		this.ws.close(code, why);
		setTimeout(() => this.ws.terminate(), CLOSING_MS).unref();
	}

	/** Ends immediately. */
	drop(): void {
		this.outlet.close();
		this.ws.terminate();
		this.#gone();
	}

	/** Takes in nothing more. */
	stop(): void {
		this.#isStopped = true;
	}

	/** Resolves when everything taken in has been handled. */
	async settled(): Promise<void> {
		await this.#work;
	}

	#arrived(data: unknown, isBinary: boolean): void {
		if (this.#isGone || this.#isStopped) return;
		if (!isBinary || !Buffer.isBuffer(data) || data.length === 0) {
			this.#fault();
			return;
		}
		// Buffer's own slice() returns views, where the codecs expect copies.
		const raw = new Uint8Array(data.buffer, data.byteOffset, data.length);
		this.#slowDown(raw.length);
		this.#waiting++;
		this.#waitingBytes += raw.length;
		if (this.#waiting > MOST_WAITING || this.#waitingBytes > MOST_WAITING_BYTES) this.ws.pause();
		this.queue(() => this.#handle(raw));
	}

	async #handle(raw: Uint8Array): Promise<void> {
		if (!this.#isGone) await this.#read(raw);
		this.#waiting--;
		this.#waitingBytes -= raw.length;
		this.#goOn();
	}

	async #read(raw: Uint8Array): Promise<void> {
		const type = raw[0] ?? 255;
		if (type === 0 || type === 1 || type === 3) {
			await this.receiver.stock(this, type, raw.subarray(1));
			return;
		}
		const read = type === MESSAGE_TYPE ? decodeDeviceFrame(raw.subarray(1)) : null;
		if (read?.ok) await this.receiver.frame(this, read.value);
		else this.#fault();
	}

	/** Nothing over the limit is lost: reading pauses. */
	#slowDown(bytes: number): void {
		const { now, limits } = this.terms;
		const waitMs = Math.max(this.#frames.take(1, now()), this.#bytes.take(bytes, now()));
		if (this.joined.size === 0 && !this.arrival.isStock) {
			this.#beforeJoining += bytes;
			if (this.#beforeJoining > limits.bytesBeforeJoining) this.close(1008, 'too much before joining');
		}
		if (waitMs === 0) return;
		this.ws.pause();
		if (this.#slow) clearTimeout(this.#slow);
		this.#slow = setTimeout(
			() => {
				this.#slow = null;
				this.#goOn();
			},
			Math.min(waitMs, MOST_WAIT_MS)
		);
	}

	/** Resumes reading, unless there is still a reason to wait. */
	#goOn(): void {
		if (!this.ws.isPaused || this.#slow || this.#isGone) return;
		if (this.#waiting <= MOST_WAITING / 2 && this.#waitingBytes <= MOST_WAITING_BYTES / 2) this.ws.resume();
	}

	/** Not a message of ours. The first few are answered, so that a newer app can tell why. */
	#fault(): void {
		this.#faults++;
		if (this.#faults > MOST_FAULTS) this.close(1008, 'malformed');
		else this.send({ kind: 'refused', space: NO_SPACE, request: '', code: 'malformed' });
	}

	#gone(): void {
		if (this.#isGone) return;
		this.#isGone = true;
		this.outlet.close();
		if (this.#handshake) clearTimeout(this.#handshake);
		if (this.#slow) clearTimeout(this.#slow);
		this.receiver.gone(this);
	}
}

const CLOSING_MS = 2_000;
const MOST_WAIT_MS = 10_000;
const MOST_FAULTS = 8;
const MOST_WAITING = 64;
const MOST_WAITING_BYTES = 2 * 1024 * 1024;
