/** Yjs updates as nobody's editor writes them, byte by byte: what an author may try on her own document. */
import type * as Y from 'yjs';
import { getState } from 'yjs';
import type { FeedId } from '../../src/lib/base/ids';
import { pageKey } from '../../src/lib/domain/stream-document';
import { clientOf } from '../../src/lib/sync/space/feeds';

/** A whole number below `n`. */
export type Random = (n: number) => number;

interface Id {
	readonly client: number;
	readonly clock: number;
}
/** One struct, and how many clocks it takes. */
type Struct = readonly [bytes: readonly number[], length: number];

const [HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY] = [0x80, 0x40, 0x20];
const [GC, DELETED, BINARY, STRING, TYPE, ANY] = [0, 1, 3, 4, 7, 8];

/** A varint. */
export function varint(n: number): readonly number[] {
	return n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))];
}

/** A text with its length. */
export function varText(text: string): readonly number[] {
	const bytes = [...new TextEncoder().encode(text)];
	return [...varint(bytes.length), ...bytes];
}

/** A message as an item's content: `{ t: 'x', ms: 1, c: 1 }`. */
const MESSAGE = [118, 3, ...varText('t'), 119, ...varText('x'), ...varText('ms'), 125, 1, ...varText('c'), 125, 1];

/** Some update by `feeds` to a stream's document that another of them may have written to, too. */
export function oddUpdate(doc: Y.Doc, feeds: readonly [FeedId, FeedId], random: Random): Uint8Array {
	const pick = <T>(all: readonly [T, ...T[]]): T => all[random(all.length)] ?? all[0];
	const by = pick<readonly FeedId[]>([[feeds[0]], [feeds[1]], feeds]);
	const made: Id[] = [];
	const known = (): Id => {
		const client = clientOf(pick(feeds));
		return { client, clock: random(getState(doc.store, client)) };
	};
	const reference = (): readonly number[] => {
		const { client, clock } = (random(2) === 0 && made[random(made.length)]) || known();
		return [...varint(client), ...varint(clock)];
	};
	const keys = feeds.flatMap((feed) => [0, 1, 2, 3, 4].map((number) => pageKey(feed, number)));
	const place = (): readonly [info: number, bytes: readonly number[]] => {
		const under = random(2) === 0 ? [1, ...varText(pick(['pages', 'pages', 'marks', 'facts']))] : [0, ...reference()];
		if (random(3) === 0) return [0, under];
		return [HAS_KEY, [...under, ...varText(pick(['x', `r/${feeds[1]}@${feeds[0].slice(0, 8)}`, ...keys]))]];
	};
	const content = (kind: number): Struct => {
		const length = 1 + random(3);
		if (kind === DELETED) return [varint(length), length];
		if (kind === BINARY) return [[1, 7], 1];
		if (kind === STRING) return [varText('ab'), 2];
		if (kind === TYPE) return [[random(2)], 1];
		return [[length, ...Array.from({ length }, () => MESSAGE).flat()], length];
	};
	const struct = (): Struct => {
		if (random(6) === 0) return [[GC, 1], 1];
		const kind = pick([DELETED, ANY, ANY, TYPE, STRING, BINARY]);
		const [hasLeft, hasRight] = [random(2) === 0, random(3) === 0];
		const neighbours = [...(hasLeft ? reference() : []), ...(hasRight ? reference() : [])];
		const [info, where] = hasLeft || hasRight ? [0, neighbours] : place();
		const [bytes, length] = content(kind);
		const flags = (hasLeft ? HAS_ORIGIN : 0) | (hasRight ? HAS_RIGHT_ORIGIN : 0) | info;
		return [[kind | flags, ...where, ...bytes], length];
	};
	const blocks = by.map((feed) => {
		const client = clientOf(feed);
		const next = getState(doc.store, client);
		const from = random(4) === 0 ? random(next + 1) : next;
		const structs: (readonly number[])[] = [];
		let clock = from;
		for (let left = 1 + random(4); left > 0; left--) {
			const [bytes, length] = struct();
			structs.push(bytes);
			for (let i = 0; i < length; i++) made.push({ client, clock: clock++ });
		}
		return [...varint(structs.length), ...varint(client), ...varint(from), ...structs.flat()];
	});
	const deletes = feeds.flatMap((feed): (readonly number[])[] => {
		const { client, clock } = (random(2) === 0 && made[random(made.length)]) || known();
		return random(3) === 0 && client === clientOf(feed) ? [[...varint(client), 1, ...varint(clock), 1]] : [];
	});
	return new Uint8Array([blocks.length, ...blocks.flat(), deletes.length, ...deletes.flat()]);
}
