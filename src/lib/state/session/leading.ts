/** One of the tabs that share a vault leads: only that one exchanges with the relay. SPEC.md X4, X5. */
import type { SpaceId } from '../../base/ids';
import type { Tabs } from '../../sync/vault/tabs';

/** What the leading tab does. */
export interface LeadingWork {
	/** Takes in what other tabs have kept, in every open space, before anything is sealed again. */
	readonly lookAtAll: () => Promise<void>;
	readonly connect: () => void;
	readonly disconnect: () => void;
}

/** See the header. Without `tabs`, this page has the vault to itself. */
export class Leading {
	#tabs: Tabs | null;
	#looks = 0;
	#isEnded = false;

	constructor(
		tabs: Tabs | null,
		readonly work: LeadingWork
	) {
		this.#tabs = tabs;
	}

	/** Whether this tab is the one that exchanges with the relay. */
	get isOn(): boolean {
		return this.#tabs === null || this.#looks > 0;
	}

	/** How often it has looked at everything kept; if it has grown, something may have been missed meanwhile. */
	get looks(): number {
		return this.#looks;
	}

	/** Leads now or when it is this tab's turn, then follows the browser going offline and online. */
	start(): void {
		const lead = (): void => {
			if (this.#isEnded) return;
			window.addEventListener('online', this.work.connect);
			window.addEventListener('offline', this.work.disconnect);
			void this.#takeOver();
		};
		if (this.#tabs) this.#tabs.lead(lead);
		else lead();
	}

	/** Another tab is gone: it may have kept something without telling anybody, so the leading tab sends it. */
	async lookAround(): Promise<void> {
		if (this.#looks > 0 && !this.#isEnded) await this.#look();
	}

	/** From now on, other tabs share the vault. */
	share(tabs: Tabs): void {
		this.#tabs = tabs;
		tabs.lead(() => undefined);
	}

	/** Tells the other tabs that something was kept in a space. */
	tell(space: SpaceId): void {
		this.#tabs?.tell(space);
	}

	/** Whether only this tab writes under that name. */
	lease(name: string): Promise<boolean> {
		return this.#tabs?.lease(name) ?? Promise.resolve(true);
	}

	/** Stops it; it looks no more. */
	stop(): void {
		this.#isEnded = true;
		window.removeEventListener('online', this.work.connect);
		window.removeEventListener('offline', this.work.disconnect);
	}

	async #look(): Promise<void> {
		this.#looks++;
		await this.work.lookAtAll();
	}

	async #takeOver(): Promise<void> {
		await this.#look();
		if (this.#isEnded) return;
		if (navigator.onLine) this.work.connect();
		else this.work.disconnect();
	}
}
