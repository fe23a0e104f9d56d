/** The previews of a counsellor's streams, open and quiet, and what each was made from. SPEC.md Z1. */
import { passOver } from '../../base/fault';
import type { SpaceId } from '../../base/ids';
import type { Held } from '../../sync/space/held';
import { isOf } from '../session/made';
import { readPreview, readPreviews, type Preview } from '../session/preview';
import type { Session } from '../session/session';

/** See the header. Reactive: `all`. */
export class Previews {
	all = $state.raw<ReadonlyMap<string, Preview>>(new Map());
	/**
	 * Streams whose kept preview may be another than the one shown here, though that is what the other tabs read: the last
	 * one could not be kept, or another tab has kept something since.
	 */
	readonly #doubted = new Set<string>();
	/** Stops listening to the session. */
	readonly stop: () => void;

	constructor(readonly session: Session) {
		this.stop = session.on((event) => {
			if (event.kind === 'told') this.#doubted.add(event.space);
		});
	}

	/** Takes the latest preview of a stream. */
	set(id: string, preview: Preview): void {
		this.all = new Map(this.all).set(id, preview);
	}

	/** A stream was closed, and its last preview could not be kept. */
	noteUnkept(id: string): void {
		this.#doubted.add(id);
	}

	/** Reads all kept previews at once, except of streams of which one is known. */
	async recallAll(): Promise<void> {
		const kept = await readPreviews(this.session).catch(passOver('storage-unreadable'));
		if (kept) this.all = new Map([...kept, ...this.all]);
	}

	/** Reads the kept preview of a stream, unless one is known. */
	async recall(id: string): Promise<void> {
		if (this.all.has(id)) return;
		const preview = await readPreview(this.session, id).catch(passOver('storage-unreadable'));
		if (preview && !this.all.has(id)) this.set(id, preview);
	}

	/**
	 * Whether a stream's preview, or the kept one, was made from anything but what the vault holds; takes the
	 * kept one if it is the better one.
	 */
	async isStale(id: SpaceId, held: Held): Promise<boolean> {
		const isMade = (preview: Preview | null | undefined): boolean => isOf(preview?.made, held);
		const isShown = isMade(this.all.get(id));
		// Nothing of it has ever arrived.
		if (held.records === 0 || (isShown && !this.#doubted.has(id))) return false;
		const kept = await readPreview(this.session, id);
		const isKept = isMade(kept);
		if (isKept) this.#doubted.delete(id);
		if (kept && (isKept || !isShown)) this.set(id, kept);
		return !isKept;
	}
}
