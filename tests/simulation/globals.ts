/**
 * A page's surroundings, for many pages in one process: each global stand-in looks up which tab is at work.
 * Import it before anything from the product.
 */
import { randomFillSync } from 'node:crypto';
import { installCiphers } from './ciphers';
import { clock, real, ticking, type Due } from './clock';
import { here, ORIGIN, type Channel } from './tab';

/** Bytes that look random, and are the same for the same seed. */
let bytes: ((into: Uint8Array) => void) | null = null;

/** From now on keys and nonces come from here; null for the machine's own. */
export function seedBytes(fill: ((into: Uint8Array) => void) | null): void {
	bytes = fill;
}

class VirtualDate extends real.Date {
	constructor(...all: unknown[]) {
		if (all.length === 0) super(VirtualDate.now());
		else super(...(all as [number]));
	}
	static override now(): number {
		const now = clock();
		return now ? Math.floor(now.nowMs) : real.Date.now();
	}
}

type Task = (...all: unknown[]) => void;

function later(task: Task, ms = 0, ...all: unknown[]): unknown {
	const now = clock();
	if (!now?.present) return real.setTimeout(task, ms, ...all);
	return now.later(now.present, Math.max(1, ms), () => {
		task(...all);
	});
}

function often(task: Task, ms = 0, ...all: unknown[]): unknown {
	const now = clock();
	if (!now?.present) return real.setInterval(task, ms, ...all);
	const everyMs = Math.max(1, ms);
	return now.later(now.present, everyMs, () => task(...all), everyMs);
}

function off(handle: unknown): void {
	if (typeof handle === 'object' && handle !== null && 'isOff' in handle) (handle as Due).isOff = true;
	else if (handle !== undefined && handle !== null) real.clearTimeout(handle as NodeJS.Timeout);
}

class TabChannel {
	onmessage: ((event: { data: unknown }) => void) | null = null;
	readonly #channel: Channel;

	constructor(readonly name: string) {
		const tab = here();
		this.#channel = { tab, name, hear: (data) => this.onmessage?.({ data }) };
		tab.browser.channels.add(this.#channel);
	}

	postMessage(data: unknown): void {
		const { tab, name } = this.#channel;
		for (const other of tab.browser.channels) {
			if (other === this.#channel || other.name !== name) continue;
			ticking().later(other.tab, 1 + tab.browser.random(8), () => {
				if (tab.browser.channels.has(other)) other.hear(data);
			});
		}
	}

	close(): void {
		this.#channel.tab.browser.channels.delete(this.#channel);
	}
}

type Holder = (lock: object | null) => Promise<unknown>;

function request(name: string, ...rest: readonly unknown[]): Promise<unknown> {
	const tab = here();
	const { browser } = tab;
	// A page in the step in which it dies can no longer hold a lock.
	if (tab.isGone) return new Promise(() => undefined);
	const hold = rest.at(-1) as Holder;
	const options = (rest.length > 1 ? rest[0] : {}) as { ifAvailable?: boolean };
	return new Promise((resolve, reject) => {
		const end = (): void => {
			browser.free(name, tab);
		};
		const take = (): void => {
			browser.locks.set(name, { tab, free: end });
			ticking().later(tab, 1, () => {
				void Promise.resolve(hold({ name })).finally(end).then(resolve, reject);
			});
		};
		if (!browser.locks.has(name)) take();
		else if (options.ifAvailable) {
			ticking().later(tab, 1, () => {
				void Promise.resolve(hold(null)).then(resolve, reject);
			});
		} else browser.waiting.set(name, [...(browser.waiting.get(name) ?? []), { tab, take }]);
	});
}

const navigator = {
	get onLine(): boolean {
		return here().isOnline;
	},
	get userAgent(): string {
		return here().browser.isWebKit ? 'AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15' : 'simulated';
	},
	locks: { request },
	storage: { persist: () => Promise.resolve(here().browser.promises) }
};
const page = {
	get visibilityState(): string {
		return here().isVisible ? 'visible' : 'hidden';
	},
	hasFocus: () => true,
	documentElement: { hidden: false },
	addEventListener: listen,
	removeEventListener: unlisten
};

function listen(type: string, listener: EventListener): void {
	here().events.addEventListener(type, listener);
}

function unlisten(type: string, listener: EventListener): void {
	here().events.removeEventListener(type, listener);
}

/** The same, under the names that a page uses. */
const globals: Readonly<Record<string, unknown>> = {
	Date: VirtualDate,
	setTimeout: later,
	setInterval: often,
	clearTimeout: off,
	clearInterval: off,
	setImmediate: (task: Task, ...all: unknown[]) => {
		const now = clock();
		if (!now?.present) return real.setImmediate(task, ...all);
		now.soon(() => {
			task(...all);
		});
		return undefined;
	},
	WebSocket: class {
		static readonly OPEN = 1;
		constructor(url: string) {
			const tab = here();
			return tab.network.socket(tab, url);
		}
	},
	BroadcastChannel: TabChannel,
	fetch: (url: string, init: RequestInit = {}) => {
		const now = clock();
		if (!now) return Promise.reject(new TypeError('no network here'));
		const tab = here();
		return tab.network.fetch(tab, url.startsWith('/') ? ORIGIN + url : url, init);
	},
	window: { addEventListener: listen, removeEventListener: unlisten },
	document: page,
	isSecureContext: true,
	addEventListener: listen,
	removeEventListener: unlisten,
	location: {
		origin: ORIGIN,
		get hash(): string {
			return here().hash;
		},
		get href(): string {
			return `${ORIGIN}/${here().hash}`;
		},
		replace: () => undefined
	},
	AudioContext: class {
		readonly state = 'suspended';
	},
	navigator,
	matchMedia: () => ({ matches: false }),
	/** See vitest.config.ts. */
	threaded: <T>(loading: Promise<T>): Promise<T> => clock()?.threaded(loading) ?? loading,
	indexedDB: { databases: async () => [...here().browser.databases.keys()].map((name) => ({ name })) }
};

for (const [name, value] of Object.entries(globals))
	Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });

const fill = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
Object.defineProperty(globalThis.crypto, 'getRandomValues', {
	configurable: true,
	value: <T extends ArrayBufferView>(into: T): T => {
		if (bytes && clock()) {
			bytes(new Uint8Array(into.buffer, into.byteOffset, into.byteLength));
			return into;
		}
		return fill(into as never);
	}
});
Object.defineProperty(globalThis.crypto, 'randomUUID', {
	configurable: true,
	value: () => {
		const raw = new Uint8Array(16);
		if (bytes && clock()) bytes(raw);
		else randomFillSync(raw);
		const text = Buffer.from(raw).toString('hex');
		return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
	}
});

/** A blob's bytes come from one of the machine's threads. */
const { arrayBuffer } = Blob.prototype as { arrayBuffer: (this: Blob) => Promise<ArrayBuffer> };
Object.defineProperty(Blob.prototype, 'arrayBuffer', {
	configurable: true,
	value: function (this: Blob): Promise<ArrayBuffer> {
		const reading = arrayBuffer.call(this);
		return clock()?.threaded(reading) ?? reading;
	}
});

installCiphers();
