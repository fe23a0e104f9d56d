/** One open stream, for either side: its messages, their marks, presence, the draft. */
import { fromUtf8, utf8 } from '../base/bytes';
import { isPlausible } from '../base/clock';
import { Fault } from '../base/fault';
import type { FeedId, MemberId } from '../base/ids';
import { attempt } from '../base/result';
import {
	carryOverMessages,
	checkedText,
	checkStreamEntry,
	countMessages,
	markOf,
	raiseMarks,
	STREAM_ROOTS,
	writeMessage
} from '../domain/stream-document';
import type { Mark, Message } from '../domain/messages';
import { Timeline, type Placed } from '../domain/timeline';
import type { PresenceFrame, Reach } from '../sync/connection';
import type { SpaceEvent } from '../sync/space';
import type { Policy } from '../sync/documents';
import { openPresence, PRESENCE_MS, sealPresence } from '../sync/presence';
import type { Connection, Face, StreamView } from './contract';
import type { Opened, Session } from './session';

/** How streams and groups lie in their space. */
export const STREAM_POLICY: Policy = {
	documents: 'each',
	roots: STREAM_ROOTS,
	check: checkStreamEntry,
	progress: countMessages,
	carryOver: carryOverMessages
};

/** What the list shows of a stream, and what is painted before it is open. */
export interface Preview {
	readonly last: { readonly text: string; readonly isOwn: boolean; readonly atMs: number } | null;
	readonly unread: number;
	/** Id of the first unread message, or null. */
	readonly firstUnread: string | null;
	readonly draft: string;
	/** When the client took keys of her own, that is opened her link; null before. */
	readonly openedAtMs: number | null;
	readonly tail: readonly Placed[];
	/** One's own member id and those of the counsellors, for the first paint. */
	readonly me: string;
	readonly hosts: readonly string[];
}

/** Who a member of the stream is, as the page shows it. */
export interface Speaker {
	readonly name: string;
	readonly side: 'client' | 'counsellor';
}

/** What a stream needs to know from the page it is on. */
export interface StreamParts {
	readonly session: Session;
	readonly opened: Promise<Opened>;
	readonly id: string;
	readonly face: () => Face;
	readonly speaker: (member: MemberId, isHost: boolean) => Speaker;
	readonly reach: () => Reach;
	/** Presence known from elsewhere (the reception), beside the stream's own. */
	readonly isPresentElsewhere?: () => boolean;
	readonly onPreview?: (preview: Preview) => void;
	readonly onPresent?: (isPresent: boolean) => void;
	readonly onSent?: () => void;
	readonly onArrived?: () => void;
}

const TAIL = 60;
const HEARTBEAT_MS = 20_000;
const TYPING_MS = 4_000;
const DRAFT_MS = 150;
const MARKS_AT_ONCE = 100;

/** See the header. */
export class StreamModel implements StreamView {
	readonly id: string;
	messages = $state.raw<readonly Message[]>([]);
	isLoaded = $state(false);
	firstUnread = $state<string | null>(null);
	missing = $state(0);
	replyTo = $state.raw<Message | null>(null);
	hasUnsent = $state(false);
	#draft = $state('');
	#seenAtMs = $state(0);
	#typingAtMs = $state(0);
	#nowMs = $state(Date.now());
	/** Grows whenever marks may have moved. */
	#marks = $state(0);
	#opened: Opened | null = null;
	readonly #timeline = new Timeline();
	readonly #stops: (() => void)[] = [];
	#draftTimer: ReturnType<typeof setTimeout> | undefined;
	#typingUntilMs = 0;
	#isClosed = false;
	#previewed = '';

	constructor(readonly parts: StreamParts) {
		this.id = parts.id;
		void this.#paint();
		parts.opened.then(
			(opened) => {
				if (!this.#isClosed) this.#attach(opened);
			},
			() => undefined
		);
		const beat = setInterval(() => {
			this.#nowMs = Date.now();
			if (this.#nowMs % HEARTBEAT_MS < 1_000) void this.#show();
		}, 1_000);
		this.#stops.push(() => {
			clearInterval(beat);
		});
	}

