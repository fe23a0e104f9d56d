/** All members' messages in one order, from signed values alone: clock, member, feed, place. */
import type * as Y from 'yjs';
import { order } from '../base/clock';
import type { FeedId, MemberId } from '../base/ids';
import { readAttachment, type AttachmentRef } from './attachments';
import { PAGE_SIZE } from './page-size';
import { archivedIn, pageKey, pagesOf, readPageKey, type Item } from './stream-document';

/** One message with its place. */
export interface PlacedMessage {
	/** Feed and place, stable: `<feed>.<place>`. */
	readonly id: string;
	readonly member: MemberId;
	readonly feed: FeedId;
	/** Its number within the feed, from 0. */
	readonly place: number;
	readonly ms: number;
	readonly count: number;
	readonly text: string;
	readonly replyTo: string | null;
	readonly attachment: AttachmentRef | null;
}

/** The order in which messages are shown; the same on every device. */
export function orderPlaced(a: PlacedMessage, b: PlacedMessage): number {
	return order(a, b) || compareText(a.member, b.member) || compareText(a.feed, b.feed) || a.place - b.place;
}

/** A page that lies outside of its author's document. */
export interface ArchivedPage {
	readonly member: MemberId;
	readonly key: string;
}

/**
 * A stream's messages, in order, growing with its documents and their archived pages. Pages only grow, so only their
 * ends are read; a rebuilt document (something in it was not stored, or was refused) is read again.
 */
export class Timeline {
	all: readonly PlacedMessage[] = [];
	readonly #read = new Map<string, number>();
	readonly #documents = new Map<MemberId, Y.Doc>();
	/** How many pages of each feed, from its first on, are here to the end. */
	readonly #whole = new Map<FeedId, number>();
	/** How many messages of each feed are here. */
	readonly counts = new Map<FeedId, number>();
	/** Messages that do not count and are not shown. */
	#silent: readonly PlacedMessage[] = [];

	/** `isSilent`: whether a message does not count, as far as is known now. */
	constructor(readonly isSilent: (placed: PlacedMessage) => boolean = () => false) {}

