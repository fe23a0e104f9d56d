/** A relay: assembles, starts and stops its parts. */
import type { AddressInfo } from 'node:net';
import { collect } from './blobs/collect';
import type { Context } from './spaces/context';
import { Addresses } from './gate/addresses';
import { readHosts } from './gate/hosts';
import { Proxies } from './gate/proxies';
import { Gate } from './upgrade';
import { httpServer } from './server';
import { serveStatics } from './http/statics';
import { DEFAULT_LIMITS, type Limits } from './settings/limits';
import type { Log } from './settings/log';
import { readSetupCode } from './spaces/setup';
import { Spaces } from './spaces/spaces';
import { readTicketKey } from './spaces/ticket-key';
import { Commits } from './store/commits';
import type { Disk } from './store/disk';
import type { Store } from './store/store';

/** What a relay needs to start. */
export interface RelayOptions {
	readonly store: Store;
	/** The folder of the built app, or null to serve none. */
	readonly app: string | null;
	readonly host: string;
	/** 0: any free port. */
	readonly port: number;
	/** Origins besides its own. */
	readonly origins: readonly string[];
	/** Its host names; without any, the one under which the centre is founded. */
	readonly hosts?: readonly string[];
	/** Proxies on other machines: addresses or networks. */
	readonly proxies?: readonly string[];
	readonly log: Log;
	/** The disk that holds the data; without one, an infinite disk. */
	readonly disk?: Disk;
	/** Called when a centre has been founded. */
	readonly onFounded?: () => void;
	readonly limits?: Partial<Limits>;
	readonly now?: () => number;
}

/** A listening relay. */
export interface Relay {
	readonly port: number;
	/** The set-up code, or null when the centre is founded. */
	readonly setupCode: string | null;
	/** Stops without losing anything, and closes the store. */
	stop(): Promise<void>;
	/** Drops unreferenced blobs now instead of later; for tests. */
	collect(): Promise<void>;
	/** Live connections, for tests. */
	readonly connections: number;
}

/** Starts a relay. Rejects when it cannot listen. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
	const { store, log, now = Date.now } = options;
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const commits = new Commits(store, (why) => log('store failed', why), options.disk);
	const context: Context = {
		store,
		commits,
		spaces: new Spaces(commits, limits.idleSpaces),
		addresses: new Addresses(limits, now, new Proxies(options.proxies)),
		hosts: await readHosts(store, options.hosts ?? []),
		setup: await readSetupCode(store, now),
		ticketKey: await readTicketKey(store, log),
		spaceCounts: new Map(),
		limits,
		log,
		onFounded: options.onFounded,
		now
	};
	const server = httpServer(context, options.app === null ? null : serveStatics(options.app));
	const gate = new Gate(context, options.origins, server);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, options.host, resolve);
	}).catch((why: unknown) => {
		gate.shut();
		throw why;
	});
	// A failure to accept one connection does not end the others.
	server.on('error', (why) => log('connection refused: no sockets left', why));
	const collector = setInterval(
		() => void collect(context).catch((why: unknown) => log('unexpected', why)),
		limits.collectMs
	);
	collector.unref();
	log('started');
	let stopping: Promise<void> | null = null;
	const stop = async (): Promise<void> => {
		log('stopping');
		clearInterval(collector);
		const closed = new Promise((resolve) => server.close(resolve));
		gate.shut();
		// Not forever: an answer may wait for somebody who does not read.
		await Promise.race([gate.settled(), new Promise((resolve) => setTimeout(resolve, SETTLING_MS).unref())]);
		await context.spaces.settled();
		await commits.idle();
		await gate.clear();
		server.closeAllConnections();
		await closed;
		await store.close();
		log('stopped');
	};
	return {
		port: (server.address() as AddressInfo).port,
		get setupCode() {
			return context.setup.printed;
		},
		get connections() {
			return gate.connections.size;
		},
		collect: () => collect(context),
		stop: () => (stopping ??= stop())
	};
}

const SETTLING_MS = 3_000;
