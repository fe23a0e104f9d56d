/**
 * Keys that several feeds of one author say something under: each writes one of its own (`name@1a2b3c4d`),
 * and what counts is read from all of them. A feed so refers to nothing that another one wrote, and can be
 * read by who may not read the others: somebody who joined later. See sync/space/fresh-feeds.ts.
 */
import type * as Y from 'yjs';
import type { FeedId } from '../base/ids';

const TAG = 8;

/** `key` as `feed` writes it. */
export function keyOf(key: string, feed: FeedId): string {
	return `${key}@${feed.slice(0, TAG)}`;
}

/** A key without the feed that wrote it; keys of older versions name none. */
export function bareKey(key: string): string {
	const at = key.lastIndexOf('@');
	return at < 0 ? key : key.slice(0, at);
}

/** Whether `feed` may write under `key`: its own one, or one that names no feed. */
export function isKeyFor(key: string, feed: FeedId): boolean {
	const bare = bareKey(key);
	return bare === key || key === keyOf(bare, feed);
}

/** Sets what `feed` says under `key`. */
export function put(map: Y.Map<unknown>, key: string, feed: FeedId, value: unknown): void {
	map.set(keyOf(key, feed), value);
	// within a transaction nobody else tells
	read.delete(map);
}

const read = new WeakMap<Y.Map<unknown>, ReadonlyMap<string, unknown>>();
const watched = new WeakSet<Y.Map<unknown>>();

/** What a map says under its bare keys: `isBetter` decides between two feeds. Read once until the map changes. */
export function merged<T>(
	map: Y.Map<unknown>,
	isValue: (value: unknown) => value is T,
	isBetter: (one: T, other: T) => boolean
): ReadonlyMap<string, T> {
	const known = read.get(map);
	if (known) return known as ReadonlyMap<string, T>;
	const values = new Map<string, T>();
	for (const [key, value] of map.entries()) {
		if (!isValue(value)) continue;
		const bare = bareKey(key);
		const other = values.get(bare);
		if (other === undefined || isBetter(value, other)) values.set(bare, value);
	}
	read.set(map, values);
	if (!watched.has(map)) {
		watched.add(map);
		map.observe(() => read.delete(map));
	}
	return values;
}
