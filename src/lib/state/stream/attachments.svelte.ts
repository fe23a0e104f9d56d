/**
 * The attachments of one open stream: taken in and written as messages, known by their descriptions,
 * fetched when asked, erased when a fact says so. What the files do on the way is sync/attachments.
 * Over 300 lines, reason: what is known of one attachment changes by all of these.
 */
import { SvelteMap } from 'svelte/reactivity';
import { base64url, fromBase64url } from '../../base/bytes';
import { Fault, isExpected, passOver, Refusal } from '../../base/fault';
import { asBlobId, type BlobId } from '../../base/ids';
import { downloadName, shownName } from '../../domain/attachment-names';
import { isErased, mayErase, newestFirst, type AttachmentRef } from '../../domain/attachments';
import { beginning } from '../../domain/graphemes';
import type { Message } from '../../domain/messages';
import { factsOf, writeFact } from '../../domain/stream-facts';
import type { Placed } from '../../domain/timeline';
import type { AttachmentView, Attachments, Sending } from '../contract/attachments';
import { each, Errand } from '../session/errand';
import { cleanPicture, cleanPreview, type Prepared } from './pictures';
import { Sendings } from './sendings';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import type { AttachmentEvent } from '../../sync/attachments/line';
import type { BlobRef as SealedRef } from '../../sync/attachments/keeping';

/** A picture of at most this size is fetched without being asked for. */
const SMALL_BYTES = 1024 * 1024;
/** The longest side of a picture shown large. */
const LARGE_SIDE = 2_048;

const UNKNOWN: AttachmentView = {
	name: null,
	bytes: 0,
	preview: null,
	status: 'unknown',
	sending: null,
	fetching: null,
	failure: null
};
const ERASED: AttachmentView = { ...UNKNOWN, status: 'erased' };

/** What a stream tells its attachments. */
export interface AttachmentParts {
	readonly session: Session;
	readonly opened: Promise<OpenSpace>;
	/** Writes a message with this attachment; resolves when this device keeps it. */
	readonly write: (attachment: AttachmentRef) => Promise<void>;
	/** Something that others show has changed: a mark, or what is unsent. */
	readonly onChange: () => void;
	/** The stream's messages, and what each carries. Reactive. */
	readonly messages: () => readonly Message[];
}

