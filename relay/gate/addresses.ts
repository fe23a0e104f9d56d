/** Counts per address, in memory alone: never written, never logged. */
import type { IncomingMessage } from 'node:http';
import type { Limits } from '../limits';
import { Bucket } from './bucket';

interface Counted {
	connections: number;
	readonly requests: Bucket;
	readonly packages: Bucket;
	readonly blobs: Bucket;
	readonly failures: Bucket;
}

/** What each address does at the moment. Forgets whoever is quiet. */
export class Addresses {
	readonly #known = new Map<string, Counted>();

	constructor(
		readonly limits: Limits,
		readonly now: () => number
	) {}

	/** Whether another request of this kind may come in. */
	mayAsk(address: string, kind: 'requests' | 'packages' | 'blobs'): boolean {
		return this.#of(address)[kind].tryTake(1, this.now());
	}

	/** Whether another proof may be checked for this address: not after too many wrong ones. */
	mayProve(address: string): boolean {
		return this.#of(address).failures.has(1, this.now());
	}

	/** Counts a wrong proof. */
	failed(address: string): void {
		this.#of(address).failures.take(1, this.now());
	}

	/** Counts a connection in; the returned function counts it out. Null when there are too many. */
	connect(address: string): (() => void) | null {
		const counted = this.#of(address);
		if (counted.connections >= this.limits.connectionsPerAddress) return null;
		counted.connections++;
		let isOut = false;
		return () => {
			if (!isOut) counted.connections--;
			isOut = true;
		};
	}

	#of(address: string): Counted {
		const known = this.#known.get(address);
		if (known) return known;
		if (this.#known.size >= MOST) this.#forgetTheQuiet();
		const { requests, packageRequests, blobRequests, failures } = this.limits;
		const now = this.now();
		const counted = {
			connections: 0,
			requests: new Bucket(...requests, now),
			packages: new Bucket(...packageRequests, now),
			blobs: new Bucket(...blobRequests, now),
			failures: new Bucket(...failures, now)
		};
		this.#known.set(address, counted);
		return counted;
	}

	#forgetTheQuiet(): void {
		const now = this.now();
		for (const [address, { connections, requests, packages, blobs, failures }] of this.#known) {
			if (connections === 0 && [requests, packages, blobs, failures].every((bucket) => bucket.isFull(now)))
				this.#known.delete(address);
		}
		// All of them busy: someone has many addresses. Start over rather than grow.
		if (this.#known.size >= MOST) this.#known.clear();
	}
}

const MOST = 20_000;

/** Whom a request comes from: the peer, or whom a proxy on this machine names. IPv6 by its /64. */
export function addressOf(request: IncomingMessage): string {
	const peer = request.socket.remoteAddress ?? '';
	const named = isLoopback(peer) ? request.headers['x-forwarded-for'] : undefined;
	const text = typeof named === 'string' ? (named.split(',').at(-1)?.trim() ?? peer) : peer;
	return text.includes(':') && !text.includes('.') ? text.split(':').slice(0, 4).join(':') : text.slice(0, 64);
}

function isLoopback(address: string): boolean {
	return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
