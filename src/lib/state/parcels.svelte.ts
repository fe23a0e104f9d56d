/** Packages on their way to the relay: kept sealed until the relay has them. */
import type { PackageId, SpaceId } from '../base/ids';
import { putPackage } from '../sync/packages';
import { readFeed } from '../sync/feeds';
import { binary, jsonBytes, listOf, readJson, shape, text } from './json';
import type { Opened, Session } from './session';

const parcel = shape({ whole: binary, after: listOf(text) });
/** How often it is looked whether a waiting package may go. */
const LOOK_MS = 1_000;

/** See the header. */
export class Parcels {
	/** Ids of packages that the relay does not have yet. */
	waiting = $state.raw<ReadonlySet<string>>(new Set());
	#isSending = false;
	#isHeld: (id: string) => boolean = () => false;
	#timer: ReturnType<typeof setInterval> | undefined;

	constructor(
		readonly session: Session,
		readonly centre: Opened
	) {}

	/** What the vault has of earlier times. */
	async load(): Promise<void> {
		const rows = await this.session.parts.rows.vault.list('parcels', '');
		this.waiting = new Set(rows.map(([key]) => key));
		this.#look();
	}

	/** Keeps a package until the relay has it; it goes after everything written so far in the spaces `after`. */
	async add(id: string, whole: Uint8Array, after: readonly SpaceId[] = []): Promise<void> {
		const { rows } = this.session.parts;
		await rows.vault.commit([await rows.put('parcels', id, jsonBytes({ whole: new Uint8Array(whole), after }))], true);
		this.waiting = new Set([...this.waiting, id]);
		this.#look();
		void this.send();
	}

	/** Lets packages wait as long as `isHeld` says so: what they lead to is not ready yet. */
	hold(isHeld: (id: string) => boolean): void {
		this.#isHeld = isHeld;
	}

	/** Gives up a package that has not gone. */
	async drop(id: string): Promise<void> {
		await this.session.parts.rows.vault.commit([{ table: 'parcels', key: id, value: null }], true);
		this.waiting = new Set([...this.waiting].filter((other) => other !== id));
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	/** Sends what waits; what fails waits for the next connection. */
	async send(): Promise<void> {
		if (this.#isSending || !this.centre.replica.isCurrent) return;
		this.#isSending = true;
		try {
			const { rows, relay } = this.session.parts;
			const { space, replica } = this.centre;
			for (const { key, plain } of await rows.list('parcels', '')) {
				const read = plain.ok ? readJson(plain.value, parcel) : plain;
				if (!read.ok || !replica.isCurrent || this.#isHeld(key) || !(await this.#mayGo(read.value.after))) continue;
				await putPackage(relay, read.value.whole, key as PackageId, space.credentials);
				await rows.vault.commit([{ table: 'parcels', key, value: null }]);
				this.waiting = new Set([...this.waiting].filter((id) => id !== key));
			}
		} catch {
			// still in the vault: sent with the next connection
		} finally {
			this.#isSending = false;
		}
	}

	#look(): void {
		clearInterval(this.#timer);
		this.#timer = setInterval(() => {
			if (this.waiting.size === 0) clearInterval(this.#timer);
			else void this.send();
		}, LOOK_MS);
	}

	/** Whether the relay has all that these spaces hold: what a link leads to is there before the link is. */
	async #mayGo(spaces: readonly string[]): Promise<boolean> {
		const { vault } = this.session.parts.rows;
		for (const space of spaces) {
			const feeds = (await vault.list('feeds', space)).map(([, raw]) => readFeed(raw));
			const isSent = feeds.length > 0 && feeds.every((feed) => feed.ok && feed.value.acked >= feed.value.seq);
			if (!isSent || (await vault.list('outbox', space)).length > 0) return false;
		}
		return true;
	}
}