	get face(): Face {
		return this.parts.face();
	}

	get connection(): Connection {
		return this.parts.reach();
	}

	get isPresent(): boolean {
		return this.#nowMs - this.#seenAtMs < PRESENCE_MS || (this.parts.isPresentElsewhere?.() ?? false);
	}

	get isTyping(): boolean {
		return this.#nowMs - this.#typingAtMs < 2 * TYPING_MS;
	}

	get draft(): string {
		return this.#draft;
	}

	set draft(text: string) {
		if (text === this.#draft) return;
		this.#draft = text;
		clearTimeout(this.#draftTimer);
		this.#draftTimer = setTimeout(() => void this.#keepDraft(), DRAFT_MS);
		const isNew = Date.now() > this.#typingUntilMs;
		this.#typingUntilMs = text === '' ? 0 : Date.now() + TYPING_MS;
		if (isNew || text === '') void this.#show();
	}

	async send(text: string): Promise<void> {
		const clean = checkedText(text);
		const answered = this.replyTo;
		// The field is free at once; what it held is given up on the disk only when the message is kept.
		clearTimeout(this.#draftTimer);
		this.#draft = '';
		this.replyTo = null;
		this.#typingUntilMs = 0;
		try {
			await this.parts.session.write(
				await this.parts.opened,
				(doc, stamp) => {
					writeMessage(doc, stamp, clean, answered?.id ?? null);
				},
				countMessages
			);
		} catch (error) {
			this.#draft = this.#draft === '' ? text : `${text}\n${this.#draft}`;
			this.replyTo ??= answered;
			throw error;
		}
		this.parts.onSent?.();
		await this.#keepDraft();
	}

	async retry(): Promise<void> {
		const { replica } = await this.parts.opened;
		await replica.flush();
	}

	markRead(): void {
		void this.#raise('r');
	}

	/** The stream comes on the screen: reading begins at what is unread now. */
	begin(): void {
		if (this.#opened) this.firstUnread = this.#timeline.all.find((placed) => this.#isUnread(placed))?.id ?? null;
	}

	/** Ends what lives; keeps the draft and the last page. */
	async close(): Promise<void> {
		if (this.#isClosed) return;
		this.#isClosed = true;
		for (const stop of this.#stops) stop();
		clearTimeout(this.#draftTimer);
		await this.#keepDraft();
	}

	/** Where an own message is: what is known of it, never more. */
	markOf(placed: Placed): Mark {
		void this.#marks;
		const space = this.#opened?.space;
		const feed = space?.feeds.get(placed.feed);
		if (!space || !feed) return this.#localMark();
		const isFromHere = feed.device.join() === space.credentials.device.publicKey.join();
		if (isFromHere && placed.place >= feed.relayed) {
			// whatever others claim to have read: it has not left this device
			const isUnkept = space.pending.some(
				(write) => !write.isKept && write.feed === placed.feed && write.mark > 0 && write.mark <= placed.place + 1
			);
			return isUnkept ? 'unsent' : this.#localMark();
		}
		let mark: Mark = 'relayed';
		for (const [id, { doc }] of space.documents) {
			if ((id as string) === space.credentials.member) continue;
			if (markOf(doc, 'r', placed.feed) > placed.place) return 'read';
			if (markOf(doc, 'd', placed.feed) > placed.place) mark = 'delivered';
		}
		return mark;
	}

	#localMark(): Mark {
		return this.parts.session.parts.rows.vault.isDurable ? 'local' : 'unsent';
	}

	/** The first paint: the last page and the draft, before the space is open. */
	async #paint(): Promise<void> {
		const { rows } = this.parts.session.parts;
		const draft = await rows.get('drafts', this.id).catch(() => null);
		if (draft?.ok && draft.value && this.#draft === '') this.#draft = fromUtf8(draft.value);
		const preview = await readPreview(this.parts.session, this.id);
		if (!preview || this.#opened) return;
		const { firstUnread } = preview;
		// more is unread than the kept page shows: the whole is worth the wait
		if (firstUnread !== null && !preview.tail.some(({ id }) => id === firstUnread)) return;
		this.firstUnread = firstUnread;
		this.messages = preview.tail.map((placed) => {
			const speaker = this.parts.speaker(placed.member, preview.hosts.includes(placed.member));
			return new Shown(placed, this, { ...speaker, isOwn: placed.member === preview.me });
		});
		this.isLoaded = true;
	}

	#attach(opened: Opened): void {
		this.#opened = opened;
		const { space } = opened;
		this.#stops.push(
			space.listen((event) => {
				this.#changed(event);
			})
		);
		this.#stops.push(this.parts.session.onPresence((frame) => void this.#presence(frame)));
		this.#absorb();
		this.begin();
		this.isLoaded = true;
		this.#progress();
		void this.#raise('d');
		void this.#show();
		void this.#keepPreview();
	}

	#changed({ kind }: SpaceEvent): void {
		if (kind === 'content' || kind === 'trouble') {
			const fresh = this.#absorb();
			if (fresh.some((placed) => placed.member !== this.#me)) {
				this.parts.onArrived?.();
				void this.#raise('d');
				this.#typingAtMs = 0;
			}
		}
		this.#progress();
		if (kind !== 'written') void this.#keepPreview();
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
		if (fresh.length === 0 && this.messages.length === this.#timeline.all.length) return fresh;
		const known = new Map(this.messages.length === 0 ? [] : this.messages.map((message) => [message.id, message]));
		this.messages = this.#timeline.all.map((placed) => {
			const old = known.get(placed.id);
			return old instanceof Shown && old.isSettled && old.placed === placed
				? old
				: new Shown(placed, this, this.#speakerOf(placed.member), true);
		});
		return fresh;
	}

	#speakerOf(member: MemberId): Speaker & { readonly isOwn: boolean } {
		const space = this.#opened?.space;
		const isHost = space?.charter.members.get(member)?.role === 'host';
		return { ...this.parts.speaker(member, isHost), isOwn: member === (space?.credentials.member ?? null) };
	}

	#progress(): void {
		const space = this.#opened?.space;
		if (!space) return;
		this.#marks++;
		this.missing = space.missing;
		this.hasUnsent = space.pending.length > 0 || [...space.feeds.values()].some(({ unacked }) => unacked.length > 0);
	}

	#isUnread(placed: Placed): boolean {
		const space = this.#opened?.space;
		if (!space || placed.member === space.credentials.member) return false;
		return markOf(space.doc, 'r', placed.feed) <= placed.place;
	}

	/** Tells the others how far this side has received ('d') or read ('r'). */
	async #raise(kind: 'd' | 'r'): Promise<void> {
		const opened = this.#opened;
		if (!opened?.space.isMember || this.#isClosed) return;
		const { space } = opened;
		const counts = new Map<FeedId, number>();
		for (const [feed, count] of this.#timeline.counts) {
			if (space.feeds.get(feed)?.member === space.credentials.member) continue;
			if (markOf(space.doc, kind, feed) < count && markOf(space.doc, 'r', feed) < count) counts.set(feed, count);
		}
		if (counts.size === 0) return;
		try {
			// an entry with more changes than the others' gate takes would end this feed for them
			const all = [...counts];
			for (let at = 0; at < all.length; at += MARKS_AT_ONCE) {
				await this.parts.session.write(opened, (doc) => {
					raiseMarks(doc, kind, new Map(all.slice(at, at + MARKS_AT_ONCE)));
				});
			}
		} catch {
			// a mark that could not be kept is raised again with the next message
		}
		void this.#keepPreview();
	}

	async #presence(frame: PresenceFrame): Promise<void> {
		const space = this.#opened?.space;
		if (!space || frame.space !== space.id) return;
		if (frame.body.length === 0) {
			this.#seenAtMs = 0;
			this.#typingAtMs = 0;
			this.parts.onPresent?.(false);
			return;
		}
		const presence = await openPresence(space, frame.connection, frame.body);
		if (!presence.ok) return;
		const isNew = this.#seenAtMs === 0;
		this.#seenAtMs = this.#nowMs = Date.now();
		this.#typingAtMs = presence.value.isTyping ? Date.now() : 0;
		this.parts.onPresent?.(true);
		if (isNew) void this.#show();
	}

	/** Shows the others that one is here, and whether one types. */
	async #show(): Promise<void> {
		const opened = this.#opened;
		const { connection } = this.parts.session;
		if (!opened?.replica.isCurrent || !connection.nonce || this.#isClosed || document.visibilityState === 'hidden')
			return;
		const body = await sealPresence(opened.space, connection.nonce, Date.now() < this.#typingUntilMs);
		if (body) connection.send({ kind: 'presence', space: opened.space.id, body });
	}

	async #keepDraft(): Promise<void> {
		const { rows } = this.parts.session.parts;
		const change =
			this.#draft === ''
				? { table: 'drafts' as const, key: this.id, value: null }
				: await rows.put('drafts', this.id, utf8(this.#draft));
		void this.#keepPreview();
		try {
			await rows.vault.commit([change]);
		} catch (error) {
			if (!(error instanceof Fault)) throw error;
		}
	}

	async #keepPreview(): Promise<void> {
		if (!this.#opened) return;
		const last = this.#timeline.all.at(-1);
		const unread = this.#timeline.all.filter((placed) => this.#isUnread(placed));
		const preview: Preview = {
			last: last ? { text: last.text.slice(0, 200), isOwn: last.member === this.#me, atMs: last.ms } : null,
			unread: unread.length,
			firstUnread: unread[0]?.id ?? null,
			draft: this.#draft.slice(0, 200),
			openedAtMs: this.#opened.space.records.find(({ ops }) => ops.some(({ kind }) => kind === 'rekey'))?.atMs ?? null,
			tail: this.#timeline.all.slice(-TAIL),
			me: this.#me ?? '',
			hosts: this.#hosts()
		};
		const text = JSON.stringify(preview);
		if (text === this.#previewed) return;
		this.#previewed = text;
		this.parts.onPreview?.(preview);
		const { rows } = this.parts.session.parts;
		try {
			await rows.vault.commit([await rows.put('pages', this.id, utf8(text))]);
		} catch (error) {
			if (!(error instanceof Fault)) throw error;
		}
	}
}

/** The kept preview of a stream, or null. */
export async function readPreview(session: Session, id: string): Promise<Preview | null> {
	const row = await session.parts.rows.get('pages', id).catch(() => null);
	if (!row?.ok || row.value === null) return null;
	const { value } = row;
	const read = attempt('damaged', () => JSON.parse(fromUtf8(value)) as Preview);
	return read.ok ? read.value : null;
}

/** A message on the screen: fixed, but for its mark, which is read when it is drawn. */
class Shown implements Message {
	readonly id: string;
	readonly author: string;
	readonly authorName: string;
	readonly side: 'client' | 'counsellor';
	readonly isOwn: boolean;
	readonly text: string;
	readonly atMs: number;
	readonly isTimeUncertain: boolean;
	readonly replyTo: string | null;

	constructor(
		readonly placed: Placed,
		readonly stream: StreamModel,
		speaker: Speaker & { readonly isOwn: boolean },
		/** False for the first paint, when the authors are not known yet. */
		readonly isSettled = false
	) {
		this.id = placed.id;
		this.author = placed.member;
		this.authorName = speaker.name;
		this.side = speaker.side;
		this.isOwn = speaker.isOwn;
		this.text = placed.text;
		this.atMs = placed.ms;
		this.isTimeUncertain = !isPlausible(placed.ms, Date.now());
		this.replyTo = placed.replyTo;
	}

	get mark(): Mark | null {
		return this.isOwn ? this.stream.markOf(this.placed) : null;
	}
}
