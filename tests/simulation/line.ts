/** A socket between a page and the relay: frames take time, in order; it can be cut, hang, or be dead on one side. */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { WebSocket as RelaySocket } from 'ws';
import { Connection } from '../../relay/gate/connection';
import { receiver } from '../../relay/spaces/requests';
import { asId, type SpaceId } from '../../src/lib/base/ids';
import { ticking } from './clock';
import type { Network } from './network';
import { ORIGIN, type Tab } from './tab';
import type { Peer } from '../../relay/spaces/space';

/** The part of a websocket that the relay's Connection needs. */
class Ear extends EventEmitter {
	isPaused = false;
	constructor(readonly line: Line) {
		super();
	}
	pause(): void {
		this.isPaused = true;
	}
	resume(): void {
		this.isPaused = false;
	}
	pong(): void {
		// Nobody pings here.
	}
	close(code = 1000): void {
		this.line.closedByRelay(code);
		this.emit('close', code);
	}
	terminate(): void {
		this.line.closedByRelay(1006);
		this.emit('close', 1006);
	}
}

/** One socket between a tab and the relay. */
export class Line {
	isOpen = true;
	/** When the last frame of each direction arrives. */
	#upAtMs = 0;
	#downAtMs = 0;
	/** What is in transit while the line hangs: it goes on, or is lost with the line. */
	#held: (() => void)[] = [];
	connection: Peer | null = null;
	ear: Ear | null = null;
	isHeard = true;

	constructor(
		readonly network: Network,
		readonly tab: Tab,
		readonly socket: Socket,
		readonly room: string
	) {}

	/** The relay accepts it. */
	accept(): void {
		const { network, tab } = this;
		const clock = ticking();
		const ear = (this.ear = new Ear(this));
		const outlet = Object.assign(new EventEmitter(), {
			destroyed: false,
			writableLength: 0,
			cork: () => undefined,
			uncork: () => undefined,
			write: (message: Buffer) => {
				this.deliver(bodyOf(message));
				return true;
			}
		});
		const reception = this.room === 'new' ? null : asId<SpaceId>(this.room);
		this.connection = new Connection(
			network.context,
			{ address: tab.browser.name, host: new URL(ORIGIN).hostname, reception, isStock: false },
			ear as unknown as RelaySocket,
			outlet as unknown as Duplex,
			receiver(network.context)
		);
		network.lines.add(this);
		clock.later(tab, 0, () => {
			this.socket.opened();
		});
	}

	up(data: Uint8Array): void {
		const { network, tab } = this;
		if (!this.isOpen) return;
		network.count(tab, data);
		if (tab.isHanging) {
			const kept = data.slice();
			this.#held.push(() => {
				this.up(kept);
			});
			return;
		}
		const clock = ticking();
		this.#upAtMs = Math.max(this.#upAtMs, clock.nowMs + 1 + network.random(tab.lineMs));
		const bytes = Buffer.from(data);
		clock.later(network.place, this.#upAtMs - clock.nowMs, () => {
			if (!this.connection?.isOpen) return;
			this.isHeard = true;
			this.ear?.emit('message', bytes, true);
			tab.heard();
		});
	}

	/** The line stops hanging. */
	goOn(): void {
		for (const send of this.#held.splice(0)) send();
	}

	/** Gone on this side; the relay notices now, or only after hearing nothing for a long time. */
	cut(isNoticed: boolean): void {
		if (!this.isOpen) return;
		this.isOpen = false;
		const { network, connection } = this;
		if (!isNoticed || !connection) return;
		ticking().later(network.place, 1, () => {
			network.lines.delete(this);
			connection.drop();
		});
	}

	closedByRelay(code: number): void {
		const { network, tab } = this;
		network.lines.delete(this);
		if (!this.isOpen) return;
		this.isOpen = false;
		if (tab.isHanging) return;
		const clock = ticking();
		clock.later(tab, Math.max(0, this.#downAtMs - clock.nowMs) + 1, () => {
			this.socket.closed(code);
		});
	}

	/** Brings the page a message. */
	deliver(body: Uint8Array): void {
		const { network, tab } = this;
		if (!this.isOpen) return;
		if (tab.isHanging) {
			const kept = body.slice();
			this.#held.push(() => {
				this.deliver(kept);
			});
			return;
		}
		const clock = ticking();
		this.#downAtMs = Math.max(this.#downAtMs, clock.nowMs + 1 + network.random(tab.lineMs));
		clock.later(tab, this.#downAtMs - clock.nowMs, () => {
			if (this.isOpen) this.socket.heard(body);
		});
	}
}

/** A page's WebSocket. */
export class Socket {
	static readonly CONNECTING = 0;
	static readonly OPEN = 1;
	static readonly CLOSING = 2;
	static readonly CLOSED = 3;
	readonly CONNECTING = 0;
	readonly OPEN = 1;
	readonly CLOSING = 2;
	readonly CLOSED = 3;
	binaryType = 'arraybuffer';
	readyState = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	onerror: ((event: Event) => void) | null = null;
	readonly line: Line;

	constructor(
		readonly tab: Tab,
		url: string
	) {
		const { network } = tab;
		const clock = ticking();
		this.line = new Line(network, tab, this, url.slice(url.lastIndexOf('/') + 1));
		network.sockets.add(this);
		tab.ends.add(this.#end);
		const afterMs = 1 + network.random(tab.lineMs);
		if (!tab.isOnline || network.isDown || tab.isHanging) {
			this.line.isOpen = false;
			clock.later(tab, tab.isHanging ? 20_000 : afterMs, () => {
				this.onerror?.(new Event('error'));
				this.closed(1006);
			});
			return;
		}
		clock.later(network.place, afterMs, () => {
			if (this.line.isOpen) this.line.accept();
		});
	}

	send(data: Uint8Array | ArrayBuffer): void {
		if (this.readyState === 1) this.line.up(new Uint8Array(data));
	}

	close(): void {
		if (this.readyState >= 2) return;
		this.readyState = 2;
		this.line.cut(!this.tab.isHanging);
		ticking().later(this.tab, 1, () => {
			this.closed(1000);
		});
	}

	opened(): void {
		if (this.readyState !== 0 || !this.line.isOpen) return;
		this.readyState = 1;
		this.onopen?.();
	}

	heard(body: Uint8Array): void {
		if (this.readyState === 1) this.onmessage?.({ data: new Uint8Array(body).buffer });
	}

	closed(code: number): void {
		if (this.readyState === 3) return;
		this.readyState = 3;
		this.tab.network.sockets.delete(this);
		this.tab.ends.delete(this.#end);
		this.onclose?.({ code, reason: '' });
	}

	readonly #end = (): void => {
		this.line.cut(this.tab.network.random(3) > 0);
		this.tab.network.sockets.delete(this);
	};
}

/** A relay's message without the websocket header. */
function bodyOf(message: Buffer): Uint8Array {
	return message.subarray(message[1] === 126 ? 4 : message[1] === 127 ? 10 : 2);
}