	/** Checks for every message again whether it counts; returns whether that changed anything. */
	hush(): boolean {
		const silent = [...this.all.filter(this.isSilent), ...this.#silent.filter(this.isSilent)];
		const told = this.#silent.filter((one) => !this.isSilent(one));
		if (silent.length === this.#silent.length && told.length === 0) return false;
		const hushed = new Set(silent);
		this.#silent = silent;
		this.all = [...this.all.filter((one) => !hushed.has(one)), ...told].sort(orderPlaced);
		return true;
	}

	/** Ids of messages that do not count. */
	get silent(): readonly string[] {
		return this.#silent.map(({ id }) => id);
	}

	/** How many messages of each feed, from its first on, lie in archived pages. */
	get archived(): ReadonlyMap<FeedId, number> {
		const pages = [...this.#documents.values()].flatMap((doc) => [...archivedIn(doc)]);
		return new Map(pages.map(([feed, count]) => [feed, count * PAGE_SIZE]));
	}

	/** How many messages of a feed do not count, from a place on. */
	silentFrom(feed: FeedId, place: number): number {
		return this.#silent.filter((one) => one.feed === feed && one.place >= place).length;
	}

	/** Takes in what is new in a member's document; returns it in order. */
	absorb(member: MemberId, doc: Y.Doc): readonly PlacedMessage[] {
		const known = this.#documents.get(member);
		this.#documents.set(member, doc);
		return known && known !== doc ? this.#again(member, doc) : this.#grown(member, doc);
	}

	/** The same for the documents of all members. */
	absorbAll(documents: Iterable<readonly [member: string, held: { readonly doc: Y.Doc }]>): readonly PlacedMessage[] {
		return [...documents].flatMap(([member, { doc }]) => this.absorb(member as MemberId, doc));
	}

	/** The archived pages that its documents build on, and that have not been taken in. */
	get missing(): readonly ArchivedPage[] {
		const missing: ArchivedPage[] = [];
		for (const [member, doc] of this.#documents)
			for (const [feed, count] of archivedIn(doc)) {
				let whole = this.#whole.get(feed) ?? 0;
				while (whole < count && this.#read.get(pageKey(feed, whole)) === PAGE_SIZE) whole++;
				this.#whole.set(feed, whole);
				for (let number = whole; number < count; number++) {
					const key = pageKey(feed, number);
					if (this.#read.get(key) !== PAGE_SIZE) missing.push({ member, key });
				}
			}
		return missing;
	}

	/** Takes in archived pages, each as it was when it left its document; returns what is new of them, in order. */
	take(pages: Iterable<readonly [page: ArchivedPage, items: readonly Item[]]>): readonly PlacedMessage[] {
		const come: PlacedMessage[] = [];
		for (const [{ member, key }, items] of pages)
			this.#readPage(member, key, items.length, (from) => items.slice(from), come);
		return this.#join(come);
	}

	#grown(member: MemberId, doc: Y.Doc): readonly PlacedMessage[] {
		const come: PlacedMessage[] = [];
		for (const [key, page] of pagesOf(doc))
			this.#readPage(member, key, page.length, (from) => (from === 0 ? page.toArray() : page.slice(from)), come);
		return this.#join(come);
	}

	/** Reads the end of a page, as far as it is new, into `come`. */
	#readPage(
		member: MemberId,
		key: string,
		length: number,
		itemsFrom: (from: number) => readonly Item[],
		come: PlacedMessage[]
	): void {
		const from = this.#read.get(key) ?? 0;
		const place = readPageKey(key);
		if (!place || length <= from) return;
		const first = place.number * PAGE_SIZE;
		for (const [i, item] of itemsFrom(from).entries()) come.push(placed(member, place.feed, first + from + i, item));
		this.#read.set(key, length);
		this.counts.set(place.feed, Math.max(this.counts.get(place.feed) ?? 0, first + length));
	}

	/** Puts messages in their places; returns those that count. */
	#join(come: readonly PlacedMessage[]): readonly PlacedMessage[] {
		const fresh = come.filter((one) => !this.isSilent(one));
		if (fresh.length < come.length) this.#silent = [...this.#silent, ...come.filter(this.isSilent)];
		if (fresh.length === 0) return fresh;
		fresh.sort(orderPlaced);
		const last = this.all.at(-1);
		const first = fresh[0];
		const isLater = !last || !first || orderPlaced(last, first) < 0;
		this.all = isLater ? [...this.all, ...fresh] : [...this.all, ...fresh].sort(orderPlaced);
		return fresh;
	}

	/** Reads a whole document; unchanged messages stay the same objects. */
	#again(member: MemberId, doc: Y.Doc): readonly PlacedMessage[] {
		const archived = archivedIn(doc);
		/** What is archived has not changed, whether or not all of its page has been on the screen. */
		const stays = (one: PlacedMessage): boolean =>
			one.member !== member || one.place < (archived.get(one.feed) ?? 0) * PAGE_SIZE;
		const before = new Map<string, PlacedMessage>();
		const others: PlacedMessage[] = [];
		for (const one of this.all) {
			if (stays(one)) others.push(one);
			else before.set(one.id, one);
		}
		const hushed = this.#silent.filter((one) => !stays(one));
		this.#silent = this.#silent.filter(stays);
		for (const { feed } of [...before.values(), ...hushed]) this.counts.delete(feed);
		for (const { feed, place } of [...before.values(), ...hushed]) {
			this.#read.delete(pageKey(feed, Math.floor(place / PAGE_SIZE)));
			this.#whole.delete(feed);
		}
		this.all = [];
		const read = this.#grown(member, doc).map((one) => {
			const old = before.get(one.id);
			return old && isSame(old, one) ? old : one;
		});
		this.all = [...others, ...read].sort(orderPlaced);
		return read.filter((one) => before.get(one.id) !== one);
	}
}

function isSame(a: PlacedMessage, b: PlacedMessage): boolean {
	const isLike = a.ms === b.ms && a.count === b.count && a.text === b.text && a.replyTo === b.replyTo;
	return isLike && a.attachment?.blob === b.attachment?.blob && a.attachment?.key === b.attachment?.key;
}

/** The messages of a page, in the order of its feed. */
export function placedIn({ member, key }: ArchivedPage, items: readonly Item[]): readonly PlacedMessage[] {
	const place = readPageKey(key);
	return place ? items.map((item, i) => placed(member, place.feed, place.number * PAGE_SIZE + i, item)) : [];
}

/** The id of a message. */
export function messageId(feed: FeedId, place: number): string {
	return `${feed}.${String(place)}`;
}

/** A message in its place. */
export function placed(member: MemberId, feed: FeedId, place: number, { t, ms, c, r, a }: Item): PlacedMessage {
	const id = messageId(feed, place);
	const attachment = a === undefined ? null : readAttachment(a);
	return { id, member, feed, place, ms, count: c, text: t, replyTo: r ?? null, attachment };
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
