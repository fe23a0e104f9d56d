/**
 * The attachments of one open stream: taken in and written as messages, fetched on request, erased when a fact
 * says so. attachment-views.svelte.ts knows their state; sync/attachments moves the files.
 */
import { SvelteMap } from 'svelte/reactivity';
import { base64url } from '../../base/bytes';
import { Fault, passOver, Refusal } from '../../base/fault';
import { asBlobId } from '../../base/ids';
import { downloadName, shownName } from '../../domain/attachment-names';
import { isErased, mayErase, newestFirst, type AttachmentRef } from '../../domain/attachments';
import { beginning } from '../../domain/graphemes';
import type { Message } from '../../domain/messages';
import { factsOf, writeFact } from '../../domain/stream-facts';
import type { PlacedMessage } from '../../domain/timeline';
import type { AttachmentView, Attachments, Sending } from '../contract/attachments';
import { Errand } from '../session/errand';
import { AttachmentViews, sealed, UNKNOWN } from './attachment-views.svelte';
import { cleanPicture, type Prepared } from './pictures';
import { Sendings } from './sendings';
import type { Session } from '../session/session';
import type { OpenSpace } from '../session/open-space';
import type { AttachmentEvent } from '../../sync/attachments/line';

/** The longest side of a picture shown large. */
const LARGE_SIDE = 2_048;

const ERASED: AttachmentView = { ...UNKNOWN, status: 'erased' };

/** What attachments need from their stream. */
export interface AttachmentParts {
	readonly session: Session;
	readonly opened: Promise<OpenSpace>;
	/** Writes a message with this attachment; resolves when this device keeps it. */
	readonly write: (attachment: AttachmentRef) => Promise<void>;
	/** Called when something shown elsewhere has changed: a mark, or what is unsent. */
	readonly onChange: () => void;
	/** The stream's messages, with what each carries. Reactive. */
	readonly messages: () => readonly Message[];
}

