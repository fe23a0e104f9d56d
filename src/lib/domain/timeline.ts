/** All members' messages in one order, from signed values alone: clock, member, feed, place. */
import type * as Y from 'yjs';
import { order } from '../base/clock';
import type { FeedId, MemberId } from '../base/ids';
import { readAttachment, type AttachmentRef } from './attachments';
import { pagesOf, PAGE_SIZE, readPageKey, type Item } from './stream-document';

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

/**
 * A stream's messages, in order, growing with its documents. Pages only grow, so only their ends are
 * read; a rebuilt document (something in it was not stored, or was refused) is read again.
 */
export class Timeline {
	all: readonly PlacedMessage[] = [];
	readonly #read = new Map<string, number>();
	readonly #documents = new Map<MemberId, Y.Doc>();
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

	#grown(member: MemberId, doc: Y.Doc): readonly PlacedMessage[] {
		const come: PlacedMessage[] = [];
		for (const [key, page] of pagesOf(doc)) {
			const from = this.#read.get(key) ?? 0;
			const place = readPageKey(key);
			if (!place || page.length <= from) continue;
			const items: readonly Item[] = from === 0 ? page.toArray() : page.slice(from);
			for (const [i, item] of items.entries())
				come.push(placed(member, place.feed, place.number * PAGE_SIZE + from + i, item));
			this.#read.set(key, page.length);
			this.counts.set(place.feed, Math.max(this.counts.get(place.feed) ?? 0, place.number * PAGE_SIZE + page.length));
		}
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
		const before = new Map<string, PlacedMessage>();
		const others: PlacedMessage[] = [];
		for (const one of this.all) {
			if (one.member === member) before.set(one.id, one);
			else others.push(one);
		}
		const hushed = this.#silent.filter((one) => one.member === member);
		this.#silent = this.#silent.filter((one) => one.member !== member);
		for (const { feed } of [...before.values(), ...hushed]) this.counts.delete(feed);
		for (const key of [...this.#read.keys()]) {
			const feed = readPageKey(key)?.feed;
			if (feed && !others.some((other) => other.feed === feed)) this.#read.delete(key);
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

function placed(member: MemberId, feed: FeedId, place: number, { t, ms, c, r, a }: Item): PlacedMessage {
	const id = `${feed}.${String(place)}`;
	const attachment = a === undefined ? null : readAttachment(a);
	return { id, member, feed, place, ms, count: c, text: t, replyTo: r ?? null, attachment };
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
