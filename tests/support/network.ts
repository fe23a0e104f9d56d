/**
 * A relay without sockets, and devices on it: the real relay's own code over an in-memory store, and real
 * spaces over vaults. Every frame waits in a queue until the test lets it pass; it can be cut off, held back,
 * doubled, or overtaken by those of other feeds.
 */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Addresses } from '../../relay/gate/addresses';
import { Hosts } from '../../relay/gate/hosts';
import { Connection, type Receiver } from '../../relay/gate/connection';
import type { Context } from '../../relay/spaces/context';
import { DEFAULT_LIMITS } from '../../relay/settings/limits';
import { logTo } from '../../relay/settings/log';
import { readSetupCode } from '../../relay/spaces/setup';
import { receiver } from '../../relay/spaces/requests';
import { Spaces } from '../../relay/spaces/spaces';
import { Commits } from '../../relay/store/commits';
import { memoryStore } from '../../relay/store/memory';
import { putRecord, putSpace } from '../../relay/store/rows';
import type { Store, Write } from '../../relay/store/store';
import { concat } from '../../src/lib/base/bytes';
import type { CharterRecord } from '../../src/lib/wire/charter-record';
import type { SpaceId } from '../../src/lib/base/ids';
import { challengeOf } from '../../src/lib/wire/challenge';
import {
	decodeRelayFrame,
	encodeDeviceFrame,
	MESSAGE_TYPE,
	type DeviceFrame,
	type RelayFrame
} from '../../src/lib/wire/frames';
import type { Joined, Peer } from '../../relay/spaces/space';

/** The relay's host name. */
const HOST = 'relay.test';

/** The part of a websocket that the relay's Connection needs. */
class FakeSocket extends EventEmitter {
	isPaused = false;
	pause(): void {
		this.isPaused = true;
	}
	resume(): void {
		this.isPaused = false;
	}
	pong(): void {
		this.emit('ponged');
	}
	close(): void {
		this.emit('close', 1000);
	}
	terminate(): void {
		this.emit('close', 1006);
	}
}

/** Rolf's relay: the real one, with a journal of its store, so that it can be rolled back. */
export class Rolf {
	readonly journal: Write[][] = [];
	/** The relay's log. */
	readonly log: string[] = [];
	store!: Store;
	commits!: Commits;
	#context!: Context;
	#receiver!: Receiver<Joined>;
	readonly links = new Set<Link>();
	/** While true, nothing new is kept: pushes are answered with 'storage'. */
	isFull = false;

	private constructor() {}

	static async open(): Promise<Rolf> {
		const rolf = new Rolf();
		await rolf.#boot([]);
		return rolf;
	}

	/** Keeps a space as if it had been founded here. */
	async adopt(space: SpaceId, records: readonly CharterRecord[]): Promise<void> {
		await this.store.commit([...records.map(({ bytes }, i) => putRecord(space, i, bytes)), putSpace(space, space)]);
	}

	/** Forgets everything after the first `keep` transactions, like a restored backup. Cuts all links. */
	async rollBack(keep: number): Promise<void> {
		for (const link of [...this.links]) link.cut();
		await this.commits.idle();
		await this.#boot(this.journal.splice(0).slice(0, keep));
	}

	/** A device's line to this relay. */
	connect(to: Receiving): Link {
		return new Link(this, to, this.#context, this.#receiver);
	}

	/** How many entries of all feeds are on its disk. */
	async entries(): Promise<number> {
		return (await this.store.range('entries', { prefix: new Uint8Array(), maxRows: 1_000_000 })).length;
	}

	async #boot(writes: readonly Write[][]): Promise<void> {
		const inner = memoryStore();
		for (const group of writes) {
			await inner.commit(group);
			this.journal.push(group);
		}
		this.store = {
			...inner,
			commit: async (group) => {
				if (this.isFull) throw new Error('disk full');
				await inner.commit(group);
				this.journal.push([...group]);
			}
		};
		const limits = {
			...DEFAULT_LIMITS,
			frames: [1e9, 1e9],
			bytes: [1e12, 1e12],
			bytesBeforeJoining: 1e12,
			presence: [1e6, 1e6]
		} as const;
		this.commits = new Commits(this.store);
		this.#context = {
			store: this.store,
			commits: this.commits,
			spaces: new Spaces(this.commits, 100),
			addresses: new Addresses(limits, Date.now),
			hosts: new Hosts(),
			setup: await readSetupCode(this.store, Date.now),
			ticketKey: new Uint8Array(32).fill(7),
			spaceCounts: new Map(),
			limits,
			log: logTo((line) => void this.log.push(line)),
			now: Date.now
		};
		this.#receiver = receiver(this.#context);
	}
}

