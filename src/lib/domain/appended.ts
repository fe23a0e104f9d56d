/**
 * What a person's next updates add to her messages, read without her document: all that it takes is to know where her
 * messages end there. Whatever is not as our editors write it is left to the document (sync SPEC.md D6).
 */
import * as Y from 'yjs';
import type { Clock } from '../base/clock';
import type { FeedId } from '../base/ids';
import { attempt } from '../base/result';
import { PAGE_SIZE } from './page-size';
import { isItem, isOf, pageKey, pagesOf, readPageKey, type Item } from './stream-document';

/** Where the messages of a feed end in its author's document. */
export interface FeedEnd {
	/** How many there are. */
	readonly count: number;
	/** The Yjs clock of the last one. */
	readonly last: number;
}

/** What an update adds. */
export interface Appended {
	/** In their order; the first has the place `count` of the end before. */
	readonly items: readonly Item[];
	/** Whether it raises marks. */
	readonly hasMarks: boolean;
	readonly end: FeedEnd | null;
}

/** Where the messages of each feed end in a document. */
export function endsOf(doc: Y.Doc): ReadonlyMap<FeedId, FeedEnd> {
	const ends = new Map<FeedId, FeedEnd>();
	for (const [key, page] of pagesOf(doc)) {
		const place = readPageKey(key);
		// an end that nobody counts on is found by the document
		const last = Y.createRelativePositionFromTypeIndex(page, page.length, -1).item?.clock;
		if (!place || last === undefined) continue;
		const count = place.number * PAGE_SIZE + page.length;
		if (count > (ends.get(place.feed)?.count ?? 0)) ends.set(place.feed, { count, last });
	}
	return ends;
}

/**
 * What an update of a feed adds behind `end` (null: it has no messages yet), said at `clock`. Null if only the document
 * can tell: a fact, something taken back, something in another place.
 */
export function readAppended(
	update: Uint8Array,
	{ feed, client, clock }: { readonly feed: FeedId; readonly client: number; readonly clock: Clock },
	end: FeedEnd | null
): Appended | null {
	const read = attempt('not an update', () => Y.decodeUpdate(update));
	if (!read.ok) return null;
	const { structs, ds } = read.value;
	const items: Item[] = [];
	let [at, page, hasMarks]: [FeedEnd | null, Y.ID | null, boolean] = [end, null, false];
	for (const struct of structs) {
		if (!(struct instanceof Y.Item) || struct.id.client !== client) return null;
		const { content, id } = struct;
		const count: number = at?.count ?? 0;
		if (content instanceof Y.ContentType) {
			if (!isNextPage(struct, feed, count)) return null;
			page = id;
		} else if (content instanceof Y.ContentAny && content.arr.every(isMark)) {
			hasMarks = true;
		} else if (content instanceof Y.ContentAny) {
			const said = content.arr as unknown[];
			const isNext = page ? isFirstOf(page, struct) : isBehind(at, struct);
			const room = PAGE_SIZE - (page ? 0 : count % PAGE_SIZE);
			if (!isNext || said.length > room || !said.every((one) => isOf(one, clock) && isItem(one))) return null;
			items.push(...(said as Item[]));
			at = { count: count + said.length, last: id.clock + said.length - 1 };
			page = null;
		} else return null;
	}
	// a mark takes the place of the one before; nothing else takes anything away
	if (page !== null || (ds.clients.size > 0 && !hasMarks)) return null;
	return { items, hasMarks, end: at };
}

function isMark(value: unknown): boolean {
	return typeof value === 'number';
}

/** Whether it is a feed's next page, which begins when the one before is full. */
function isNextPage({ parent, parentSub, content }: Y.Item, feed: FeedId, count: number): boolean {
	const isList = content instanceof Y.ContentType && content.type instanceof Y.Array;
	const isInPages = (parent as unknown) === 'pages' && parentSub === pageKey(feed, count / PAGE_SIZE);
	return isList && isInPages && count % PAGE_SIZE === 0;
}

/** Whether it begins a page that has just been made. */
function isFirstOf(page: Y.ID, { parent, parentSub, origin, rightOrigin }: Y.Item): boolean {
	const isIn = parent instanceof Y.ID && Y.compareIDs(parent, page);
	return isIn && parentSub === null && origin === null && rightOrigin === null;
}

/** Whether it follows the last message, in the same page: where an item has a neighbour, that one's place is its own. */
function isBehind(end: FeedEnd | null, { id, origin, rightOrigin }: Y.Item): boolean {
	const isNext = end !== null && origin?.client === id.client && origin.clock === end.last;
	return isNext && end.count % PAGE_SIZE > 0 && rightOrigin === null;
}
