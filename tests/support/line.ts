/**
 * One person's line to the world: an HTTP proxy that can be cut. Firefox has no offline switch for tests, and
 * behind a dead proxy it considers itself online, as people's browsers do in a lift.
 */
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** See the header. */
export interface Line {
	readonly port: number;
	/** Ends open connections and refuses new ones, or lets them through again. */
	cut(isCut: boolean): void;
	close(): void;
}

/** An open line. */
export async function openLine(): Promise<Line> {
	const sockets = new Set<Socket>();
	let isCut = false;
	const keep = (socket: Socket): void => {
		sockets.add(socket);
		// Ending without a message is what a cut looks like.
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
	};
	const server = createServer((asked, answer) => {
		const there = request(asked.url ?? '', { agent: false, method: asked.method, headers: asked.headers }, (come) => {
			answer.writeHead(come.statusCode ?? 502, come.rawHeaders);
			// An aborted answer is aborted here, too: a browser would wait for one that never ends.
			pipeline(come, answer, () => undefined);
		});
		there.on('socket', keep);
		pipeline(asked, there, (error) => {
			if (error) answer.destroy();
		});
		answer.on('close', () => there.destroy());
	});
	server.on('connection', (socket) => {
		keep(socket);
		if (isCut) socket.destroy();
	});
	const join = (near: Socket, host: string, port: string, begin: (far: Socket) => void): void => {
		const far = connect(Number(port), host, () => {
			begin(far);
			far.pipe(near).pipe(far);
		});
		keep(far);
		far.on('close', () => near.destroy());
		near.on('close', () => far.destroy());
	};
	server.on('connect', ({ url }, near: Socket, head) => {
		const [host = '', port = ''] = (url ?? '').split(':');
		join(near, host, port, (far) => {
			near.write('HTTP/1.1 200 Connection established\r\n\r\n');
			far.write(head);
		});
	});
	// WebKit asks for a WebSocket like for anything else.
	server.on('upgrade', ({ method, url, rawHeaders }, near: Socket, head) => {
		const { hostname, port, pathname, search } = new URL(url ?? '');
		const headers = rawHeaders.map((text, at) => text + (at % 2 === 0 ? ': ' : '\r\n')).join('');
		join(near, hostname, port, (far) => {
			far.write(`${method ?? ''} ${pathname}${search} HTTP/1.1\r\n${headers}\r\n`);
			far.write(head);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const end = (): void => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		port: (server.address() as AddressInfo).port,
		cut: (cut) => {
			isCut = cut;
			if (cut) end();
		},
		close: () => {
			server.close();
			end();
		}
	};
}
