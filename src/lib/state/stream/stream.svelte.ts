/**
 * One open stream, for either side: its messages with their marks, its attachments, who is there, the draft.
 * Over 300 lines, reason: it implements all of `StreamView`, most of it in one-liners.
 */
import { Fault, passOver } from '../../base/fault';
import { asBlobId, asId, type BlobId, type MemberId, type SpaceId } from '../../base/ids';
import { countMessages, writeMessage, type Content } from '../../domain/stream-document';
import type { Handover } from '../../domain/handover';
import type { Availability } from '../../domain/availability';
import type { Transcript } from '../../domain/exporting/transcript';
import type { Mark, Message } from '../../domain/messages';
import { Timeline, type PlacedMessage } from '../../domain/timeline';
import { ArchivedPages } from './archived-pages';
import { StreamAttachments } from './attachments.svelte';
import { Draft } from './draft.svelte';
import { Marking } from './marking';
import { Previewing, type Previewed } from './previewing';
import { ShownMessages } from './shown-messages.svelte';
import { StreamPresence } from './stream-presence.svelte';
import type { Closing } from '../contract/availability';
import type { Connection } from '../contract/connection';
import type { Face } from '../contract/person';
import type { StreamView } from '../contract/stream';
import { Errand } from '../session/errand';
import { readPreview } from '../session/preview';
import { Notices } from './notices.svelte';
import { ownMark, unreadOf } from './reading';
import { Sides } from './sides';
import type { StreamParts } from './stream-parts';
import { madeText, readTail, whole } from './tail';
import { writeDown } from './transcripts';
import { standInOf, answerStandIn } from './handover';
import type { SpaceEvent } from '../../sync/space/events';
import type { Space } from '../../sync/space/space';
import type { OpenSpace } from '../session/open-space';

/** See the header. */
export class StreamModel implements StreamView {
	readonly id: string;
	isLoaded = $state(false);
	firstUnread = $state<string | null>(null);
	missing = $state(0);
	handover = $state.raw<Handover | null>(null);
	hasUnsent = $state(false);
	isOver = $state(false);
	readonly attachments: StreamAttachments;
	readonly #presence: StreamPresence;
	readonly #draft: Draft;
	readonly #sides: Sides;
	readonly #shown: ShownMessages;
	readonly #marking: Marking;
	readonly #previewing: Previewing;
	readonly #archived: ArchivedPages;
	/** Takes in what is archived, and then what the documents hold. */
	readonly #filling = new Errand(() => this.#fill());
	/** Resolves once everything that this device has is in it, or it is closed. */
	readonly #attached: Promise<void>;
	#settle: () => void = () => undefined;
	/** Increases whenever marks may have moved. */
	#marks = $state(0);
	#opened: OpenSpace | null = null;
	readonly #timeline = new Timeline((placed) => this.parts.isSilent?.(placed) ?? false);
	readonly #notices = new Notices();
	readonly #stops: (() => void)[] = [];
	/** On screen, but not kept yet: nobody has been told. */
	#untold: PlacedMessage[] = [];
	#isClosed = false;

