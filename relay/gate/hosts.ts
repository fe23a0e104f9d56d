/**
 * The relay's host names. Somebody who forwards a device's answers from another host must not be able to claim
 * that this relay has that name. SPEC.md R36.
 */
import type { IncomingMessage } from 'node:http';
import { fromUtf8, utf8 } from '../../src/lib/base/bytes';
import { hostOf } from '../../src/lib/wire/challenge';
import { findFact, putFact } from '../store/rows';
import type { Store, Write } from '../store/store';

/** See the header. */
export class Hosts {
	/** `configured`: names given by the operator; `founded`: the name under which the centre was founded, if any. */
	constructor(
		readonly configured: readonly string[] = [],
		public founded: string | null = null
	) {}

	/** The host that a request is meant for, or null when it is not this relay's. */
	of(request: Pick<IncomingMessage, 'headers'>): string | null {
		const host = hostOf(request.headers.host ?? '');
		return host !== null && this.#isOurs(host) ? host : null;
	}

	/** The writes that bind the name under which a centre is founded; it counts from then on. */
	bind(host: string): { readonly writes: readonly Write[]; readonly done: () => void } {
		if (this.configured.length > 0 || isThisMachine(host)) return { writes: [], done: () => undefined };
		return { writes: [putFact('founded-host', utf8(host))], done: () => (this.founded = host) };
	}

	#isOurs(host: string): boolean {
		if (isThisMachine(host) || this.configured.includes(host)) return true;
		// until one is known, all count: before there is a centre, nothing can be forwarded
		return this.configured.length === 0 && (this.founded === null || this.founded === host);
	}
}

/** The relay's names, from the operator and the store. */
export async function readHosts(store: Store, configured: readonly string[]): Promise<Hosts> {
	const founded = await findFact(store, 'founded-host');
	return new Hosts(configured, founded && fromUtf8(founded));
}

/** Names that never leave the machine. */
function isThisMachine(host: string): boolean {
	return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.');
}