/** See the header. */
export class StreamAttachments implements Attachments {
	sendings = $state.raw<readonly Sending[]>([]);
	readonly #sendings: Sendings;
	readonly #views: AttachmentViews;
	readonly #gone = new SvelteMap<string, ReadonlySet<string>>();
	/** Erased, with nothing left here. */
	readonly #settled = new Set<string>();
	/** Needs only the disk: erases what is gone, reads what is stale. */
	readonly #tidying = new Errand(() => this.#tidy());
	readonly #whenSettled: (() => void)[] = [];
	readonly #fetches = new Map<string, AbortController>();
	#opened: OpenSpace | null = null;
	#stop: () => void = () => undefined;
	readonly list = $derived.by(() => newestFirst(this.parts.messages(), (message) => this.#isErased(message)));

	constructor(readonly parts: AttachmentParts) {
		this.#views = new AttachmentViews(parts.session.attachments, () => void this.#tidying.look());
		this.#sendings = new Sendings(
			(prepared, onProgress, signal) => this.#keep(prepared, onProgress, signal),
			(all) => {
				this.sendings = all;
				if (all.length === 0) for (const done of this.#whenSettled.splice(0)) done();
			}
		);
	}

	/** Resolves when no chosen file is waiting any more. */
	async settled(): Promise<void> {
		if (this.sendings.length === 0) return;
		await new Promise<void>((resolve) => this.#whenSettled.push(resolve));
	}

	/** Whether any own attachment is on its way to the relay. */
	get hasUnsent(): boolean {
		return this.#views.hasUnsent;
	}

	/** Whether the relay has the content of an own message's attachment; true if it has none. */
	isRelayed({ attachment, member }: PlacedMessage): boolean {
		if (!attachment || this.#isErased({ attachment, author: member })) return true;
		return this.#views.of(attachment.blob)?.sending === null;
	}

	/** The stream is open: erases what is gone and takes care of own attachments. */
	attach(opened: OpenSpace, all: readonly PlacedMessage[]): void {
		this.#opened = opened;
		this.#views.attach(opened);
		this.#stop = this.parts.session.attachments.listen((event) => {
			if (event.space === opened.space.id) this.#heard(event);
		});
		this.look(all);
	}

	/** Takes in what is new in the stream: `fresh` messages, and erasures. */
	look(fresh: readonly PlacedMessage[]): void {
		const space = this.#opened?.space;
		if (!space) return;
		for (const [member, { doc }] of space.documents)
			for (const blob of factsOf(doc, 'gone/').keys())
				if (!this.#gone.get(blob)?.has(member))
					this.#gone.set(blob, new Set([...(this.#gone.get(blob) ?? []), member]));
		const { member: me } = space.credentials;
		for (const { member, attachment } of fresh) if (attachment && member === me) this.#views.doubt(attachment.blob);
		this.#views.doubtUnsent();
		void this.#tidying.look();
		const last = fresh.at(-1);
		// What arrives now is described at once; older ones when somebody looks at them.
		if (last?.attachment && last.member !== me) this.#views.ask(last.attachment);
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
		const known = this.#views.of(attachment.blob);
		if (!known || known.name === null) {
			queueMicrotask(() => {
				this.#views.ask(attachment);
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
		const opened = await this.parts.opened;
		const blob = asBlobId(ref.blob);
		const controller = new AbortController();
		this.#fetches.set(blob, controller);
		try {
			await this.#views.describe(ref, opened);
			const onProgress = (done: number, total: number): void => {
				this.#views.fetching(blob, done < total ? Math.floor((100 * done) / total) : null);
			};
			const { attachments } = this.parts.session;
			const content = await attachments.fetch(opened.id, sealed(ref), { onProgress, signal: controller.signal });
			return { content, name: downloadName(this.#views.of(blob)?.name ?? '') };
		} finally {
			this.#fetches.delete(blob);
			this.#views.fetching(blob, null);
			this.#views.reread(blob);
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
		// Somebody else was faster: it is as requested.
		if (ref && this.#isErased(message)) return;
		if (!ref || !this.mayErase(message)) throw new Refusal('not-allowed');
		const opened = await this.parts.opened;
		await opened.write((doc, stamp) => {
			writeFact(doc, stamp, `gone/${ref.blob}`, 'yes');
		});
		this.look([]);
		await this.#eraseGone();
	}

	/** Stops everything it started. */
	close(): void {
		this.#stop();
		this.#tidying.stop();
		this.#sendings.stop();
		for (const controller of this.#fetches.values()) controller.abort();
		this.#views.close();
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

	/** Takes in one prepared file and writes its message; if that fails, nothing of it stays. */
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
		this.#views.begin(ref.blob);
		try {
			signal.throwIfAborted();
			await this.parts.write({ blob: ref.blob, key: base64url(ref.key) });
		} catch (error) {
			await session.attachments.erase(space.id, ref.blob).catch(passOver());
			this.#views.callOff(ref.blob);
			throw error;
		}
	}

	/** Removes from this device what somebody entitled has erased. */
	async #eraseGone(): Promise<void> {
		const space = this.#opened?.space;
		if (!space || this.#gone.size === 0) return;
		const line = this.parts.session.attachments;
		for (const message of this.parts.messages()) {
			const blob = message.attachment?.blob;
			if (!blob || !this.#gone.has(blob) || !this.#isErased(message)) continue;
			this.#views.forget(blob);
			if (this.#settled.has(blob)) continue;
			// Also at the relay, in case whoever erased it was cut off before.
			const mayThere = this.#side === 'counsellor' || message.author === space.credentials.member;
			if (!(await line.state(space.id, asBlobId(blob))).isGone) await line.erase(space.id, asBlobId(blob), mayThere);
			this.#settled.add(blob);
			this.parts.onChange();
		}
	}

	async #tidy(): Promise<boolean> {
		await this.#eraseGone();
		const isDone = await this.#views.readStale();
		this.parts.onChange();
		return isDone;
	}

	#heard({ blob, kind }: AttachmentEvent): void {
		if (kind === 'arrived') {
			const ref = this.parts.messages().find(({ attachment }) => attachment?.blob === blob)?.attachment;
			if (ref) this.#views.ask(ref);
			this.#views.arrived(blob);
		} else if (kind !== 'erased') this.#views.reread(blob);
		this.parts.onChange();
	}
}
