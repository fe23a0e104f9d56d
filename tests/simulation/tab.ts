/** One tab of one browser: its page's surroundings, and the storage shared by all tabs of the browser. */
import { ticking, type Place } from './clock';
import type { Database } from './disk';
import type { Network } from './network';

/** The relay's origin. */
export const ORIGIN = 'http://relay.test';

/** A browser on some machine; outlives its tabs. */
export class Browser {
	/** By name. */
	readonly databases = new Map<string, Database>();
	/** Keys that scripts can use but not read; the reception's copy. */
	readonly keys = new Map<string, unknown>();
	readonly tabs = new Set<Tab>();
	readonly locks = new Map<string, { readonly tab: Tab; readonly free: () => void }>();
	readonly waiting = new Map<string, { readonly tab: Tab; readonly take: () => void }[]>();
	readonly channels = new Set<Channel>();
	/** How often something could not be kept. */
	failures = 0;
	/** How its disk behaves; see disk.ts. */
	readonly disk = {
		/** The maximum duration of a commit. */
		slowMs: 2,
		/** The maximum duration of a read. */
		readMs: 0,
		isFull: false,
		/** Commits until one fails; negative for none. */
		failIn: -1,
		/** Commits until the committing tab dies, negative for none; and whether that commit is kept. */
		dieIn: -1,
		diesAfter: false
	};
	/** Whether it is WebKit, which may delete what pages have stored unless it has promised to keep it. */
	isWebKit = false;
	promises = true;
	/** Messages from its tabs until one dies, heard by the relay but without an answer; negative for none. */
	deafIn = -1;

	constructor(
		readonly name: string,
		readonly random: (below: number) => number
	) {}

	/** Releases a lock to whoever has waited longest. */
	free(name: string, tab: Tab): void {
		if (this.locks.get(name)?.tab !== tab) return;
		this.locks.delete(name);
		const waiting = this.waiting.get(name) ?? [];
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			if (next.tab.isGone) continue;
			next.take();
			return;
		}
	}
}

/** An open BroadcastChannel. */
export interface Channel {
	readonly tab: Tab;
	readonly name: string;
	readonly hear: (data: unknown) => void;
}

/** See the header. */
export class Tab implements Place {
	isGone = false;
	/** What its page listens to. */
	readonly events = new EventTarget();
	isOnline = true;
	isVisible = true;
	/** The maximum duration of a step of cryptography; 0 for none. */
	cipherMs = 0;
	/** The maximum time that a frame is in transit. */
	lineMs = 30;
	/** Frames get lost without anybody noticing. */
	isHanging = false;
	hash = '';
	/** Commits that are under way. */
	commits = 0;
	readonly ends = new Set<() => void>();

	constructor(
		readonly browser: Browser,
		readonly network: Network,
		readonly name: string
	) {
		browser.tabs.add(this);
	}

	/** It is closed or dies: nothing it had begun happens any more. */
	die(): void {
		if (this.isGone) return;
		this.isGone = true;
		this.browser.tabs.delete(this);
		// What its page was about to keep could not be kept.
		if (this.commits > 0) this.browser.failures++;
		for (const end of [...this.ends]) end();
		for (const channel of [...this.browser.channels]) if (channel.tab === this) this.browser.channels.delete(channel);
		for (const [name, { tab }] of [...this.browser.locks]) if (tab === this) this.browser.free(name, this);
	}

	/** The relay has received something from it. */
	heard(): void {
		const { browser } = this;
		if (browser.deafIn < 0 || browser.deafIn-- > 0) return;
		browser.failures++;
		this.die();
	}

	/** The network goes or comes back, and the browser says so. */
	setOnline(isOnline: boolean): void {
		if (this.isOnline === isOnline) return;
		this.isOnline = isOnline;
		if (!isOnline) this.network.cut(this);
		this.events.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
	}
}

/** The tab in which something is happening right now. */
export function here(): Tab {
	const { present } = ticking();
	if (!(present instanceof Tab)) throw new Error(`bug: no tab here, but ${present?.name ?? 'nothing'}`);
	return present;
}
