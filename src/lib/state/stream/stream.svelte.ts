/** One open stream, for either side: its messages, their marks, presence, the draft. Over 300 lines, reason: one life. */
import type * as Y from 'yjs';
import { passOver } from '../../base/fault';
import { asBlobId, asId, type BlobId, type FeedId, type MemberId, type SpaceId } from '../../base/ids';
import { countMessages, markOf, raiseMarks, writeMessage, type Content } from '../../domain/stream-document';
import type { Handover } from '../../domain/handover';
import type { Availability } from '../../domain/availability';
import { beginning } from '../../domain/graphemes';
import { checkedText } from '../../domain/text';
import type { Transcript } from '../../domain/exporting/transcript';
import type { Mark, Message } from '../../domain/messages';
import { Timeline, type Placed } from '../../domain/timeline';
import { StreamAttachments } from './attachments.svelte';
import { Company } from './company.svelte';
import type { Closing } from '../contract/availability';
import type { Connection } from '../contract/connection';
import type { Face } from '../contract/person';
import type { StreamView } from '../contract/stream';
import { isUnkept, keepDraft, readDraft } from '../session/drafts';
import { Errand } from '../session/errand';
import { Keeping } from '../session/keeping.svelte';
import { madeFrom } from '../session/made';
import { keepPreview, readPreview, type Preview } from '../session/preview';
import { Notices } from './notices.svelte';
import { openedAt, ownMark, unreadOf, type Unread } from './reading';
import { Shown, type Source, type Speaker } from './shown';
import type { StreamParts } from './stream-parts';
import { writeDown } from './transcripts';
import { standInOf, answerStandIn } from './handover';
import type { SpaceEvent } from '../../sync/space/events';
import type { OpenSpace } from '../session/open-space';

const TAIL = 60;
const DRAFT_MS = 150;
/** The preview follows after this: a message on its way shall not wait for it. */
const PREVIEW_MS = 100;
const MARKS_AT_ONCE = 100;

/** A mark that is to be written: delivered or read, of which feed, how many messages. */
type Owed = readonly [kind: 'd' | 'r', feed: FeedId, count: number];

/** See the header. */
export class StreamModel implements StreamView {
	readonly id: string;
	messages = $state.raw<readonly Message[]>([]);
	isLoaded = $state(false);
	firstUnread = $state<string | null>(null);
	missing = $state(0);
	handover = $state.raw<Handover | null>(null);
	replyTo = $state.raw<Message | null>(null);
	hasUnsent = $state(false);
	isOver = $state(false);
	#draft = $state('');
	readonly attachments: StreamAttachments;
	readonly #company: Company;
	/** Grows whenever marks may have moved. */
	#marks = $state(0);
	#opened: OpenSpace | null = null;
	readonly #timeline = new Timeline((placed) => this.parts.isSilent?.(placed) ?? false);
	readonly #notices = new Notices();
	readonly #stops: (() => void)[] = [];
	#isClosed = false;
	/** It is about to be closed: nothing more is written on behalf of whoever looks at it. */
	#isEnding = false;
	/** How far the feeds have been on screen. */
	readonly #seen = new Map<FeedId, number>();
	readonly #marking = new Errand(() => this.#raise());
	/** The preview that the vault has. */
	#previewed = '';
	#previewTimer: ReturnType<typeof setTimeout> | undefined;
	readonly #previewing = new Errand(() => this.#keepPreview());
	/** The draft that the vault has; null while that is not known. */
	#keptDraft: string | null = null;
	readonly #keeping = new Keeping(() => this.#keepDraft(), DRAFT_MS);
	/** What the field held and is being sent: kept like a draft until it is kept as a message. */
	readonly #leaving: string[] = [];
	/** Resolves when the kept draft is in the field. */
	readonly #painted: Promise<void>;
	#source: Source | null = null;
	/** Whether `messages` come from the space, no longer from the first paint. */
	#isWhole = false;

