/**
 * What a person's next updates add to her messages, read without her document: all that it takes is to know where her
 * messages end there. Whatever is not as our editors write it is left to the document (sync SPEC.md D6).
 */
import * as Y from 'yjs';
import type { Clock } from '../base/clock';
import type { FeedId } from '../base/ids';
import { attempt } from '../base/result';
import { PAGE_SIZE } from './page-size';
import { isOf, MARK, pageKey, pagesOf, readPageKey, type Item } from './stream-document';

/** More than an entry of ours needs, as in the gate. */
const MOST_STRUCTS = 256;

/** Where the messages of a feed end in its author's document. */
export interface FeedEnd {
	/** How many there are. */
	readonly count: number;
	/** The Yjs clock of the last one. */
	readonly last: number;
	/** The Yjs clock of whatever the feed writes next: what lies below it is known, and changes nothing. */
	readonly next: number;
}

/** What an update adds. */
export interface Appended {
	/** In their order; the first has the place `count` of the end before. */
	readonly items: readonly Item[];
	/** Whether it raises marks. */
	readonly hasMarks: boolean;
	readonly end: FeedEnd;
}

/** Where the messages of each feed end in a document; without feeds of which only the document can tell. */
export function endsOf(doc: Y.Doc): ReadonlyMap<FeedId, FeedEnd> {
	const ends = new Map<FeedId, FeedEnd>();
	const strange = new Set<FeedId>();
	for (const [key, page] of pagesOf(doc)) {
		const place = readPageKey(key);
		const last = Y.createRelativePositionFromTypeIndex(page, page.length, -1).item;
		if (!place) continue;
		if (!last) {
			strange.add(place.feed);
			continue;
		}
		const count = place.number * PAGE_SIZE + page.length;
		if (count > (ends.get(place.feed)?.count ?? 0))
			ends.set(place.feed, { count, last: last.clock, next: Y.getState(doc.store, last.client) });
	}
	for (const feed of strange) ends.delete(feed);
	return ends;
}

/**
 * What an update of a feed adds behind `end`, said at `clock`. Null if only the document can tell: a fact, something
 * taken back, something in another place, or that is there already.
 */
export function readAppended(
	update: Uint8Array,
	{ feed, client, clock }: { readonly feed: FeedId; readonly client: number; readonly clock: Clock },
	end: FeedEnd
): Appended | null {
	const read = attempt('not an update', () => Y.decodeUpdate(update));
	if (!read.ok || read.value.structs.length > MOST_STRUCTS) return null;
	const { structs, ds } = read.value;
	const items: Item[] = [];
	let { count, last, next } = end;
	let [page, hasMarks]: [Y.ID | null, boolean] = [null, false];
	for (const struct of structs) {
		if (!(struct instanceof Y.Item) || struct.id.client !== client || struct.id.clock !== next) return null;
		const { content, id } = struct;
		next += struct.length;
		if (content instanceof Y.ContentType) {
			if (!isNextPage(struct, feed, count)) return null;
			page = id;
		} else if (isMark(struct, last)) {
			hasMarks = true;
		} else if (content instanceof Y.ContentAny) {
			const said = content.arr as unknown[];
			const isNext = page ? isFirstOf(page, struct) : count % PAGE_SIZE > 0 && isBehind(last, struct);
			const room = PAGE_SIZE - (page ? 0 : count % PAGE_SIZE);
			if (!isNext || said.length > room || !said.every((one) => isOf(one, clock))) return null;
			items.push(...(said as Item[]));
			count += said.length;
			last = next - 1;
			page = null;
		} else return null;
	}
	// a mark takes the place of the one before; nothing else takes anything away
	const deleting = [...ds.clients.keys()];
	if (page !== null || (deleting.length > 0 && !hasMarks) || deleting.some((one) => one !== client)) return null;
	return { items, hasMarks, end: { count, last, next } };
}

/** Whether it is a mark, or the one that takes a mark's place: that lies where the one before it does. */
function isMark({ content, parent, parentSub, origin }: Y.Item, last: number): boolean {
	if (!(content instanceof Y.ContentAny) || content.arr.length !== 1 || typeof content.arr[0] !== 'number')
		return false;
	if (origin !== null) return origin.clock !== last;
	return (parent as unknown) === 'marks' && parentSub !== null && MARK.test(parentSub);
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
function isBehind(last: number, { id, origin, rightOrigin }: Y.Item): boolean {
	return origin?.client === id.client && origin.clock === last && rightOrigin === null;
}
