/** What is known of a stream's attachments, by blob: its description, what of it is here, the state of its upload. */
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

/** A picture up to this size is fetched unasked. */
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
	/** Own blobs whose upload is not done, as far as this device knows. */
	readonly #unsent = new Set<string>();
	/** Blobs whose description is wanted but not here: the message may arrive before its attachment is at the relay. */
	readonly #wanted = new Map<string, AttachmentRef>();
	readonly #describing = new Errand(() => this.#describeWanted());
	/** Blobs whose state on this device must be read again. */
	readonly #stale = new Set<string>();
	#looking: Promise<void> = Promise.resolve();
	#opened: OpenSpace | null = null;
	#isClosed = false;

	constructor(
		readonly line: AttachmentLine,
		/** Called when something must be read again: `readStale` does it. */
		readonly onStale: () => void
	) {}

	attach(opened: OpenSpace): void {
		this.#opened = opened;
	}

	of(blob: string): AttachmentView | null {
		return this.#known.get(blob) ?? null;
	}

	/** Whether any own attachment is on its way to the relay. */
	get hasUnsent(): boolean {
		return this.#unsent.size > 0;
	}

	/** An own attachment is kept, and its upload begins. */
	begin(blob: string): void {
		this.#unsent.add(blob);
		this.#known.set(blob, { ...UNKNOWN, sending: 0 });
	}

	/** Another tab may have uploaded what was on its way to the relay. */
	doubtUnsent(): void {
		for (const blob of this.#unsent) this.#stale.add(blob);
	}

	/** Its upload is called off. */
	callOff(blob: string): void {
		this.#unsent.delete(blob);
		// An earlier read of it may still be under way.
		this.reread(blob);
	}

	/** It is erased: forgets everything about it. */
	forget(blob: string): void {
		const preview = this.#known.get(blob)?.preview;
		if (preview) URL.revokeObjectURL(preview.url);
		this.#known.delete(blob);
		this.#unsent.delete(blob);
	}

	/** It is to be read with the next `readStale`. */
	doubt(blob: string): void {
		if (!this.#known.has(blob)) this.#stale.add(blob);
	}

	/** Reads it again now. */
	reread(blob: string): void {
		this.#stale.add(blob);
		this.onStale();
	}

	/** Reads everything stale again; resolves with whether nothing is left. */
	readStale(): Promise<boolean> {
		return each([...this.#stale], async (blob) => {
			// Anything that happens during the read makes it stale again.
			this.#stale.delete(blob);
			await this.#look(blob).catch((error: unknown) => {
				this.#stale.add(blob);
				throw error;
			});
			return true;
		});
	}

	/** The progress of fetching it in percent; null while it is not being fetched. */
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

	/** A description has arrived. */
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

	/** Stops everything it started. */
	close(): void {
		this.#isClosed = true;
		this.#describing.stop();
		for (const { preview } of this.#known.values()) if (preview) URL.revokeObjectURL(preview.url);
		this.#known.clear();
	}

	async #describeWanted(): Promise<boolean> {
		const opened = this.#opened;
		if (!opened) return true;
		// All at once, so that a slow one holds up no other.
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

	/** Whether its description will never come. */
	#isHopeless(blob: string): boolean {
		const status = this.#known.get(blob)?.status;
		return status === 'erased' || status === 'damaged';
	}

	/** Reads what this device has of it, and its upload. One after the other, so that no answer replaces a newer one. */
	#look(id: string): Promise<void> {
		const looked = this.#looking.then(() => this.#lookNow(id));
		this.#looking = looked.catch(() => undefined); // reason: the caller is told
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

/** What a message says about its attachment, in the form that sync takes. */
export function sealed({ blob, key }: AttachmentRef): SealedRef {
	return { blob: asBlobId(blob), key: fromBase64url(key) };
}
