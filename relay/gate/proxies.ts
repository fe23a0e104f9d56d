/** Finds a request's sender behind proxies: those on this machine, and those the operator lists. SPEC.md R35. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** See the header. */
export class Proxies {
	readonly #trusted = new BlockList();

	/** `listed`: addresses, or networks such as `10.0.0.0/8`. */
	constructor(listed: readonly string[] = []) {
		for (const text of ['127.0.0.0/8', '::1', ...listed]) {
			const { address, bits, family } = parsed(text) ?? { address: '', bits: null, family: 'ipv4' };
			if (address !== '' && bits !== null) this.#trusted.addSubnet(address, bits, family);
			else if (address !== '') this.#trusted.addAddress(address, family);
		}
	}

	/** The peer, or the sender it names as far as proxies are trusted: the last one that is no proxy. */
	senderOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
		const peer = plain(request.socket.remoteAddress ?? '');
		const named = request.headers['x-forwarded-for'];
		const chain = typeof named === 'string' ? named.split(',').map((name) => name.trim()) : [];
		let sender = peer;
		while (this.#isTrusted(plain(sender)) && chain.length > 0) sender = chain.pop() || sender;
		return sender;
	}

	#isTrusted(address: string): boolean {
		const family = isIP(address);
		return family !== 0 && this.#trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
	}
}

/** Whether this is an address or a network. */
export function isNetwork(text: string): boolean {
	return parsed(text) !== null;
}

interface Network {
	readonly address: string;
	/** Null: only this address. */
	readonly bits: number | null;
	readonly family: 'ipv4' | 'ipv6';
}

function parsed(text: string): Network | null {
	const [, address = '', bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
	const family = isIP(address);
	if (family === 0 || Number(bits ?? 0) > (family === 4 ? 32 : 128)) return null;
	return { address, bits: bits === undefined ? null : Number(bits), family: family === 4 ? 'ipv4' : 'ipv6' };
}

/** Strips brackets, zone and port, and turns IPv4-mapped IPv6 into IPv4. */
function plain(address: string): string {
	return address
		.replace(/^\[([^\]]*)\].*$/, '$1')
		.replace(/%.*$/, '')
		.replace(/^::ffff:(?=\d+\.)/i, '')
		.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}