/** The device end of a line. */
export interface Receiving {
	hello(nonce: Uint8Array): void;
	receive(frame: RelayFrame & { readonly space: SpaceId }): void;
	gone(): void;
}

/** One line between a device and the relay. Frames wait at both ends until let through. */
export class Link {
	/** Towards the relay. */
	readonly up: DeviceFrame[] = [];
	/** Towards the device. */
	readonly down: RelayFrame[] = [];
	isOpen = true;
	/** Sees each frame before the device does; what it returns arrives instead. */
	forge: (frame: RelayFrame) => readonly RelayFrame[] = (frame) => [frame];
	/** The same for frames to the relay. */
	tap: (frame: DeviceFrame) => readonly DeviceFrame[] = (frame) => [frame];
	readonly connection: Peer;
	readonly #ws = new FakeSocket();

	constructor(
		readonly rolf: Rolf,
		readonly to: Receiving,
		context: Context,
		receiving: Receiver<Joined>
	) {
		const socket = Object.assign(new EventEmitter(), {
			destroyed: false,
			writableLength: 0,
			cork: () => undefined,
			uncork: () => undefined,
			write: (message: Buffer) => {
				this.#arrived(message);
				return true;
			}
		});
		rolf.links.add(this);
		const arrival = { address: 'test', host: HOST, reception: null, isStock: false };
		this.connection = new Connection(
			context,
			arrival,
			this.#ws as unknown as WebSocket,
			socket as unknown as Duplex,
			receiving
		);
	}

	/** Holds back entries on their way down. What it returns lets them pass again, after those held or without them. */
	holdEntries(): (held: 'given' | 'lost') => void {
		const held: RelayFrame[] = [];
		this.forge = (frame) => {
			if (frame.kind !== 'entries') return [frame];
			held.push(frame);
			return [];
		};
		return (how) => {
			this.forge = (frame) => [frame];
			if (how === 'given') this.down.push(...held);
		};
	}

	/** The device sends. */
	send(frame: DeviceFrame): boolean {
		if (!this.isOpen) return false;
		this.up.push(...this.tap(frame));
		return true;
	}

	/** Lets the oldest waiting frame pass; false when none waits. */
	passUp(): boolean {
		const frame = this.up.shift();
		if (!frame || !this.isOpen) return false;
		this.#ws.emit('message', Buffer.from(encodeDeviceFrame(frame)), true);
		return true;
	}

	/** Lets one waiting frame pass to the device; `at` may pick one out of turn. */
	passDown(at = 0): boolean {
		const [frame] = this.down.splice(at, 1);
		if (!frame || !this.isOpen) return false;
		if (frame.kind === 'hello') this.to.hello(challengeOf(frame.nonce, HOST));
		else if ('space' in frame) this.to.receive(frame);
		return true;
	}

	/** Cuts the line; frames under way are lost. */
	cut(): void {
		if (!this.isOpen) return;
		this.isOpen = false;
		this.rolf.links.delete(this);
		this.up.length = this.down.length = 0;
		this.connection.drop();
		this.to.gone();
	}

	#arrived(message: Buffer): void {
		if (!this.isOpen) return;
		const start = message[1] === 126 ? 4 : message[1] === 127 ? 10 : 2;
		const payload = concat(message.subarray(start));
		const read = payload[0] === MESSAGE_TYPE ? decodeRelayFrame(payload.subarray(1)) : null;
		if (read?.ok) this.down.push(...this.forge(read.value));
	}
}
