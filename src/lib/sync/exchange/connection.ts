/**
 * A device's only socket: the reception's own WebsocketProvider, unmodified, with one more message
 * type that carries every other space's frames. SPEC.md X1.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { writeSyncStep1 } from 'y-protocols/sync';
import { messageAwareness, messageSync, WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { report } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import {
	decodeRelayFrame,
	encodeDeviceFrame,
	MESSAGE_TYPE,
	NO_SPACE,
	type DeviceFrame,
	type RelayFrame
} from '../../wire/frames';
import { challengeOf, hostOf } from '../../wire/challenge';
import { PROTOCOL_VERSION } from '../../wire/limits';
import type { ShownTicket, Ticket } from '../../wire/ticket';
import { Asked, type Entered } from './asked';

/** Whether the relay can be reached. */
export type Reach = 'offline' | 'connecting' | 'online';
/** A presence as received: an empty body ends it. */
export type PresenceFrame = Extract<RelayFrame, { kind: 'presence' }>;

/** A participant in one space over a connection: a replica, or one that only asks. */
export interface Joiner {
	readonly id: SpaceId;
	/** Answers the challenge of a fresh connection. */
	join(nonce: Uint8Array): Promise<void>;
	disconnected(): void;
	receive(frame: RelayFrame & { readonly space: SpaceId }): void;
}

/** A socket that reconnects automatically, with the spaces joined over it. */
export class Connection {
	/** Null until told to connect, or to stay away. */
	#reach: Reach | null = null;
	/** What this connection's answers sign, from the relay's nonce and host. Null while there is none. */
	nonce: Uint8Array | null = null;
	readonly provider: WebsocketProvider;
	readonly awareness: Awareness;
	/** The relay's host, as this device knows it. */
	readonly #host: string;
	readonly #joiners = new Map<SpaceId, Joiner>();
	/** The joiners that have answered each connection. */
	readonly #joinedBy = new WeakMap<Uint8Array, WeakSet<Joiner>>();
	readonly #asked = new Asked();
	#found: ((code: string | null) => void) | null = null;
	#entered: ((answer: Entered | null) => void) | null = null;

	/**
	 * Prepares the socket to `relayUrl` (ws or wss); `reception` is the room, or 'new' before there is one.
	 * `publishes`: whether this device's presence may appear in the reception.
	 */
	constructor(
		relayUrl: string,
		reception: SpaceId | 'new',
		doc: Y.Doc,
		publishes: boolean,
		readonly events: {
			readonly onReach: (reach: Reach) => void;
			readonly onPresence: (frame: PresenceFrame) => void;
			/** A way to enter a space again that is only watched. */
			readonly onTicket?: (space: SpaceId, ticket: Ticket) => void;
			readonly onTrouble: (code: 'relay-nonsense' | 'relay-too-new') => void;
		}
	) {
		this.#host = hostOf(relayUrl) ?? '';
		this.awareness = new Awareness(doc);
		this.awareness.setLocalState(null);
		this.provider = new WebsocketProvider(relayUrl, reception, doc, {
			connect: false,
			disableBc: true,
			awareness: this.awareness,
			maxBackoffTime: 5000
		});
		// the stock class forwards all awareness it receives: not for those who publish nothing
		if (!publishes) this.awareness.off('update', this.provider._awarenessUpdateHandler);
		this.provider.messageHandlers[MESSAGE_TYPE] = (_encoder, decoder) => {
			try {
				this.#receive(decoding.readTailAsUint8Array(decoder));
			} catch (error) {
				// not the relay's nonsense: nothing that it sends makes us throw
				report(error);
			}
		};
		this.provider.on('status', ({ status }) => {
			if (status === 'connected') return;
			if (status === 'connecting') this.#guard();
			this.nonce = null;
			this.#asked.clear();
			for (const joiner of [...this.#joiners.values()]) joiner.disconnected();
			this.#found?.('storage');
			this.#entered?.(null);
			this.#setReach(status === 'connecting' ? 'connecting' : 'offline');
		});
		this.provider.on('connection-error', () => {
			this.#setReach('offline');
		});
	}

	/** Whether the relay can be reached; 'connecting' while nobody knows. */
	get reach(): Reach {
		return this.#reach ?? 'connecting';
	}

	connect(): void {
		this.provider.connect();
	}

	/** Cuts the socket and stays away until `connect`. */
	disconnect(): void {
		this.provider.disconnect();
		this.#setReach('offline');
	}

	destroy(): void {
		this.provider.destroy();
		this.awareness.destroy();
		this.#joiners.clear();
	}

	/** Takes part in a space from now on, replacing the previous joiner. */
	add(joiner: Joiner): void {
		this.#joiners.set(joiner.id, joiner);
		if (this.nonce) void this.#join(joiner, this.nonce);
	}

	/** Leaves a space, unless another joiner has taken over. */
	remove(joiner: Joiner): void {
		if (!this.holds(joiner)) return;
		this.#joiners.delete(joiner.id);
		this.send({ kind: 'leave', space: joiner.id });
	}

	/** Whether this joiner is the one in its space. */
	holds(joiner: Joiner): boolean {
		return this.#joiners.get(joiner.id) === joiner;
	}

	/** Sends one frame; false when there is no connection. */
	send(frame: DeviceFrame): boolean {
		const { ws, wsconnected } = this.provider;
		if (!ws || !wsconnected || ws.readyState !== ws.OPEN) return false;
		ws.send(encodeDeviceFrame(frame));
		this.#asked.note(frame);
		return true;
	}

	/** Enters spaces with tickets, one such request at a time; null when the connection went. */
	enter(tickets: readonly ShownTicket[]): Promise<Entered | null> {
		return new Promise((resolve) => {
			this.#entered = (answer) => {
				this.#entered = null;
				resolve(answer);
			};
			if (!this.send({ kind: 'enter', tickets })) this.#entered(null);
		});
	}

	/** Founds the centre; resolves with null, or the relay's code for its refusal. */
	found(frame: Extract<DeviceFrame, { kind: 'found' }>): Promise<string | null> {
		return new Promise((resolve) => {
			this.#found = (code) => {
				this.#found = null;
				resolve(code);
			};
			if (!this.send(frame)) this.#found('storage');
		});
	}

