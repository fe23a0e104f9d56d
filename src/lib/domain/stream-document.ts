/**
 * A stream's layout in its members' documents. Each member has one document; a person's messages are
 * pages of 100 in it, keyed by the feed that wrote them (two devices never write the same page), and
 * next to them is how far she has received and read the others. Full pages behind a feed's last one are
 * taken out of the document and kept beside it. The display is a pure function of all documents and
 * such pages: timeline.ts.
 */
import * as Y from 'yjs';
import { fromUtf8, utf8 } from '../base/bytes';
import type { Clock } from '../base/clock';
import type { FeedId } from '../base/ids';
import { attempt, bad, good, type Result } from '../base/result';
import { readAttachment, type AttachmentRef } from './attachments';
import { mapWrites } from './tables/carried';
import { bareKey, isKeyFor, merged, put } from './feed-keys';
import { PAGE_SIZE } from './page-size';
import { checkFacts, isFact } from './stream-facts';
import { MOST_BYTES } from './text';

/** A message as stored in a page. `ms` and `c` are its clock, equal to its entry's. */
export interface Item {
	readonly t: string;
	readonly ms: number;
	readonly c: number;
	/** Id of the message it answers. */
	readonly r?: string;
	/** An attachment: blob and key. `t` may then be ''. */
	readonly a?: { readonly b: string; readonly k: string };
}

/** The content of a message: `text` has passed `checkedText`, or is '' with an attachment. */
export interface Content {
	readonly text: string;
	readonly replyTo?: string | null;
	readonly attachment?: AttachmentRef | null;
}

/** The root types of a member's document in a stream. */
export const STREAM_ROOTS = { pages: 'map', marks: 'map', facts: 'map' } as const;
/** Writes a message with the clock of its entry. */
export function writeMessage(doc: Y.Doc, stamp: Clock & { readonly feed: FeedId }, content: Content): void {
	const pages = doc.getMap<Y.Array<Item>>('pages');
	let number = lastPage(pages, stamp.feed);
	if (number < 0 || (pages.get(pageKey(stamp.feed, number))?.length ?? 0) >= PAGE_SIZE) {
		number++;
		pages.set(pageKey(stamp.feed, number), new Y.Array<Item>());
	}
	const { text, replyTo, attachment } = content;
	const item: Item = {
		t: text,
		ms: stamp.ms,
		c: stamp.count,
		...(replyTo ? { r: replyTo } : {}),
		...(attachment ? { a: { b: attachment.blob, k: attachment.key } } : {})
	};
	pages.get(pageKey(stamp.feed, number))?.push([item]);
}

/** How many messages a feed has in its author's document. */
export function countMessages(doc: Y.Doc, feed: FeedId): number {
	const pages = doc.getMap<Y.Array<Item>>('pages');
	const number = lastPage(pages, feed);
	return number < 0 ? 0 : number * PAGE_SIZE + (pages.get(pageKey(feed, number))?.length ?? 0);
}

/**
 * Writes one of our updates' messages and facts again, under another feed and with their clocks: the original
 * feed can no longer be written to. Answers among them follow; marks are raised again anyway.
 */
export function carryOverMessages(passage: {
	readonly update: Uint8Array;
	readonly from: FeedId;
	readonly old: Y.Doc;
	readonly to: Y.Doc;
	readonly stamp: Clock & { readonly feed: FeedId };
	readonly moved: Map<string, string>;
}): void {
	const { update, from, old, to, stamp, moved } = passage;
	for (const struct of Y.decodeUpdate(update).structs) {
		if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
		for (const item of struct.content.arr as unknown[]) {
			if (!isItem(item) || !isOf(item, stamp)) continue;
			const place = placeOf(old, from, item);
			writeMessage(to, stamp, {
				text: item.t,
				replyTo: item.r === undefined ? null : (moved.get(item.r) ?? item.r),
				attachment: readAttachment(item.a)
			});
			if (place >= 0)
				moved.set(`${from}.${String(place)}`, `${stamp.feed}.${String(countMessages(to, stamp.feed) - 1)}`);
		}
	}
	for (const { table, key, value } of mapWrites(update, old))
		if (table === 'facts' && isFact(value))
			put(to.getMap(table), bareKey(key), stamp.feed, { ...value, ms: stamp.ms, c: stamp.count });
}

/** A message's place within its feed, or -1. */
function placeOf(doc: Y.Doc, feed: FeedId, { t, ms, c, a }: Item): number {
	const pages = doc.getMap<Y.Array<Item>>('pages');
	for (let number = lastPage(pages, feed); number >= 0; number--) {
		const at =
			pages
				.get(pageKey(feed, number))
				?.toArray()
				.findIndex((item) => item.ms === ms && item.c === c && item.t === t && item.a?.b === a?.b) ?? -1;
		if (at >= 0) return number * PAGE_SIZE + at;
	}
	return -1;
}

