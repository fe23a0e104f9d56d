/** What is known of a stream's attachments, each by its blob: its description, what of it is here, how its upload stands. */
import { SvelteMap } from 'svelte/reactivity';
import { fromBase64url } from '../../base/bytes';
import { isExpected, passOver } from '../../base/fault';
import { asBlobId, type BlobId } from '../../base/ids';
import { shownName } from '../../domain/attachment-names';
import type { AttachmentRef } from '../../domain/attachments';
import type { BlobRef as SealedRef } from '../../sync/attachments/keeping';
import type { AttachmentLine } from '../../sync/attachments/line';
import type { AttachmentView } from '../contract/attachments';
import { each, Errand } from '../session/errand';
import type { OpenSpace } from '../session/open-space';
import { cleanPreview } from './pictures';

/** A picture of at most this size is fetched without being asked for. */
const SMALL_BYTES = 1024 * 1024;

export const UNKNOWN: AttachmentView = {
	name: null,
	bytes: 0,
	preview: null,
	status: 'unknown',
	sending: null,
	fetching: null,
	failure: null
};

/** See the header. Reactive: `of`. */
export class AttachmentViews {
	readonly #known = new SvelteMap<string, AttachmentView>();
	/** Blobs whose own upload is not done, as far as this device knows. */
	readonly #unsent = new Set<string>();
	/** Whose description is asked for and not here: the message may come before its attachment is at the relay. */
	readonly #wanted = new Map<string, AttachmentRef>();
	readonly #describing = new Errand(() => this.#describeWanted());
	/** What is to be read anew of what this device has. */
	readonly #stale = new Set<string>();
	#looking: Promise<void> = Promise.resolve();
	#opened: OpenSpace | null = null;
	#isClosed = false;

	constructor(
		readonly line: AttachmentLine,
		/** Something is to be read anew: `readStale` does it. */
		readonly onStale: () => void
	) {}

	attach(opened: OpenSpace): void {
		this.#opened = opened;
	}

	of(blob: string): AttachmentView | null {
		return this.#known.get(blob) ?? null;
	}

	/** Whether something of one's own is on its way to the relay. */
	get hasUnsent(): boolean {
		return this.#unsent.size > 0;
	}

	/** One of one's own is kept, and begins its way. */
	begin(blob: string): void {
		this.#unsent.add(blob);
		this.#known.set(blob, { ...UNKNOWN, sending: 0 });
	}

	/** Another tab may have brought what is on its way to the relay. */
	doubtUnsent(): void {
		for (const blob of this.#unsent) this.#stale.add(blob);
	}

	/** Its upload is called off. */
	callOff(blob: string): void {
		this.#unsent.delete(blob);
		// what was read of it before may be on its way still
		this.reread(blob);
	}

	/** It is erased: nothing of it is known any more. */
	forget(blob: string): void {
		const preview = this.#known.get(blob)?.preview;
		if (preview) URL.revokeObjectURL(preview.url);
		this.#known.delete(blob);
		this.#unsent.delete(blob);
	}

	/** It is to be read anew with the next `readStale`. */
	doubt(blob: string): void {
		if (!this.#known.has(blob)) this.#stale.add(blob);
	}

	/** It is read anew, now. */
	reread(blob: string): void {
		this.#stale.add(blob);
		this.onStale();
	}

	/** Reads anew what is to be read; whether nothing is left. */
	readStale(): Promise<boolean> {
		return each([...this.#stale], async (blob) => {
			// what happens while it is read makes it stale again
			this.#stale.delete(blob);
			await this.#look(blob).catch((error: unknown) => {
				this.#stale.add(blob);
				throw error;
			});
			return true;
		});
	}

	/** How far fetching it is, in percent; null when it is not being fetched. */
	fetching(blob: BlobId, percent: number | null): void {
		this.#set(blob, { fetching: percent });
	}

