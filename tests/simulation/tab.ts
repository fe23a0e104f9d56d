/** One tab of one browser: what a page finds around it, and the storage that all tabs of the browser share. */
import { ticking, type Place } from './clock';
import type { Database } from './disk';
import type { Network } from './network';

/** Where the relay lives. */
export const ORIGIN = 'http://relay.test';

/** A browser on some machine: outlives its tabs. */
export class Browser {
	/** By name. */
	readonly databases = new Map<string, Database>();
	/** Keys that scripts can use and not read; the reception's copy. */
	readonly keys = new Map<string, unknown>();
	readonly tabs = new Set<Tab>();
	readonly locks = new Map<string, { readonly tab: Tab; readonly free: () => void }>();
	readonly waiting = new Map<string, { readonly tab: Tab; readonly take: () => void }[]>();
	readonly channels = new Set<Channel>();
	/** How often something could not be kept. */
	failures = 0;
	/** How its disk behaves; see disk.ts. */
	readonly disk = {
		/** How long a commit takes, at most. */
		slowMs: 2,
		/** How long reading takes, at most. */
		readMs: 0,
		isFull: false,
		/** Commits until one fails; negative: none does. */
		failIn: -1,
		/** Commits until the tab that commits dies; negative: none does. And whether that one is kept. */
		dieIn: -1,
		diesAfter: false
	};
	/** Whether it is WebKit, which may delete by itself what pages have stored unless it has promised to keep it. */
	isWebKit = false;
	promises = true;
	/** What its tabs still say to the relay until one dies that was heard and hears no answer; negative: none does. */
	deafIn = -1;

	constructor(
		readonly name: string,
		readonly random: (below: number) => number
	) {}

	/** Gives a lock back; whoever waited longest has it then. */
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
	/** How long a step of cryptography takes, at most; 0: no time. */
	cipherMs = 0;
	/** How long a frame is on its way, at most. */
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

	/** It is closed or dies: nothing that it had begun happens any more. */
	die(): void {
		if (this.isGone) return;
		this.isGone = true;
		this.browser.tabs.delete(this);
		// what its page was about to keep it could not
		if (this.commits > 0) this.browser.failures++;
		for (const end of [...this.ends]) end();
		for (const channel of [...this.browser.channels]) if (channel.tab === this) this.browser.channels.delete(channel);
		for (const [name, { tab }] of [...this.browser.locks]) if (tab === this) this.browser.free(name, this);
	}

	/** The relay has heard something of it. */
	heard(): void {
		const { browser } = this;
		if (browser.deafIn < 0 || browser.deafIn-- > 0) return;
		browser.failures++;
		this.die();
	}

	/** The network comes or goes, and the browser says so. */
	setOnline(isOnline: boolean): void {
		if (this.isOnline === isOnline) return;
		this.isOnline = isOnline;
		if (!isOnline) this.network.cut(this);
		this.events.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
	}
}

/** The tab in which something happens just now. */
export function here(): Tab {
	const { present } = ticking();
	if (!(present instanceof Tab)) throw new Error(`bug: no tab here, but ${present?.name ?? 'nothing'}`);
	return present;
}