/** How far this member has received ('d') or read ('r') a feed: a number of messages. */
export function markOf(doc: Y.Doc, kind: 'd' | 'r', feed: FeedId): number {
	return marksIn(doc).get(`${kind}/${feed}`) ?? 0;
}

/** How far this member has received ('d') or read ('r') each feed. */
export function marksOf(doc: Y.Doc, kind: 'd' | 'r'): ReadonlyMap<FeedId, number> {
	const of = [...marksIn(doc)].filter(([key]) => key.startsWith(`${kind}/`));
	return new Map(of.map(([key, count]) => [key.slice(2) as FeedId, count]));
}

/** Both kinds of marks by their bare keys; of what several feeds of hers say, the most. */
function marksIn(doc: Y.Doc): ReadonlyMap<string, number> {
	return merged(doc.getMap('marks'), isNumber, (one, other) => one > other);
}

/** Raises the marks that grow, written by the feed `by`; false when none does. */
export function raiseMarks(doc: Y.Doc, kind: 'd' | 'r', counts: ReadonlyMap<FeedId, number>, by: FeedId): boolean {
	const growing = [...counts].filter(([feed, count]) => count > markOf(doc, kind, feed));
	for (const [feed, count] of growing) put(doc.getMap('marks'), `${kind}/${feed}`, by, count);
	return growing.length > 0;
}

/** Pages and their lengths, feed by feed. */
export function pagesOf(doc: Y.Doc): ReadonlyMap<string, Y.Array<Item>> {
	return new Map(doc.getMap<Y.Array<Item>>('pages').entries());
}

/**
 * Takes every full page but each feed's last out of a document, so that it stays as small as a new one: content by key.
 * Nobody changes such a page again.
 */
export function archivePages(doc: Y.Doc): ReadonlyMap<string, Uint8Array> {
	const pages = doc.getMap<Y.Array<Item>>('pages');
	const { last } = extentOf(pages);
	const done = [...pages.entries()].filter(([key]) => {
		const place = readPageKey(key);
		return place !== null && place.number < (last.get(place.feed) ?? 0);
	});
	const archived = new Map(done.map(([key, page]) => [key, utf8(JSON.stringify(page.toArray()))]));
	if (archived.size > 0) doc.transact(() => archived.forEach((_content, key) => pages.delete(key)));
	return archived;
}

/** Whether what lies under a key of a root is, or was, a page that another of its feed has followed. */
export function isPageOver(doc: Y.Doc, root: string, key: string): boolean {
	const place = root === 'pages' ? readPageKey(key) : null;
	if (!place) return false;
	const pages = doc.getMap('pages');
	return !pages.has(key) || pages.has(pageKey(place.feed, place.number + 1));
}

/** The messages of an archived page, or null if these bytes are none. */
export function readArchivedPage(content: Uint8Array): readonly Item[] | null {
	const read = attempt('not a page', () => JSON.parse(fromUtf8(content)) as unknown);
	const items = read.ok && Array.isArray(read.value) ? (read.value as unknown[]) : [];
	return items.length === PAGE_SIZE && items.every(isItem) ? items : null;
}

/** How many pages of each feed, from its first on, are archived: those before the first that is here. */
export function archivedIn(doc: Y.Doc): ReadonlyMap<FeedId, number> {
	return extentOf(doc.getMap<Y.Array<Item>>('pages')).first;
}

/** The first and last page of each feed that are in a document. */
function extentOf(pages: Y.Map<Y.Array<Item>>): Record<'first' | 'last', Map<FeedId, number>> {
	const [first, last] = [new Map<FeedId, number>(), new Map<FeedId, number>()];
	for (const key of pages.keys()) {
		const place = readPageKey(key);
		if (!place) continue;
		first.set(place.feed, Math.min(first.get(place.feed) ?? Infinity, place.number));
		last.set(place.feed, Math.max(last.get(place.feed) ?? 0, place.number));
	}
	return { first, last };
}

/** Feed and number of a page's key, or null. */
export function readPageKey(key: string): { readonly feed: FeedId; readonly number: number } | null {
	const match = /^([0-9a-f]{32})\/(\d{1,6})$/.exec(key);
	return match ? { feed: match[1] as FeedId, number: Number(match[2]) } : null;
}

/**
 * Whether an entry's changes are allowed: messages appended to the author's own pages under the
 * entry's clock, numeric marks, facts. Nothing is ever removed.
 */