/** See the header. */
export class StreamAttachments implements Attachments {
	sendings = $state.raw<readonly Sending[]>([]);
	readonly #sendings: Sendings;
	/** What is known of each, by blob. */
	readonly #known = new SvelteMap<string, AttachmentView>();
	/** Blobs whose own upload is not done, as far as this device knows. */
	readonly #unsent = new Set<string>();
	readonly #gone = new SvelteMap<string, ReadonlySet<string>>();
	/** Whose description is asked for and not here: the message may come before its attachment is at the relay. */
	readonly #wanted = new Map<string, AttachmentRef>();
	readonly #describing = new Errand(() => this.#describeWanted());
	/** What is to be read anew of what this device has. */
	readonly #stale = new Set<string>();
	#looking: Promise<void> = Promise.resolve();
	/** Erased, and of which nothing is left here. */
	readonly #settled = new Set<string>();
	/** With the disk alone: erases what is gone, reads what is stale. */
	readonly #tidying = new Errand(() => this.#tidy());
	readonly #whenSettled: (() => void)[] = [];
	readonly #fetches = new Map<string, AbortController>();
	#opened: OpenSpace | null = null;
	#stop: () => void = () => undefined;
	#isClosed = false;
	readonly list = $derived.by(() => newestFirst(this.parts.messages(), (message) => this.#isErased(message)));

	constructor(readonly parts: AttachmentParts) {
		this.#sendings = new Sendings(
			(prepared, onProgress, signal) => this.#keep(prepared, onProgress, signal),
			(all) => {
				this.sendings = all;
				if (all.length === 0) for (const done of this.#whenSettled.splice(0)) done();
			}
		);
	}

	/** Resolves when no chosen file waits for anything any more. */
	async settled(): Promise<void> {
		if (this.sendings.length === 0) return;
		await new Promise<void>((resolve) => this.#whenSettled.push(resolve));
	}

	/** Whether something of one's own is on its way to the relay. */
	get hasUnsent(): boolean {
		return this.#unsent.size > 0;
	}

	/** Whether the relay has the content of an own message's attachment; true where there is none. */
	isRelayed({ attachment, member }: Placed): boolean {
		if (!attachment || this.#isErased({ attachment, author: member })) return true;
		return this.#known.get(attachment.blob)?.sending === null;
	}

	/** The stream is open: erases what is gone and looks after what is one's own. */
	attach(opened: OpenSpace, all: readonly Placed[]): void {
		this.#opened = opened;
		this.#stop = this.parts.session.attachments.listen((event) => {
			if (event.space === opened.space.id) this.#heard(event);
		});
		this.look(all);
	}

	/** Takes what is new in the stream: `fresh` messages, and what is gone by now. */
	look(fresh: readonly Placed[]): void {
		const space = this.#opened?.space;
		if (!space) return;
		for (const [member, { doc }] of space.documents)
			for (const blob of factsOf(doc, 'gone/').keys())
				if (!this.#gone.get(blob)?.has(member))
					this.#gone.set(blob, new Set([...(this.#gone.get(blob) ?? []), member]));
		const { member: me } = space.credentials;
		for (const { member, attachment } of fresh)
			if (attachment && member === me && !this.#known.has(attachment.blob)) this.#stale.add(attachment.blob);
		// another tab may have brought it to the relay
		for (const blob of this.#unsent) this.#stale.add(blob);
		void this.#tidying.look();
		const last = fresh.at(-1);
		// what comes in now is described at once; what is older when somebody looks at it
		if (last?.attachment && last.member !== me) this.#ask(last.attachment);
	}

	send(files: readonly File[], how: 'chosen' | 'pasted'): void {
		this.#sendings.add(files, how);
	}

	cancel(id: number): void {
		this.#sendings.cancel(id);
	}

	proceed(id: number): void {
		this.#sendings.proceed(id);
	}

	of(message: Message): AttachmentView | null {
		const { attachment } = message;
		if (!attachment) return null;
		if (this.#isErased(message)) return ERASED;
		const known = this.#known.get(attachment.blob);
		if (!known || known.name === null) {
			queueMicrotask(() => {
				this.#ask(attachment);
			});
		}
		return known ?? UNKNOWN;
	}

	mayErase(message: Message): boolean {
		if (!message.attachment || !this.#opened || this.#isErased(message)) return false;
		return mayErase({ side: this.#side, isAuthor: message.author === this.#opened.space.credentials.member });
	}

	async fetch(message: Message): Promise<{ readonly content: Blob; readonly name: string }> {
		const ref = message.attachment;
		if (!ref || this.#isErased(message)) throw new Fault('attachment-gone');
		const { space } = await this.parts.opened;
		const line = this.parts.session.attachments;
		const blob = asBlobId(ref.blob);
		const controller = new AbortController();
		this.#fetches.set(blob, controller);
		try {
			await this.#describe(ref);
			const onProgress = (done: number, total: number): void => {
				this.#set(blob, { fetching: done < total ? Math.floor((100 * done) / total) : null });
			};
			const content = await line.fetch(space.id, sealed(ref), { onProgress, signal: controller.signal });
			return { content, name: downloadName(this.#known.get(blob)?.name ?? '') };
		} finally {
			this.#fetches.delete(blob);
			this.#set(blob, { fetching: null });
			this.#reread(blob);
		}
	}

	stopFetching({ attachment }: Message): void {
		if (attachment) this.#fetches.get(attachment.blob)?.abort();
	}

	async picture(message: Message): Promise<string | null> {
		const { content } = await this.fetch(message);
		const drawn = await cleanPicture(content, LARGE_SIDE);
		return drawn && URL.createObjectURL(drawn.bytes);
	}

	async erase(message: Message): Promise<void> {
		const ref = message.attachment;
		// somebody else was faster: it is as it was asked for
		if (ref && this.#isErased(message)) return;
		if (!ref || !this.mayErase(message)) throw new Refusal('not-allowed');
		const opened = await this.parts.opened;
		await opened.write((doc, stamp) => {
			writeFact(doc, stamp, `gone/${ref.blob}`, 'yes');
		});
		this.look([]);
		await this.#eraseGone();
	}

	/** Ends what lives. */
	close(): void {
		this.#isClosed = true;
		this.#stop();
		this.#describing.stop();
		this.#tidying.stop();
		this.#sendings.stop();
		for (const controller of this.#fetches.values()) controller.abort();
		for (const { preview } of this.#known.values()) if (preview) URL.revokeObjectURL(preview.url);
		this.#known.clear();
	}

	get #side(): 'client' | 'counsellor' {
		return this.#opened?.space.me?.role === 'host' ? 'counsellor' : 'client';
	}

	#isErased({ attachment, author }: Pick<Message, 'attachment' | 'author'>): boolean {
		const members = this.#opened?.space.charter.members;
		return attachment
			? isErased(attachment.blob, author, this.#gone, (id) => members?.get(id as never)?.role === 'host')
			: false;
	}

	/** Takes one prepared file in and writes its message; nothing of it stays when that fails. */
	async #keep(prepared: Prepared, onProgress: (percent: number) => void, signal: AbortSignal): Promise<void> {
		const { session } = this.parts;
		const { space } = await this.parts.opened;
		const { source, name, type, picture } = prepared;
		const ref = await session.attachments.keep(
			space.id,
			source,
			{ name: shownName(name), type: beginning(type, 120), ...picture },
			{
				signal,
				onProgress: (done, total) => {
					onProgress(Math.floor((100 * done) / total));
				}
			}
		);
		this.#unsent.add(ref.blob);
		this.#known.set(ref.blob, { ...UNKNOWN, sending: 0 });
		try {
			signal.throwIfAborted();
			await this.parts.write({ blob: ref.blob, key: base64url(ref.key) });
		} catch (error) {
			await session.attachments.erase(space.id, ref.blob).catch(passOver());
			this.#unsent.delete(ref.blob);
			// what was read of it before may be on its way still
			this.#reread(ref.blob);
			throw error;
		}
	}

	/** Takes from this device what somebody has erased who may. */
	async #eraseGone(): Promise<void> {
		const space = this.#opened?.space;
		if (!space || this.#gone.size === 0) return;
		const line = this.parts.session.attachments;
		for (const message of this.parts.messages()) {
			const blob = message.attachment?.blob;
			if (!blob || !this.#gone.has(blob) || !this.#isErased(message)) continue;
			const known = this.#known.get(blob);
			if (known?.preview) URL.revokeObjectURL(known.preview.url);
			this.#known.delete(blob);
			this.#unsent.delete(blob);
			if (this.#settled.has(blob)) continue;
			// at the relay, too, in case whoever erased it was cut off before
			const mayThere = this.#side === 'counsellor' || message.author === space.credentials.member;
			if (!(await line.state(space.id, asBlobId(blob))).isGone) await line.erase(space.id, asBlobId(blob), mayThere);
			this.#settled.add(blob);
			this.parts.onChange();
		}
	}

	/** Gets the description, sooner or later. */
	#ask(ref: AttachmentRef): void {
		if (this.#wanted.has(ref.blob) || !this.#opened || this.#isClosed) return;
		if (this.#known.get(ref.blob)?.name || this.#isHopeless(ref.blob)) return;
		this.#wanted.set(ref.blob, ref);
		void this.#describing.look();
	}

	async #describeWanted(): Promise<boolean> {
		// all at once: one that is slow holds up no other
		const done = await Promise.all(
			[...this.#wanted].map(([blob, ref]) =>
				each([ref], async () => {
					await this.#describe(ref).catch((error: unknown) => {
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

	async #tidy(): Promise<boolean> {
		await this.#eraseGone();
		const isDone = await each([...this.#stale], async (blob) => {
			// what happens while it is read makes it stale again
			this.#stale.delete(blob);
			await this.#look(blob).catch((error: unknown) => {
				this.#stale.add(blob);
				throw error;
			});
			return true;
		});
		this.parts.onChange();
		return isDone;
	}

	#reread(blob: string): void {
		this.#stale.add(blob);
		void this.#tidying.look();
	}

	async #describe(ref: AttachmentRef): Promise<void> {
		const blob = asBlobId(ref.blob);
		if (this.#known.get(blob)?.name) return;
		const { space } = await this.parts.opened;
		const line = this.parts.session.attachments;
		try {
			const meta = await line.meta(space.id, sealed(ref));
			const drawn = meta.preview ? await cleanPreview(meta.preview) : null;
			if (this.#isClosed) return;
			const preview = drawn && {
				url: URL.createObjectURL(drawn.bytes),
				width: drawn.width,
				height: drawn.height
			};
			this.#set(blob, { name: shownName(meta.name), bytes: meta.size, preview, failure: null });
			await this.#look(blob);
			if (preview && meta.size <= SMALL_BYTES && this.#known.get(blob)?.status === 'elsewhere') {
				await line.fetch(space.id, sealed(ref)).catch(passOver());
				await this.#look(blob);
			}
		} catch (error) {
			if (isExpected(error, 'attachment-gone')) this.#set(blob, { status: 'erased' });
			else if (isExpected(error, 'attachment-damaged')) this.#set(blob, { status: 'damaged' });
			else this.#reread(blob);
			throw error;
		}
	}

	#heard({ blob, kind }: AttachmentEvent): void {
		if (kind === 'arrived') {
			const ref = this.parts.messages().find(({ attachment }) => attachment?.blob === blob)?.attachment;
			if (ref) this.#ask(ref);
			if (this.#wanted.has(blob)) void this.#describing.look();
		} else if (kind !== 'erased') this.#reread(blob);
		this.parts.onChange();
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
		const line = this.parts.session.attachments;
		const { isErased: isGone, isOwn, isRelayed, hasMeta, isWhole } = await line.state(space.id, blob);
		const upload = line.upload(blob);
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

function sealed({ blob, key }: AttachmentRef): SealedRef {
	return { blob: asBlobId(blob), key: fromBase64url(key) };
}
