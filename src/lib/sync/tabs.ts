/** Several tabs of one browser: one leads (owns the socket), the others look again when told. SPEC.md X5. */

/** What tabs say to each other: nothing but that something changed. */
interface LookAgain {
	readonly look: string;
}

/** The tabs of one vault, named by `name`. */
export class Tabs {
	readonly #channel: BroadcastChannel;
	readonly #held: (() => void)[] = [];
	readonly #leases = new Map<string, Promise<boolean>>();
	#isClosed = false;

	constructor(
		readonly name: string,
		onLook: (what: string) => void
	) {
		this.#channel = new BroadcastChannel(name);
		this.#channel.onmessage = ({ data }: MessageEvent<LookAgain>) => {
			if (typeof data.look === 'string') onLook(data.look);
		};
	}

	/** Calls `lead` once this tab leads: at once, or when the leading tab is gone. */
	lead(lead: () => void): void {
		void navigator.locks.request(`${this.name}/leader`, async () => {
			if (this.#isClosed) return;
			lead();
			await this.#until();
		});
	}

	/** Takes a lock that no other tab holds, until this tab closes. Whoever asks for it again in this tab has it already. */
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
		if (!this.#isClosed) this.#channel.postMessage({ look: what } satisfies LookAgain);
	}

	/** Gives every lock back. */
	close(): void {
		this.#isClosed = true;
		this.#channel.close();
		for (const free of this.#held) free();
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