export function checkStreamEntry(
	transaction: Y.Transaction,
	author: { readonly feed: FeedId; readonly clock: Clock }
): Result<void> {
	const pages = transaction.doc.getMap('pages');
	const marks = transaction.doc.getMap('marks');
	const facts = transaction.doc.getMap('facts');
	for (const [type, touched] of transaction.changed) {
		const events: readonly Y.YEvent<Y.AbstractType<unknown>>[] = transaction.changedParentTypes.get(type) ?? [];
		const event = events.find(({ target }) => target === type);
		if (!event) return bad('a change nobody can see');
		let why: string | null = 'an unknown place';
		if (event.target === pages) why = checkPages(event, touched, author);
		else if (event.target === marks) why = checkMarks(event, author.feed);
		else if (event.target === facts) why = checkFacts(event, author);
		else if (type.parent === pages) why = checkAppended(event, author);
		if (why !== null) return bad(why);
	}
	return good(undefined);
}

/** `touched`: the keys; an event says nothing of a value that came and went. */
function checkPages(
	event: Y.YEvent<Y.AbstractType<unknown>>,
	touched: ReadonlySet<string | null>,
	author: { readonly feed: FeedId; readonly clock: Clock }
): string | null {
	const pages = event.target as unknown as Y.Map<unknown>;
	const { keys } = event.changes;
	// its first pages may be archived
	const hasBegun = [...pages.keys()].some((key) => !touched.has(key) && readPageKey(key)?.feed === author.feed);
	for (const key of touched) {
		const place = key === null ? null : readPageKey(key);
		if (key === null || place?.feed !== author.feed || keys.get(key)?.action !== 'add') return 'not the author’s page';
		if (key !== pageKey(place.feed, place.number)) return 'not the author’s page';
		const page: unknown = pages.get(key);
		if (!(page instanceof Y.Array) || page.length > PAGE_SIZE) return 'not a page';
		const before: unknown = pages.get(pageKey(place.feed, place.number - 1));
		const isFirst = place.number === 0 && !hasBegun;
		if (!isFirst && !(before instanceof Y.Array && before.length === PAGE_SIZE)) return 'a page out of turn';
		if (!page.toArray().every((item) => isOf(item, author.clock))) return 'not a message of this entry';
	}
	return null;
}

function checkMarks(event: Y.YEvent<Y.AbstractType<unknown>>, feed: FeedId): string | null {
	for (const [key, { action }] of event.changes.keys) {
		const value: unknown = (event.target as unknown as Y.Map<unknown>).get(key);
		if (action === 'delete' || !MARK.test(key) || !isKeyFor(key, feed)) return 'not a mark';
		if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return 'not a mark';
	}
	return null;
}

function checkAppended(
	event: Y.YEvent<Y.AbstractType<unknown>>,
	author: { readonly feed: FeedId; readonly clock: Clock }
): string | null {
	const page = event.target as unknown as Y.Array<unknown>;
	const key = page._item?.parentSub ?? '';
	if (readPageKey(key)?.feed !== author.feed || page.length > PAGE_SIZE) return 'not the author’s page';
	const [first, second, ...more] = event.changes.delta;
	const inserted = first?.retain === undefined ? first : second;
	if (more.length > 0 || (first?.retain === undefined && second !== undefined) || !Array.isArray(inserted?.insert))
		return 'not appended';
	if ((first?.retain ?? 0) + inserted.insert.length !== page.length) return 'not appended';
	return inserted.insert.every((item) => isOf(item, author.clock)) ? null : 'not a message of this entry';
}

/** Whether it is a message said at `clock`. */
export function isOf(value: unknown, clock: Clock): boolean {
	return isItem(value) && value.ms === clock.ms && value.c === clock.count;
}

function isItem(value: unknown): value is Item {
	if (typeof value !== 'object' || value === null) return false;
	const { t, ms, c, r, a } = value as Record<string, unknown>;
	if (a !== undefined && readAttachment(a) === null) return false;
	const isText = typeof t === 'string' && t.length >= (a === undefined ? 1 : 0) && t.length <= MOST_BYTES;
	const isClock = Number.isSafeInteger(ms) && Number.isSafeInteger(c);
	return isText && isClock && (r === undefined || (typeof r === 'string' && r.length <= 64));
}

/** The number of a feed's last page; -1 if it has none. */
function lastPage(pages: Y.Map<Y.Array<Item>>, feed: FeedId): number {
	return extentOf(pages).last.get(feed) ?? -1;
}

/** The key of a feed's page. */
export function pageKey(feed: FeedId, number: number): string {
	return `${feed}/${String(number)}`;
}

function isNumber(value: unknown): value is number {
	return typeof value === 'number';
}

/** 'd' or 'r', the feed received or read, and the feed that says so. */
export const MARK = /^[dr]\/[0-9a-f]{32}(?:@[0-9a-f]{8})?$/;
