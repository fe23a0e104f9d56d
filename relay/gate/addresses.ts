/** Counts per address, only in memory: never written, never logged. */
import type { IncomingMessage } from 'node:http';
import type { Limits } from '../settings/limits';
import { Bucket } from './bucket';
import { Proxies } from './proxies';

interface Counted {
	connections: number;
	readonly requests: Bucket;
	readonly packages: Bucket;
	readonly blobs: Bucket;
	readonly failures: Bucket;
}

/** What each address is doing. Forgets quiet ones. */
export class Addresses {
	readonly #known = new Map<string, Counted>();

	constructor(
		readonly limits: Limits,
		readonly now: () => number,
		readonly proxies = new Proxies()
	) {}

	/** The key a request is counted under: its sender's address, IPv6 by its /64. */
	of(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
		return networkOf(this.proxies.senderOf(request));
	}

	/** How many addresses are known. */
	get size(): number {
		return this.#known.size;
	}

	/** Whether another request of this kind is allowed. */
	mayAsk(address: string, kind: 'requests' | 'packages' | 'blobs'): boolean {
		return this.#of(address)[kind].tryTake(1, this.now());
	}

	/** Whether another proof may be checked for this address: not after too many wrong ones. */
	mayProve(address: string): boolean {
		return this.#of(address).failures.has(1, this.now());
	}

	/** Counts wrong proofs; a fraction for what costs less to check. */
	failed(address: string, proofs = 1): void {
		this.#of(address).failures.take(proofs, this.now());
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

	/**
	 * Makes room: first addresses as quiet as a new one, then those with the least load. Somebody with many
	 * addresses only displaces their own, not the counts of others. SPEC.md R35.
	 */
	#forgetTheQuiet(): void {
		const now = this.now();
		const loads: (readonly [address: string, load: number])[] = [];
		for (const [address, { connections, requests, packages, blobs, failures }] of this.#known) {
			if (connections > 0) continue;
			const load = Math.max(...[requests, packages, blobs, failures].map((bucket) => bucket.load(now)));
			if (load === 0) this.#known.delete(address);
			else loads.push([address, load]);
		}
		if (this.#known.size < MOST) return;
		loads.sort(([, a], [, b]) => a - b);
		for (const [address] of loads.slice(0, MOST / 10)) this.#known.delete(address);
	}
}

const MOST = 20_000;

/** The part of an address that identifies a sender: all of IPv4, the first four groups of IPv6, in any notation. */
export function networkOf(address: string): string {
	const text = address.replace(/^\[|\].*$/g, '').slice(0, 64);
	if (!text.includes(':') || text.includes('.')) return text;
	const [head = '', tail] = text.split('::');
	const before = head === '' ? [] : head.split(':');
	const after = tail === undefined || tail === '' ? [] : tail.split(':');
	const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
	const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
	return groups
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
		.join(':');
}