	/** The stock class throws at bytes that are no message: here they count as the relay's nonsense. */
	#guard(): void {
		const { ws } = this.provider;
		const hear = ws?.onmessage;
		if (!ws || !hear) return;
		ws.onmessage = (event) => {
			try {
				hear.call(ws, event);
			} catch {
				// reason: whatever the stock class throws at bytes that are no message
				this.events.onTrouble('relay-nonsense');
			}
		};
	}

	#receive(raw: Uint8Array): void {
		const read = decodeRelayFrame(raw);
		if (!read.ok) {
			this.events.onTrouble('relay-nonsense');
			return;
		}
		const frame = read.value;
		if (frame.kind === 'hello') {
			if (frame.version !== PROTOCOL_VERSION) {
				this.events.onTrouble('relay-too-new');
				this.disconnect();
				return;
			}
			// everywhere else this is called the nonce: it covers the host, too
			const challenge = challengeOf(frame.nonce, this.#host);
			this.nonce = challenge;
			this.#setReach('online');
			void this.#joinAll(challenge);
		} else if (frame.kind === 'presence') {
			this.events.onPresence(frame);
		} else if (frame.kind === 'entered') {
			const answer = this.#asked.entered(frame.refused);
			this.#entered?.(answer);
		} else if (frame.kind !== 'pong') {
			if ((frame.kind === 'done' || frame.kind === 'refused') && frame.request === 'found')
				this.#found?.(frame.kind === 'done' ? null : frame.code);
			else if (frame.space !== NO_SPACE && !this.#asked.isLate(frame)) this.#joiners.get(frame.space)?.receive(frame);
			if (frame.kind !== 'joined') return;
			for (const ticket of frame.tickets) this.events.onTicket?.(frame.space, ticket);
			if (frame.space === this.provider.roomname) this.#greetReception();
		}
	}

	/** One after another, in the order added: the centre first, since others are founded under it. */
	async #joinAll(nonce: Uint8Array): Promise<void> {
		for (const id of [...this.#joiners.keys()]) {
			if (this.nonce !== nonce) return;
			// the current joiner, which may have changed since this began
			const joiner = this.#joiners.get(id);
			if (joiner) await this.#join(joiner, nonce);
		}
	}

	/** Each joins a connection only once. */
	async #join(joiner: Joiner, nonce: Uint8Array): Promise<void> {
		const joined = this.#joinedBy.get(nonce) ?? new WeakSet();
		this.#joinedBy.set(nonce, joined);
		if (joined.has(joiner)) return;
		joined.add(joiner);
		await joiner.join(nonce);
	}

	/** The stock class spoke before the challenge was answered and was ignored: it repeats itself. */
	#greetReception(): void {
		const { ws } = this.provider;
		if (!ws) return;
		const sync = encoding.createEncoder();
		encoding.writeVarUint(sync, messageSync);
		writeSyncStep1(sync, this.provider.doc);
		ws.send(encoding.toUint8Array(sync));
		this.#forgetClocks();
		const state = this.awareness.getLocalState();
		if (state === null) return;
		this.awareness.setLocalState({ ...state });
		const greeting = encoding.createEncoder();
		encoding.writeVarUint(greeting, messageAwareness);
		encoding.writeVarUint8Array(greeting, encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
		ws.send(encoding.toUint8Array(greeting));
	}

	/**
	 * Whoever is not here any more may come back with any clock. Those who are here keep theirs: without it the stock
	 * class throws when they go, and then tells nobody that the connection is lost. SPEC.md N4.
	 */
	#forgetClocks(): void {
		const { meta, states, clientID } = this.awareness;
		for (const client of [...meta.keys()]) if (client !== clientID && !states.has(client)) meta.delete(client);
	}

	#setReach(reach: Reach): void {
		if (this.#reach === reach) return;
		this.#reach = reach;
		this.events.onReach(reach);
	}
}
