/**
 * The way out to one socket. A frame is encoded once for all recipients, and writes from one turn of the
 * event loop leave in one packet.
 */
import type { Duplex } from 'node:stream';

/** A websocket message with its header, ready for any number of sockets. */
export type Framed = Buffer & { readonly framed?: never };

/** An unmasked binary message of one frame (RFC 6455 §5.2). */
export function framed(payload: Uint8Array): Framed {
	const { length } = payload;
	const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const whole = Buffer.allocUnsafe(start + length);
	whole[0] = 0x82;
	if (start === 2) whole[1] = length;
	else if (start === 4) {
		whole[1] = 126;
		whole.writeUInt16BE(length, 2);
	} else {
		whole[1] = 127;
		whole.writeBigUInt64BE(BigInt(length), 2);
	}
	whole.set(payload, start);
	return whole;
}

/** Writes whole frames to one socket and closes it when its reader falls too far behind. */
export class Outlet {
	#isCorked = false;
	#isOpen = true;

	constructor(
		readonly socket: Duplex,
		readonly most: number,
		readonly onSlow: () => void
	) {}

	/** Sends a message, unless the outlet is closed. */
	send(message: Framed): void {
		if (!this.#isOpen || this.socket.destroyed) return;
		if (this.socket.writableLength > this.most) {
			this.#isOpen = false;
			this.onSlow();
			return;
		}
		if (!this.#isCorked) {
			this.#isCorked = true;
			this.socket.cork();
			setImmediate(() => {
				this.#isCorked = false;
				this.socket.uncork();
			});
		}
		this.socket.write(message);
	}

	/** Sends nothing from now on. */
	close(): void {
		this.#isOpen = false;
	}

	/** Resolves once little is unread: with true, or false when the socket is closed. */
	async ready(): Promise<boolean> {
		while (this.#isOpen && !this.socket.destroyed && this.socket.writableLength > ENOUGH) {
			await new Promise<void>((resolve) => {
				const done = (): void => {
					this.socket.off('drain', done);
					this.socket.off('close', done);
					resolve();
				};
				this.socket.on('drain', done);
				this.socket.on('close', done);
			});
		}
		return this.#isOpen && !this.socket.destroyed;
	}
}

/** How much a catch-up keeps in the socket's buffer. */
const ENOUGH = 1024 * 1024;
