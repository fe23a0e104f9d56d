/** One HTTP request to the relay's own server, without a socket. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { ORIGIN } from './tab';

/** The part of a Response that the product uses. */
export class Answer {
	readonly ok: boolean;
	readonly headers = { get: (name: string): string | null => this.told[name] ?? null };

	constructor(
		readonly status: number,
		readonly told: Readonly<Record<string, string>>,
		readonly bytes: Uint8Array
	) {
		this.ok = status >= 200 && status < 300;
	}

	arrayBuffer(): Promise<ArrayBuffer> {
		return Promise.resolve(this.bytes.slice().buffer);
	}

	async json(): Promise<unknown> {
		return JSON.parse(Buffer.from(this.bytes).toString());
	}

	get body(): object {
		let isRead = false;
		return {
			cancel: () => Promise.resolve(),
			getReader: () => ({
				cancel: () => Promise.resolve(),
				read: () => {
					const done = isRead;
					isRead = true;
					return Promise.resolve(done ? { done } : { done, value: this.bytes.slice() });
				}
			})
		};
	}
}

/** Hands a request to the relay's server; `tell` gets the answer. `from`: who is asking. */
export function ask(
	server: Server,
	from: string,
	path: string,
	init: RequestInit,
	tell: (answer: Answer) => void
): void {
	const body = init.body instanceof Uint8Array ? [Buffer.from(init.body)] : [];
	const headers = Object.fromEntries(
		Object.entries((init.headers ?? {}) as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value])
	);
	const request = Object.assign(Readable.from(body), {
		method: init.method ?? 'GET',
		url: path,
		headers: { host: new URL(ORIGIN).host, ...headers },
		socket: { remoteAddress: from }
	});
	let status = 500;
	let told: Record<string, string> = {};
	const response = {
		headersSent: false,
		writeHead: (code: number, all: Record<string, string> = {}) => {
			status = code;
			told = all;
		},
		end: (bytes?: Uint8Array | string) => {
			tell(new Answer(status, told, typeof bytes === 'string' ? Buffer.from(bytes) : (bytes ?? new Uint8Array())));
		},
		destroy: () => {
			tell(new Answer(500, {}, new Uint8Array()));
		}
	};
	server.emit('request', request as unknown as IncomingMessage, response as unknown as ServerResponse);
}