	constructor(readonly parts: StreamParts) {
		this.id = parts.id;
		this.isOver = parts.isOver?.() ?? false;
		this.#presence = new StreamPresence(parts.session, asId<SpaceId>(parts.id), parts.presences, parts.isLookedAt);
		this.#archived = new ArchivedPages(parts.session, parts.id);
		this.#attached = new Promise((resolve) => (this.#settle = resolve));
		this.#previewing = new Previewing(
			parts.session,
			parts.id,
			() => this.#preview(),
			(preview) => parts.onPreview?.(preview)
		);
		this.#draft = new Draft(parts.session, parts.id, {
			write: (content) => this.#write(content),
			onTyping: (isTyping) => {
				this.#presence.type(isTyping);
			},
			onKeep: () => {
				this.#previewing.soon();
			}
		});
		const { isMine, speakerOf: speaker } = (this.#sides = new Sides(parts));
		const source = { isMine, speaker, mark: this.#mark, wasAway: this.#wasAway };
		this.#shown = new ShownMessages(this.#timeline, source);
		this.#marking = new Marking(this.#timeline, isMine, () => {
			this.#previewing.soon();
		});
		void this.#paint().catch(passOver('storage-unreadable', 'storage-missing'));
		parts.opened.then(
			(opened) => {
				if (this.#takesAll(opened.space)) this.#attach(opened);
				else void this.#filling.look();
			},
			() => undefined // reason: whoever had it opened hears why it failed
		);
		this.attachments = new StreamAttachments({
			session: parts.session,
			opened: parts.opened,
			write: async (attachment) => {
				await this.#write({ text: '', attachment }, [asBlobId(attachment.blob)]);
				this.parts.onSent?.();
			},
			onChange: () => {
				this.#progress();
			},
			messages: () => this.messages
		});
		this.#stops.push(() => {
			this.attachments.close();
		});
	}

	/** Its space, once that is open and all messages are read. Rejects if it cannot be opened. */
	get opened(): Promise<OpenSpace> {
		return this.parts.opened.then(async (opened) => {
			await this.#attached;
			// closed before everything was read: nobody is given a part for the whole
			if (!this.#opened) throw new Fault('session-over');
			return opened;
		});
	}

	get messages(): readonly Message[] {
		return this.#shown.all;
	}

	get kind(): 'single' | 'group' {
		return this.parts.kind;
	}

	get side(): 'client' | 'counsellor' {
		return this.parts.side ?? 'counsellor';
	}

	nameOf(member: string): string {
		return this.#sides.speakerOf(member as MemberId).name;
	}

	get notices(): StreamView['notices'] {
		return this.#notices.all;
	}

	get face(): Face {
		return this.parts.face();
	}

	get connection(): Connection {
		return this.parts.reach();
	}

	get isPresent(): boolean {
		// A user who is out no longer sees anybody, so the last sign does not mean that somebody is there.
		return !this.isOver && this.#presence.isPresent;
	}

	get availability(): Availability | null {
		return this.parts.availability?.() ?? null;
	}

	get closing(): Closing | null {
		return this.parts.closing?.() ?? null;
	}

	get isTyping(): boolean {
		return this.#presence.isTyping;
	}

	get typist(): string {
		const { typist } = this.#presence;
		return typist === null ? this.face.name : this.#sides.speakerOf(typist).name;
	}

	get draft(): string {
		return this.#draft.text;
	}

	set draft(text: string) {
		this.#draft.text = text;
	}

	get isDraftKept(): boolean {
		return this.#draft.isKept;
	}

	get replyTo(): Message | null {
		return this.#draft.replyTo;
	}

	set replyTo(message: Message | null) {
		this.#draft.replyTo = message;
	}

	async send(text: string): Promise<void> {
		await this.#draft.send(text);
		this.parts.onSent?.();
		await this.#draft.keep();
	}

	async answerHandover(answer: 'yes' | 'question'): Promise<void> {
		const { handover } = this;
		if (handover) await answerStandIn(await this.parts.opened, handover.id, answer);
	}

	markRead(): void {
		// What is archived is counted already, and not on screen before.
		if (this.#opened) this.#marking.seeAll();
	}

	/** Everything this device has of the stream, for export. */
	async transcript(): Promise<Transcript> {
		const { space } = await this.opened;
		const { kind, face, parts } = this;
		const { speakerOf: speaker } = this.#sides;
		const { attachments } = parts.session;
		return writeDown({ space, attachments, all: this.#timeline.all, name: face.name, kind, speaker });
	}

	/** The stream comes on screen: reading begins at what is unread now. */
	begin(): void {
		if (this.#opened)
			this.firstUnread =
				unreadOf(this.#opened.space, this.#timeline, this.#sides.isOurs, this.#marking.seen).first?.id ?? null;
	}

	/** She looks at it now, or at something else: the others see that at once. */
	turn(): void {
		void this.#presence.show();
	}

	/** It may be known now that something said here does not count. */
	look(): void {
		if (!this.#isClosed && this.#timeline.hush()) this.#changed({ kind: 'content' });
	}

	/** She leaves it: what waited for that is written. Null if nothing did. */
	finish(): Promise<void> | null {
		return this.#marking.finish();
	}

	/** Nobody looks at it any more: it only takes what still arrives until it is closed. */
	end(): void {
		this.#marking.end();
		this.#presence.close();
	}

	/** Stops everything; keeps the draft and the last page. Resolves with false if the page could not be kept. */
	async close(): Promise<boolean> {
		if (this.#isClosed) return true;
		this.end();
		this.#isClosed = true;
		this.#filling.stop();
		this.#settle();
		for (const stop of this.#stops) stop();
		const previewed = this.#previewing.end();
		await this.#draft.end();
		await this.#filling.look();
		// A page being kept now is older.
		await previewed;
		// Nothing has announced what arrived meanwhile.
		this.#absorb();
		const isKept = await this.#previewing
			.keep()
			.catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
		return isKept === true;
	}

	async #write(content: Content, blobs: readonly BlobId[] = []): Promise<void> {
		const opened = await this.parts.opened;
		await opened.write(
			(doc, stamp) => {
				writeMessage(doc, stamp, content);
			},
			{ mark: countMessages, blobs }
		);
	}

	readonly #mark = (placed: PlacedMessage): Mark => {
		void this.#marks;
		// The others have the message only when they can get its attachment, whatever became of the text.
		if (!this.attachments.isRelayed(placed)) return this.#localMark();
		return this.#opened ? ownMark(this.#opened.space, placed, this.#localMark()) : this.#localMark();
	};

	readonly #wasAway = (atMs: number): boolean => this.parts.wasAway?.(atMs) ?? false;

	#localMark(): Mark {
		return this.parts.session.rows.vault.isDurable ? 'local' : 'unsent';
	}

	/** The first paint, before the space is open: the last messages, then all of them. */
	async #paint(): Promise<void> {
		const { session } = this.parts;
		const kept = Promise.all([readPreview(session, this.id), readTail(session, this.id)]);
		// reason: asked beside the others; it is read again before the stream counts as loaded
		this.#archived.read().catch(() => undefined);
		const [[preview, tail]] = await Promise.all([kept, this.#draft.painted]);
		if (!preview || !tail) return;
		this.#previewing.recall(preview, tail);
		// The page died before it kept the tail that goes with the preview: the documents are soon there.
		if (tail.made !== madeText(preview)) return;
		const source = { ...this.#sides.asKept(tail), mark: this.#mark, wasAway: this.#wasAway };
		const { firstUnread } = preview;
		const paint = (messages: readonly PlacedMessage[]): void => {
			// If more is unread than these, waiting for the whole is better.
			if (this.#opened || (firstUnread !== null && !messages.some(({ id }) => id === firstUnread))) return;
			this.firstUnread = firstUnread;
			this.#shown.paint(messages, source);
			this.isLoaded = true;
		};
		paint(tail.messages.slice(-tail.last));
		const all = whole(tail, await this.#archived.messages());
		if (all && all.length > tail.last) paint(all);
	}

	/** Takes in what the documents hold; returns whether that is everything. */
	#takesAll(space: Space): boolean {
		this.#timeline.absorbAll(space.documents);
		return this.#timeline.missing.length === 0;
	}

	/** Resolves with whether nothing is missing. What cannot be read at all holds up nothing else. */
	async #fill(): Promise<boolean> {
		const opened = await this.parts.opened;
		const { space } = opened;
		let isWhole = this.#takesAll(space);
		for (let isMoving = true; isMoving && !isWhole && !this.#isClosed; isWhole = this.#takesAll(space)) {
			const pages = await this.#archived.of(space, this.#timeline.missing);
			isMoving = pages.length > 0;
			this.attachments.look(this.#timeline.take(pages));
		}
		this.#archived.forget();
		if (this.#isClosed) return true;
		if (this.#opened) this.#changed({ kind: 'content' });
		else this.#attach(opened);
		return isWhole;
	}

	#attach(opened: OpenSpace): void {
		if (this.#isClosed) return;
		this.#opened = opened;
		this.#archived.forget();
		const { space } = opened;
		this.#sides.attach(space);
		this.#stops.push(
			space.listen((event) => {
				this.#changed(event);
			})
		);
		this.#stops.push(
			space.onArriving(() => {
				this.#untold = [...this.#untold, ...this.#absorb()];
			})
		);
		if (this.kind === 'single') this.#stops.push(this.#notices.follow(opened));
		this.#presence.attach(opened);
		this.#absorb();
		this.attachments.attach(opened, this.#timeline.all);
		this.begin();
		this.isLoaded = true;
		this.#progress();
		this.#marking.attach(opened);
		void this.#previewing.look();
		this.#settle();
	}

	#changed({ kind }: SpaceEvent): void {
		if (kind === 'content' || kind === 'trouble') {
			const fresh = [...this.#absorb(), ...this.#told()];
			// Another tab may have archived what this one never had.
			if (this.#timeline.missing.length > 0) void this.#filling.look();
			this.attachments.look(fresh);
			if (fresh.some(({ member }) => !this.#sides.isOurs(member))) {
				this.parts.onArrived?.();
				this.#presence.heard();
			}
		}
		this.#progress();
		this.#marking.look();
		if (kind !== 'written') this.#previewing.soon();
	}

	/** What was on screen before it was kept, and still is. */
	#told(): readonly PlacedMessage[] {
		const { counts } = this.#timeline;
		return this.#untold.splice(0).filter(({ feed, place }) => place < (counts.get(feed) ?? 0));
	}

	#absorb(): readonly PlacedMessage[] {
		return this.#opened ? this.#shown.absorb(this.#opened.space) : [];
	}

	#progress(): void {
		const opened = this.#opened;
		if (!opened) return;
		const { space } = opened;
		this.#marks++;
		this.handover = standInOf(space);
		this.missing = space.missing;
		this.isOver = this.parts.isOver?.() === true || opened.isOut;
		this.hasUnsent = !opened.isSent || this.attachments.hasUnsent;
	}

	#preview(): Previewed | null {
		if (!this.#opened) return null;
		const { space } = this.#opened;
		const { contactEnds } = this.parts;
		const [timeline, sides, { isOwing, seen }] = [this.#timeline, this.#sides, this.#marking];
		return { space, timeline, sides, draft: this.draft, owes: isOwing, seen, contactEnds };
	}
}
