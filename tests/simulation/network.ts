/** The relay's own code in process, and what can happen to it: restarts, a full disk, being unreachable. */
import type { Server } from 'node:http';
import { Addresses } from '../../relay/gate/addresses';
import { Hosts } from '../../relay/gate/hosts';
import type { Context } from '../../relay/spaces/context';
import { httpServer } from '../../relay/server';
import { DEFAULT_LIMITS } from '../../relay/settings/limits';
import { logTo } from '../../relay/settings/log';
import { readSetupCode } from '../../relay/spaces/setup';
import { readTicketKey } from '../../relay/spaces/ticket-key';
import { Spaces } from '../../relay/spaces/spaces';
import { Commits } from '../../relay/store/commits';
import type { Store } from '../../relay/store/store';
import { decodeDeviceFrame, MESSAGE_TYPE, type DeviceFrame } from '../../src/lib/wire/frames';
import { ask, Answer } from './answer';
import { ticking, type Place } from './clock';
import { Socket, type Line } from './line';
import { ORIGIN, type Tab } from './tab';

const LIMITS = {
	...DEFAULT_LIMITS,
	frames: [1e9, 1e9],
	bytes: [1e12, 1e12],
	presence: [1e6, 1e6],
	packageRequests: [1e6, 1e6],
	blobRequests: [1e6, 1e6],
	failures: [1e6, 1e6],
	requests: [1e6, 1e6],
	creations: [1e6, 1e6],
	connectionsPerAddress: 1e6
} as const;

/** The relay, and all lines to it. */
export class Network {
	readonly place: Place = { name: 'relay', isGone: false };
	readonly lines = new Set<Line>();
	readonly sockets = new Set<Socket>();
	readonly log: string[] = [];
	/** Frames that each tab has sent, by kind. */
	readonly sent = new Map<Tab, Map<string, number>>();
	/** Nothing new is kept. */
	isFull = false;
	/** How often its disk was full when it had something to keep. */
	refusals = 0;
	/** Nobody gets through. */
	isDown = false;
	context!: Context;
	#server!: Server;

	private constructor(
		readonly store: Store,
		readonly random: (below: number) => number
	) {}

	/** A relay over this store. */
	static async over(inner: Store, random: (below: number) => number): Promise<Network> {
		const network: Network = new Network(
			{
				...inner,
				commit: async (writes) => {
					if (network.isFull) {
						network.refusals++;
						throw new Error('disk full');
					}
					await inner.commit(writes);
				}
			},
			random
		);
		await network.boot();
		return network;
	}

	/** Starts it, with nothing in memory. */
	async boot(): Promise<void> {
		const now = (): number => Math.floor(ticking().nowMs);
		const log = logTo((line) => void this.log.push(line));
		const commits = new Commits(this.store, () => undefined);
		this.context = {
			store: this.store,
			commits,
			spaces: new Spaces(commits, 100),
			addresses: new Addresses(LIMITS, now),
			hosts: new Hosts(),
			setup: await readSetupCode(this.store, now),
			ticketKey: await readTicketKey(this.store, log),
			spaceCounts: new Map(),
			limits: LIMITS,
			log,
			now
		};
		this.#server = httpServer(this.context, null);
	}

	/** What `Gate` does: sends everybody a heartbeat, and drops those it has not heard from. */
	beat(): void {
		ticking().later(
			this.place,
			LIMITS.keepAliveMs,
			() => {
				for (const line of [...this.lines]) {
					if (!line.isHeard && (!line.isOpen || line.tab.isHanging)) {
						line.connection?.drop();
						continue;
					}
					line.isHeard = line.isOpen && !line.tab.isHanging;
					line.connection?.send({ kind: 'pong' });
				}
			},
			LIMITS.keepAliveMs
		);
	}

	/** A page's new socket. */
	socket(tab: Tab, url: string): Socket {
		return new Socket(tab, url);
	}

	/** Cuts a tab's line; both sides notice soon, or the relay only later. */
	cut(tab: Tab): void {
		for (const socket of [...this.sockets]) {
			if (socket.tab !== tab) continue;
			socket.line.cut(this.random(3) > 0);
			ticking().later(tab, 1, () => {
				socket.closed(1006);
			});
		}
	}

	/** A tab's line stops hanging. */
	goOn(tab: Tab): void {
		tab.isHanging = false;
		for (const { line } of [...this.sockets]) if (line.tab === tab) line.goOn();
	}

	/** Restarts the relay's process: everybody is disconnected, and what was in memory is gone. */
	async restart(): Promise<void> {
		for (const line of [...this.lines]) line.connection?.drop();
		await this.boot();
	}

	/** How many frames of a kind, or of any, all tabs have sent. */
	framesSent(kind?: string): number {
		const counts = [...this.sent.values()].flatMap((one) =>
			kind === undefined ? [...one.values()] : (one.get(kind) ?? 0)
		);
		return counts.reduce((sum, count) => sum + count, 0);
	}

	count(tab: Tab, data: Uint8Array): void {
		const frame = data[0] === MESSAGE_TYPE ? decodeDeviceFrame(data.subarray(1)) : null;
		const kind: DeviceFrame['kind'] | 'stock' = frame?.ok ? frame.value.kind : 'stock';
		const counts = this.sent.get(tab) ?? new Map<string, number>();
		this.sent.set(tab, counts.set(kind, (counts.get(kind) ?? 0) + 1));
	}

	/** One HTTP request, as a tab makes it. */
	fetch(tab: Tab, url: string, init: RequestInit): Promise<Answer> {
		const clock = ticking();
		const afterMs = (): number => 1 + this.random(tab.lineMs);
		const isLost = (): boolean => !tab.isOnline || tab.isHanging || this.isDown;
		return new Promise((answered, failed) => {
			const { signal } = init;
			// One signal may cover many requests: none listens to it after its own end.
			const abort = (): void => failed(signal?.reason as Error);
			signal?.addEventListener('abort', abort);
			const resolve = (answer: Answer): void => {
				signal?.removeEventListener('abort', abort);
				answered(answer);
			};
			const reject = (error: Error): void => {
				signal?.removeEventListener('abort', abort);
				failed(error);
			};
			const fail = (): void => void clock.later(tab, afterMs(), () => reject(new TypeError('Failed to fetch')));
			if (isLost()) return fail();
			if (!url.startsWith(`${ORIGIN}/v1/`)) {
				clock.later(tab, afterMs(), () => resolve(new Answer(200, {}, new Uint8Array())));
				return;
			}
			clock.later(this.place, afterMs(), () => {
				ask(this.#server, tab.browser.name, url.slice(ORIGIN.length), init, (answer) => {
					tab.heard();
					// The line may be cut when the answer comes: the request is done all the same.
					clock.later(tab, afterMs(), () => {
						if (isLost()) reject(new TypeError('Failed to fetch'));
						else resolve(answer);
					});
				});
			});
		});
	}
}
