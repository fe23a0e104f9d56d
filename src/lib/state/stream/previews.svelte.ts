/** The previews of a counsellor's streams, open and quiet, and what each was made from. SPEC.md Z1. */
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import type { Held } from '../../sync/space/held';
import { isOf } from '../session/made';
import { readPreview, readPreviews, type Preview } from '../session/preview';
import type { Session } from '../session/session';

/** While many change, the list is made anew this often at most: each time costs as much as it has rows. */
const SHOWN_EVERY_MS = 100;

/** See the header. Reactive: `all`. */
export class Previews {
	/** What the list shows; a moment behind while many change. */
	all = $state.raw<ReadonlyMap<string, Preview>>(new Map());
	readonly #latest = new Map<string, Preview>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Whether all that was kept has been read, and every change since is heard of. */
	#hasRecalled = false;
	/**
	 * Streams whose kept preview may be another than the one shown here, though that is what the other tabs read: the last
	 * one could not be kept, or another tab has kept something since.
	 */
	readonly #doubted = new Set<string>();
	/** Stops listening to the session. */
	readonly #stop: () => void;

	constructor(readonly session: Session) {
		this.#stop = session.on((event) => {
			if (event.kind === 'told') this.#doubted.add(event.space);
			// Other tabs may have kept anything, unheard.
			else if (event.kind === 'leads') this.#hasRecalled = false;
		});
	}

	/** Takes the latest preview of a stream. */
	set(id: string, preview: Preview): void {
		this.#latest.set(id, preview);
		this.#show();
	}

	/** What is known of a stream now. */
	latest(id: string): Preview | undefined {
		return this.#latest.get(id);
	}

	/** A stream was closed, and its last preview could not be kept. */
	noteUnkept(id: string): void {
		this.#doubted.add(id);
	}

	/** Reads all kept previews at once, except of streams of which one is known. */
	async recallAll(): Promise<void> {
		const kept = await readPreviews(this.session).catch(passOver('storage-unreadable'));
		if (!kept) return;
		this.#hasRecalled = true;
		for (const [id, preview] of kept) if (!this.#latest.has(id)) this.#latest.set(id, preview);
		this.#show();
	}

	/** Reads the kept preview of a stream, unless one is known. */
	async recall(id: string): Promise<void> {
		if (this.#latest.has(id) || (this.#hasRecalled && !this.#doubted.has(id))) return;
		const preview = await readPreview(this.session, id).catch(passOver('storage-unreadable'));
		if (preview && !this.#latest.has(id)) this.set(id, preview);
	}

	/**
	 * Whether a stream's preview, or the kept one, was made from anything but what the vault holds; takes the
	 * kept one if it is the better one.
	 */
	async isStale(id: SpaceId, held: Held): Promise<boolean> {
		const isMade = (preview: Preview | null | undefined): boolean => isOf(preview?.made, held);
		const isShown = isMade(this.#latest.get(id));
		// Nothing of it has ever arrived.
		if (held.records === 0) return false;
		if (!this.#doubted.has(id) && (isShown || this.#hasRecalled)) return !isShown;
		// What is told while it is read is a new doubt.
		const wasDoubted = this.#doubted.delete(id);
		let isKept = false;
		try {
			const kept = await readPreview(this.session, id);
			isKept = isMade(kept);
			if (kept && (isKept || !isShown)) this.set(id, kept);
		} finally {
			if (wasDoubted && !isKept) this.#doubted.add(id);
		}
		return !isKept;
	}

	/** Stops everything it started. */
	stop(): void {
		this.#stop();
		clearTimeout(this.#timer);
	}

	#show(): void {
		if (this.#timer !== undefined) return;
		const shown = (this.all = new Map(this.#latest));
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			const hasChanged = [...this.#latest].some(([id, preview]) => shown.get(id) !== preview);
			if (hasChanged) this.#show();
		}, SHOWN_EVERY_MS);
	}
}
