/** The participants: counsellors at work in tabs, clients on their page; each made of the product's own classes. */
import { must } from '../../src/lib/base/fault';
import type { Account } from '../../src/lib/state/centre/account';
import type { Beginning } from '../../src/lib/state/counsellor/beginning';
import type { ChatModel } from '../../src/lib/state/counsellor/chat.svelte';
import { chatName } from '../../src/lib/state/page/browser';
import { OpenedLink } from '../../src/lib/state/client/opened-link.svelte';
import type { StreamModel } from '../../src/lib/state/stream/stream.svelte';
import { Workplace } from '../../src/lib/state/counsellor/workplace.svelte';
import { parseLink } from '../../src/lib/sync/keys/link';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import { ticking } from './clock';
import { DexieVault } from './disk';
import type { Network } from './network';
import { Tab, type Browser } from './tab';
import { DESK } from '../../src/lib/state/page/browser';

/** What a counsellor knows by heart, and her account. */
export interface Credentials {
	readonly account: Account;
	readonly deviceSeed: Uint8Array;
	readonly vaultKey: Uint8Array;
}

/** One of a counsellor's tabs. Locked while `workplace` is null. */
export class Desk {
	tab: Tab;
	workplace: Workplace | null = null;
	#busy: Promise<unknown> | null = null;
	readonly warnings: string[] = [];
	/** Whether what is on screen is read. */
	reads = true;
	count = 0;

	/** `person`: who she is; a person may have several devices. */
	constructor(
		readonly name: string,
		readonly browser: Browser,
		readonly network: Network,
		readonly who: Credentials,
		readonly person: string = browser.name
	) {
		this.tab = this.#newTab();
	}

	/** Opening or locking in progress; what a dead tab had begun never ends. */
	get busy(): Promise<unknown> | null {
		return this.tab.isGone ? null : this.#busy;
	}

	get chat(): ChatModel | null {
		return this.workplace?.chat ?? null;
	}

	/** Unlocks; a dead tab is reopened. */
	async open(beginning?: Beginning): Promise<void> {
		if (this.tab.isGone) {
			this.die();
			this.tab = this.#newTab();
		}
		const { tab, who } = this;
		await ticking().at(tab, () => {
			const opening = (async () => {
				const vault = await DexieVault.open(DESK);
				const rows = await SealedRows.under(vault, who.vaultKey);
				const workplace = await Workplace.open(
					{ rows, account: who.account, deviceSeed: who.deviceSeed },
					{
						onReach: () => undefined,
						onWarning: (code) => void this.warnings.push(code),
						onLock: () => void this.lockHere()
					},
					beginning
				);
				this.workplace = workplace;
			})();
			this.#does(opening.catch(() => undefined));
		});
	}

	/** Locks like the button, other tabs too. */
	lock(): Promise<void> {
		return ticking().at(this.tab, () => {
			this.workplace?.tellLock();
			this.lockHere();
		});
	}

	lockHere(): void {
		const { workplace } = this;
		this.workplace = null;
		if (workplace) this.#does(workplace.leave());
	}

	die(): void {
		this.tab.die();
		this.workplace = null;
		this.#busy = null;
	}

	/** Is busy with it until it has ended. */
	#does(work: Promise<unknown>): void {
		const busy = work.finally(() => {
			if (this.#busy === busy) this.#busy = null;
		});
		this.#busy = busy;
	}

	#newTab(): Tab {
		return new Tab(this.browser, this.network, `${this.name}.${this.count++}`);
	}
}

/** A client's page. */
export class Guest {
	tab: Tab;
	conversation: OpenedLink | null = null;
	/** Why the link did not open. */
	refusal: unknown = null;
	#busy: Promise<unknown> | null = null;
	link: string | null = null;
	reads = true;
	count = 0;

	/** `person`: who it is; a person may have several devices. */
	constructor(
		readonly name: string,
		readonly browser: Browser,
		readonly network: Network,
		readonly person = name
	) {
		this.tab = this.#newTab();
	}

	/** Opening in progress; see `Desk.busy`. */
	get busy(): Promise<unknown> | null {
		return this.tab.isGone ? null : this.#busy;
	}

	/** Whether this device keeps the conversation. */
	get isKept(): boolean {
		const doors = [...this.browser.keys.keys()].filter((name) => name.startsWith('device/'));
		return doors.some((name) => this.browser.databases.has(chatName(name.slice('device/'.length))));
	}

	/** Opens what is kept, or the link. */
	async open(link: string | null = this.link): Promise<void> {
		if (this.tab.isGone) {
			this.die();
			this.tab = this.#newTab();
		}
		this.link = link;
		const parts = link === null ? null : parseLink(new URL(link).hash);
		await ticking().at(this.tab, () => {
			this.refusal = null;
			const busy = (async () => {
				const kept = this.isKept ? await OpenedLink.resume(null) : null;
				if (!kept && !parts?.ok) throw new Error(`bug: ${this.name} has neither a link nor anything kept`);
				this.conversation = kept ?? (await OpenedLink.enter(must(parts?.ok ? parts.value : null, 'a link')));
			})()
				.catch((error: unknown) => {
					this.refusal = error;
				})
				.finally(() => {
					if (this.#busy === busy) this.#busy = null;
				});
			this.#busy = busy;
		});
	}

	/** "Nur ich". */
	remember(): Promise<void> {
		return ticking().at(this.tab, () => {
			void this.conversation?.rememberHere().catch(() => undefined);
		});
	}

	close(): Promise<void> {
		return ticking().at(this.tab, () => {
			this.conversation?.stop();
			this.conversation = null;
		});
	}

	die(): void {
		this.tab.die();
		this.conversation = null;
		this.#busy = null;
	}

	/** The open streams and groups. */
	get models(): readonly StreamModel[] {
		const { streams } = this.conversation ?? {};
		return streams ? streams.rows.flatMap(({ id }) => streams.find(id)?.model ?? []) : [];
	}

	#newTab(): Tab {
		return new Tab(this.browser, this.network, `${this.name}.${this.count++}`);
	}
}
