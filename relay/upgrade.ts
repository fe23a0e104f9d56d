/** From an HTTP request to a connection: where to, from where, how many. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { SpaceId } from '../src/lib/base/ids';
import { MAX_FRAME_BYTES } from '../src/lib/wire/limits';
import { writeAwareness } from './reception/awareness';
import type { Context } from './spaces/context';
import { joinWithToken } from './spaces/join';
import { receiver } from './spaces/requests';
import { Connection } from './gate/connection';
import { framed } from './gate/outlet';
import type { Peer } from './spaces/space';

/** All connections of a server. */
export class Gate {
	readonly connections = new Set<Peer>();
	readonly #alive = new WeakSet<Peer>();
	readonly #sockets = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		autoPong: false,
		// Room for the message type.
		maxPayload: MAX_FRAME_BYTES + 16
	});
	readonly #beat: NodeJS.Timeout;
	#isOpen = true;

	constructor(
		readonly context: Context,
		readonly origins: readonly string[],
		server: Server
	) {
		server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
			this.#upgrade(request, socket, head)
		);
		this.#beat = setInterval(() => this.#keepAlive(), context.limits.keepAliveMs);
	}

	/** Lets nobody in any more and takes in nothing more. */
	shut(): void {
		this.#isOpen = false;
		clearInterval(this.#beat);
		for (const connection of this.connections) connection.stop();
	}

	/** Resolves when everything taken in has been handled. */
	async settled(): Promise<void> {
		await Promise.all([...this.connections].map((connection) => connection.settled()));
	}

	/** Disconnects everybody and asks them to come back soon. */
	async clear(): Promise<void> {
		const all = [...this.connections];
		for (const connection of all) connection.close(1012, 'restarting');
		const end = Date.now() + GOODBYE_MS;
		while (this.connections.size > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
		for (const connection of all) connection.drop();
		await Promise.all(all.map(({ pulling }) => pulling));
	}

	#upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		const { context } = this;
		socket.on('error', () => socket.destroy());
		const url = /^\/ws\/(new|[0-9a-f]{32})(?:\?([^#]*))?$/.exec(request.url ?? '');
		if (!url || !this.#isOpen) return turnAway(socket, url ? 503 : 404);
		if (!isOwnOrigin(request, this.origins)) {
			context.log('connection refused: foreign origin');
			return turnAway(socket, 403);
		}
		const host = context.hosts.of(request);
		if (host === null) {
			context.log('connection refused: another host');
			return turnAway(socket, 421);
		}
		const address = context.addresses.of(request);
		if (this.connections.size >= context.limits.connections) {
			context.log('connection refused: too many');
			return turnAway(socket, 503);
		}
		const leave = context.addresses.mayAsk(address, 'requests') ? context.addresses.connect(address) : null;
		if (!leave) {
			context.log('connection refused: too many from one address');
			return turnAway(socket, 429);
		}
		socket.on('close', leave);
		const token = new URLSearchParams(url[2] ?? '').get('token');
		const reception = url[1] === 'new' ? null : ((url[1] ?? '') as SpaceId);
		this.#sockets.handleUpgrade(request, socket, head, (ws) => {
			const arrival = { address, host, reception, isStock: token !== null };
			const connection = new Connection(context, arrival, ws, socket, {
				...receiver(context),
				gone: (gone) => {
					this.connections.delete(gone);
					receiver(context).gone(gone);
				}
			});
			this.connections.add(connection);
			this.#alive.add(connection);
			ws.on('pong', () => this.#alive.add(connection));
			ws.on('message', () => this.#alive.add(connection));
			if (token !== null) connection.queue(() => joinWithToken(context, connection, token));
		});
	}

	/** Sends something to everybody, and drops those not heard from since the last time. */
	#keepAlive(): void {
		for (const connection of this.connections) {
			if (!this.#alive.delete(connection)) {
				connection.drop();
				continue;
			}
			connection.ws.ping();
			// The stock client takes 30 s of silence for a dead connection, and does not know our frames.
			if (connection.arrival.isStock) connection.outlet.send(NOTHING_NEW);
			else connection.send({ kind: 'pong' });
		}
	}
}

const NOTHING_NEW = framed(writeAwareness([]));
const GOODBYE_MS = 1_500;

/** Whether the request comes from a page of this host, an allowed one, or no page at all. */
function isOwnOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
	const { origin, host } = request.headers;
	if (origin === undefined || allowed.includes(origin)) return true;
	if (host === undefined || !URL.canParse(origin)) return false;
	const own = new URL(origin);
	// A proxy on a port other than HTTPS's own may pass on only the host name.
	return own.host === host.toLowerCase() || own.hostname === host.toLowerCase();
}

function turnAway(socket: Duplex, status: 403 | 404 | 421 | 429 | 503): void {
	socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
