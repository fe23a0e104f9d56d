/** Several tabs of one browser: one leads (owns the socket), the others look again when told. SPEC.md X5. */
import { hex } from '../../base/bytes';
import { randomBytes } from '../../crypto/random';

/** What tabs say to each other: that something changed, and that they exist. */
type Word = { readonly look: string } | { readonly here: string };

/** The tabs of one vault, named by `name`. */
export class Tabs {
	readonly #channel: BroadcastChannel;
	readonly #held: (() => void)[] = [];
	readonly #leases = new Map<string, Promise<boolean>>();
	/** This tab's own name; it holds a lock of that name as long as it lives. */
	readonly #id = hex(randomBytes(8));
	/** The tabs it has met; a name is never reused. */
	readonly #others = new Set<string>();
	#isHere = false;
	#isClosed = false;

	constructor(
		readonly name: string,
		onLook: (what: string) => void,
		/** Another tab was closed, or died: it may have told nobody what it stored last. */
		readonly onGone: () => void = () => undefined
	) {
		this.#channel = new BroadcastChannel(name);
		this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
			if ('look' in data) onLook(data.look);
			else this.#meet(data.here);
		};
		void navigator.locks.request(this.#lockOf(this.#id), async () => {
			if (this.#isClosed) return;
			this.#isHere = true;
			this.#say({ here: this.#id });
			await this.#until();
		});
	}

	/** Calls `lead` once this tab leads: at once, or when the leading tab is gone. */
	lead(lead: () => void): void {
		void navigator.locks.request(`${this.name}/leader`, async () => {
			if (this.#isClosed) return;
			lead();
			await this.#until();
		});
	}

	/** Takes a lock that no other tab holds, until this tab closes. Asking for it again in this tab succeeds. */
	lease(name: string): Promise<boolean> {
		const known = this.#leases.get(name);
		if (known) return known;
		const lease = this.#lease(name);
		this.#leases.set(name, lease);
		void lease.then((isHeld) => {
			if (!isHeld) this.#leases.delete(name);
		});
		return lease;
	}

	/** Tells the other tabs to look again at `what`. */
	tell(what: string): void {
		this.#say({ look: what });
	}

	/** Releases every lock. */
	close(): void {
		this.#isClosed = true;
		this.#channel.close();
		for (const free of this.#held) free();
	}

	/** Another tab exists: requests its lock, which is granted when that tab is gone. */
	#meet(id: string): void {
		if (this.#others.has(id)) return;
		this.#others.add(id);
		// it may be new and know nobody
		if (this.#isHere) this.#say({ here: this.#id });
		void navigator.locks.request(this.#lockOf(id), () => {
			if (!this.#isClosed) this.onGone();
		});
	}

	#lockOf(id: string): string {
		return `${this.name}/tab:${id}`;
	}

	#say(word: Word): void {
		if (!this.#isClosed) this.#channel.postMessage(word);
	}

	#lease(name: string): Promise<boolean> {
		return new Promise((resolve) => {
			void navigator.locks.request(`${this.name}/${name}`, { ifAvailable: true }, async (lock) => {
				resolve(lock !== null);
				if (lock !== null) await this.#until();
			});
		});
	}

	#until(): Promise<void> {
		return new Promise((resolve) => {
			this.#held.push(resolve);
		});
	}
}