	constructor(readonly parts: StreamParts) {
		this.id = parts.id;
		this.isOver = parts.isOver?.() ?? false;
		this.#painted = this.#paintDraft();
		void this.#paint().catch(passOver('storage-unreadable', 'storage-missing'));
		parts.opened.then(
			(opened) => {
				if (!this.#isClosed) this.#attach(opened);
			},
			() => undefined // reason: whoever has it opened hears why it can not be
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
		this.#company = new Company(parts.session, asId<SpaceId>(parts.id), parts.presences);
	}

	get kind(): 'single' | 'group' {
		return this.parts.kind;
	}

	get side(): 'client' | 'counsellor' {
		return this.parts.side ?? 'counsellor';
	}

	nameOf(member: string): string {
		return this.#speakerOf(member as MemberId).name;
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
		// who is out sees nobody any more: the last sign is not one that somebody is there
		return !this.isOver && this.#company.isPresent;
	}

	get availability(): Availability | null {
		return this.parts.availability?.() ?? null;
	}

	get closing(): Closing | null {
		return this.parts.closing?.() ?? null;
	}

	get isTyping(): boolean {
		return this.#company.isTyping;
	}

	get typist(): string {
		const { typist } = this.#company;
		return typist === null ? this.face.name : this.#speakerOf(typist).name;
	}

	get draft(): string {
		return this.#draft;
	}

	set draft(text: string) {
		if (text === this.#draft) return;
		this.#draft = text;
		this.#keeping.soon();
		this.#company.type(text !== '');
	}

	get isDraftKept(): boolean {
		return this.#draft === '' || this.#keeping.isKept;
	}

	async send(text: string): Promise<void> {
		const clean = checkedText(text);
		// what was sent before the conversation was open comes late: the next text may stand in the field already
		const isFromField = text === this.#draft;
		const answered = isFromField ? this.replyTo : null;
		if (isFromField) {
			// The field is free at once; what it held is given up on the disk only when the message is kept.
			this.#leaving.push(text);
			this.#draft = '';
			this.replyTo = null;
			this.#company.type(false);
		}
		try {
			await this.#write({ text: clean, replyTo: answered?.id ?? null });
		} catch (error) {
			this.#draft = this.#draft === '' ? text : `${text}\n${this.#draft}`;
			this.replyTo ??= answered;
			throw error;
		} finally {
			if (isFromField) this.#leaving.splice(this.#leaving.indexOf(text), 1);
		}
		this.parts.onSent?.();
		await this.#keeping.now();
	}

	async retry(): Promise<void> {
		const { replica } = await this.parts.opened;
		await replica.flush();
	}

	async answerHandover(answer: 'yes' | 'question'): Promise<void> {
		const { handover } = this;
		if (handover) await answerStandIn(await this.parts.opened, handover.id, answer);
	}

	markRead(): void {
		for (const [feed, count] of this.#timeline.counts) this.#seen.set(feed, count);
		void this.#marking.look();
	}

	/** All that this device has of the stream, to be written down. */
	async transcript(): Promise<Transcript> {
		const { space } = await this.parts.opened;
		const { kind, face, parts } = this;
		const speaker = (member: MemberId): Speaker => this.#speakerOf(member);
		const { attachments } = parts.session;
		return writeDown({ space, attachments, all: this.#timeline.all, name: face.name, kind, speaker });
	}

	/** The stream comes on the screen: reading begins at what is unread now. */
	begin(): void {
		if (this.#opened) this.firstUnread = this.#unread().first?.id ?? null;
	}

	/** It may be known now that something said here does not count. */
	look(): void {
		if (!this.#isClosed && this.#timeline.hush()) this.#changed({ kind: 'content' });
	}

	/** Nobody looks at it any more: it takes what still comes until it is closed. */
	end(): void {
		this.#isEnding = true;
		this.#marking.stop();
		this.#company.close();
	}

	/** Ends what lives; keeps the draft and the last page. Resolves with false when the page could not be kept. */
	async close(): Promise<boolean> {
		if (this.#isClosed) return true;
		this.end();
		this.#isClosed = true;
		for (const stop of this.#stops) stop();
		this.#previewing.stop();
		await this.#keeping.end();
		// one that is being kept is older
		await this.#previewing.look();
		// nobody has told it since what came meanwhile
		this.#absorb();
		const isKept = await this.#keepPreview().catch(passOver('storage-full', 'storage-unreadable', 'storage-missing'));
		return isKept === true;
	}

	async #write(content: Content, blobs: readonly BlobId[] = []): Promise<void> {
		const opened = await this.parts.opened;
		const change = (doc: Y.Doc, stamp: Parameters<typeof writeMessage>[1]): void => {
			writeMessage(doc, stamp, content);
		};
		await opened.write(change, { mark: countMessages, blobs });
	}

	readonly #mark = (placed: Placed): Mark => {
		void this.#marks;
		// whatever became of the message: the others have it when they can have its attachment
		if (!this.attachments.isRelayed(placed)) return this.#localMark();
		return this.#opened ? ownMark(this.#opened.space, placed, this.#localMark()) : this.#localMark();
	};

	readonly #wasAway = (atMs: number): boolean => this.parts.wasAway?.(atMs) ?? false;

	#localMark(): Mark {
		return this.parts.session.parts.rows.vault.isDurable ? 'local' : 'unsent';
	}

	/** What was begun before stands in the field, above what is typed already. */
	async #paintDraft(): Promise<void> {
		const draft = await readDraft(this.parts.session, this.id);
		this.#keptDraft = isUnkept(this.parts.session, this.id) ? null : (draft ?? '');
		if (this.#keptDraft === null) void this.#keeping.now();
		if (draft) this.#draft = this.#draft === '' ? draft : `${draft}\n${this.#draft}`;
	}

	/** The first paint: the last page, before the space is open. */
	async #paint(): Promise<void> {
		await this.#painted;
		const preview = await readPreview(this.parts.session, this.id);
		if (!preview || this.#opened) return;
		const { firstUnread } = preview;
		// more is unread than the kept page shows: the whole is worth the wait
		if (firstUnread !== null && !preview.tail.some(({ id }) => id === firstUnread)) return;
		this.firstUnread = firstUnread;
		const speaker = (member: MemberId): Speaker => this.parts.speaker(member, preview.hosts.includes(member));
		const isMine = (member: MemberId): boolean =>
			this.parts.isMine?.(member, preview.hosts.includes(member)) ?? member === preview.me;
		const source = { isMine, speaker, mark: this.#mark, wasAway: this.#wasAway };
		this.messages = preview.tail.map((placed) => new Shown(placed, source));
		this.isLoaded = true;
	}

	#attach(opened: OpenSpace): void {
		this.#opened = opened;
		const { space } = opened;
		this.#stops.push(
			space.listen((event) => {
				this.#changed(event);
			})
		);
		if (this.kind === 'single') this.#stops.push(this.#notices.follow(opened));
		this.#company.attach(opened);
		this.#absorb();
		this.attachments.attach(opened, this.#timeline.all);
		this.begin();
		this.isLoaded = true;
		this.#progress();
		void this.#marking.look();
		void this.#previewing.look();
	}

	#changed({ kind }: SpaceEvent): void {
		if (kind === 'content' || kind === 'trouble') {
			const fresh = this.#absorb();
			this.attachments.look(fresh);
			if (fresh.some(({ member }) => !this.#isOurs(member))) {
				this.parts.onArrived?.();
				this.#company.heard();
			}
		}
		this.#progress();
		if (this.#owed().length > 0) void this.#marking.look();
		if (kind !== 'written') this.#previewSoon();
	}

	#hosts(): string[] {
		return [...(this.#opened?.space.charter.members.values() ?? [])]
			.filter(({ role }) => role === 'host')
			.map(({ id }) => id);
	}

	get #me(): MemberId | undefined {
		return this.#opened?.space.credentials.member;
	}

	#absorb(): readonly Placed[] {
		const space = this.#opened?.space;
		if (!space) return [];
		const fresh = [...space.documents].flatMap(([id, { doc }]) => this.#timeline.absorb(id as string as MemberId, doc));
		if (fresh.length === 0 && this.#isWhole && this.messages.length === this.#timeline.all.length) return fresh;
		const { all } = this.#timeline;
		const before = all.length - fresh.length;
		// ids are unique: where the last one shown stands where it stood, all that is fresh is behind it
		const isBehind = this.messages.length === before && this.messages.at(-1)?.id === all[before - 1]?.id;
		const speaker = (member: MemberId): Speaker => this.#speakerOf(member);
		const source = (this.#source ??= { isMine: this.#isMine, speaker, mark: this.#mark, wasAway: this.#wasAway });
		const show = (placed: Placed): Shown => new Shown(placed, source);
		this.messages = this.#isWhole && isBehind ? [...this.messages, ...all.slice(before).map(show)] : all.map(show);
		this.#isWhole = true;
		return fresh;
	}

	#speakerOf(member: MemberId): Speaker {
		return this.parts.speaker(member, this.#isHost(member));
	}

	#isHost(member: MemberId): boolean {
		return this.#opened?.space.charter.members.get(member)?.role === 'host';
	}

	readonly #isMine = (member: MemberId): boolean =>
		this.parts.isMine?.(member, this.#isHost(member)) ?? member === this.#me;
	/** Who writes on this side: in a stream with one client all of her counsellors do. */
	readonly #isOurs = (member: MemberId): boolean =>
		this.#isMine(member) || (this.kind === 'single' && this.side === 'counsellor' && this.#isHost(member));

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

	#unread(): Unread {
		return this.#opened ? unreadOf(this.#opened.space, this.#timeline, this.#isOurs) : { count: 0, first: null };
	}

	/** The marks by which the others see how far this side has received ('d') and read ('r'), as far as they are not written. */
	#owed(): readonly Owed[] {
		const space = this.#opened?.space;
		if (!space?.isMember) return [];
		const { doc } = space;
		return [...this.#timeline.counts].flatMap(([feed, count]): readonly Owed[] => {
			if (this.#isMine(space.feeds.get(feed)?.member ?? space.credentials.member)) return [];
			const [seen, read] = [this.#seen.get(feed) ?? 0, markOf(doc, 'r', feed)];
			if (seen > read) return [['r', feed, seen]];
			return count > Math.max(read, markOf(doc, 'd', feed)) ? [['d', feed, count]] : [];
		});
	}

	/** Writes the marks that are owed; what can not be kept is owed still. Whether none is left. */
	async #raise(): Promise<boolean> {
		const opened = this.#opened;
		const due = opened ? this.#owed() : [];
		// an entry with more changes than the others' gate takes would end this feed for them
		for (let at = 0; opened && at < due.length && !this.#isEnding; at += MARKS_AT_ONCE) {
			const now = due.slice(at, at + MARKS_AT_ONCE);
			await opened.write((doc, { feed }) => {
				for (const kind of ['d', 'r'] as const) {
					const counts = now.filter(([of]) => of === kind).map(([, id, count]) => [id, count] as const);
					raiseMarks(doc, kind, new Map(counts), feed);
				}
			});
		}
		if (due.length > 0) this.#previewSoon();
		return this.#isEnding || this.#owed().length === 0;
	}

	get #held(): string {
		return [...this.#leaving, this.#draft].filter((text) => text !== '').join('\n');
	}

	/** False when the device can not keep it. */
	async #keepDraft(): Promise<boolean> {
		// what was kept before is read before anything takes its place
		await this.#painted;
		const text = this.#held;
		if (text === this.#keptDraft) return true;
		this.#keptDraft = null;
		this.#previewSoon();
		if (!(await keepDraft(this.parts.session, this.id, text))) return false;
		this.#keptDraft = text;
		// it was sent, or went on, while the disk was busy
		return text === this.#held || this.#keepDraft();
	}

	#previewSoon(): void {
		if (!this.#isClosed) this.#previewTimer ??= setTimeout(() => void this.#previewing.look(), PREVIEW_MS);
	}

	/** Makes the preview and keeps it. True once it is kept; rejects with a `Fault`. SPEC.md Z1. */
	async #keepPreview(): Promise<boolean> {
		clearTimeout(this.#previewTimer);
		this.#previewTimer = undefined;
		if (!this.#opened) return true;
		const { contactEnds } = this.parts;
		const last = this.#timeline.all.at(-1);
		const unread = this.#unread();
		const preview: Preview = {
			last: last ? lastLine(last, this.#isMine(last.member)) : null,
			unread: unread.count,
			firstUnread: unread.first?.id ?? null,
			draft: beginning(this.#draft, 200),
			openedAtMs: openedAt(this.#opened.space),
			...(contactEnds ? { contacts: contactEnds(this.#timeline.all.map(({ ms }) => ms)) } : {}),
			tail: this.#timeline.all.slice(-TAIL),
			me: this.#me ?? '',
			hosts: this.#hosts(),
			made: madeFrom(this.#opened.space, this.#owed().length > 0)
		};
		const text = JSON.stringify(preview);
		if (text === this.#previewed) return true;
		this.parts.onPreview?.(preview);
		await keepPreview(this.parts.session, this.id, text);
		this.#previewed = text;
		return true;
	}
}

function lastLine({ text, ms, attachment }: Placed, isOwn: boolean): NonNullable<Preview['last']> {
	return { text: beginning(text, 200), isOwn, atMs: ms, hasAttachment: attachment !== null };
}