	/** Gets the description, sooner or later. */
	ask(ref: AttachmentRef): void {
		if (this.#wanted.has(ref.blob) || !this.#opened || this.#isClosed) return;
		if (this.#known.get(ref.blob)?.name || this.#isHopeless(ref.blob)) return;
		this.#wanted.set(ref.blob, ref);
		void this.#describing.look();
	}

	/** A description has come. */
	arrived(blob: string): void {
		if (this.#wanted.has(blob)) void this.#describing.look();
	}

	/** Gets the description now. Rejects with a `Fault`. */
	async describe(ref: AttachmentRef, { space }: OpenSpace): Promise<void> {
		const blob = asBlobId(ref.blob);
		if (this.#known.get(blob)?.name) return;
		const { line } = this;
		try {
			const meta = await line.meta(space.id, sealed(ref));
			const drawn = meta.preview ? await cleanPreview(meta.preview) : null;
			if (this.#isClosed) return;
			const preview = drawn && { url: URL.createObjectURL(drawn.bytes), width: drawn.width, height: drawn.height };
			this.#set(blob, { name: shownName(meta.name), bytes: meta.size, preview, failure: null });
			await this.#look(blob);
			if (preview && meta.size <= SMALL_BYTES && this.#known.get(blob)?.status === 'elsewhere') {
				await line.fetch(space.id, sealed(ref)).catch(passOver());
				await this.#look(blob);
			}
		} catch (error) {
			if (isExpected(error, 'attachment-gone')) this.#set(blob, { status: 'erased' });
			else if (isExpected(error, 'attachment-damaged')) this.#set(blob, { status: 'damaged' });
			else this.reread(blob);
			throw error;
		}
	}

	/** Ends what lives. */
	close(): void {
		this.#isClosed = true;
		this.#describing.stop();
		for (const { preview } of this.#known.values()) if (preview) URL.revokeObjectURL(preview.url);
		this.#known.clear();
	}

	async #describeWanted(): Promise<boolean> {
		const opened = this.#opened;
		if (!opened) return true;
		// all at once: one that is slow holds up no other
		const done = await Promise.all(
			[...this.#wanted].map(([blob, ref]) =>
				each([ref], async () => {
					await this.describe(ref, opened).catch((error: unknown) => {
						if (!this.#isHopeless(blob)) throw error;
					});
					return this.#wanted.delete(blob);
				})
			)
		);
		return done.every((isDone) => isDone);
	}

	/** Whether its description never comes. */
	#isHopeless(blob: string): boolean {
		const status = this.#known.get(blob)?.status;
		return status === 'erased' || status === 'damaged';
	}

	/** What this device has of it, and how its upload stands. One after the other: no answer takes a newer one's place. */
	#look(id: string): Promise<void> {
		const looked = this.#looking.then(() => this.#lookNow(id));
		this.#looking = looked.catch(() => undefined); // reason: whoever asked is told
		return looked;
	}

	async #lookNow(id: string): Promise<void> {
		const blob = asBlobId(id);
		const space = this.#opened?.space;
		if (!space || this.#isClosed) return;
		const { isErased: isGone, isOwn, isRelayed, hasMeta, isWhole } = await this.line.state(space.id, blob);
		const upload = this.line.upload(blob);
		const isSent = !isOwn || isRelayed || isGone;
		if (isSent) this.#unsent.delete(blob);
		else this.#unsent.add(blob);
		this.#set(blob, {
			status: isGone ? 'erased' : isWhole ? 'here' : hasMeta ? 'elsewhere' : 'unknown',
			sending: isSent ? null : upload && upload.total > 0 ? Math.floor((100 * upload.done) / upload.total) : 0,
			failure: isSent ? null : (upload?.failure ?? null)
		});
	}

	#set(blob: BlobId, change: Partial<AttachmentView>): void {
		if (this.#isClosed) return;
		const known = this.#known.get(blob) ?? UNKNOWN;
		if (known.status !== 'damaged' || change.status === 'erased') this.#known.set(blob, { ...known, ...change });
	}
}

/** What a message says of its attachment, as sync takes it. */
export function sealed({ blob, key }: AttachmentRef): SealedRef {
	return { blob: asBlobId(blob), key: fromBase64url(key) };
}
