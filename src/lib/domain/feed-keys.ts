/**
 * Keys under which several feeds of one author say something: each feed writes its own (`name@1a2b3c4d`),
 * and the result is read from all of them. So a feed refers to nothing that another wrote, and can be read
 * by a later member who may not read the others. See sync/space/fresh-feeds.ts.
 */
import type * as Y from 'yjs';
import type { FeedId } from '../base/ids';

const TAG = 8;

/** `key` as written by `feed`. */
export function keyOf(key: string, feed: FeedId): string {
	return `${key}@${feed.slice(0, TAG)}`;
}

/** A key without the feed that wrote it; older versions' keys name none. */
export function bareKey(key: string): string {
	const at = key.lastIndexOf('@');
	return at < 0 ? key : key.slice(0, at);
}

/** Whether `feed` may write under `key`: its own key, or one that names no feed. */
export function isKeyFor(key: string, feed: FeedId): boolean {
	const bare = bareKey(key);
	return bare === key || key === keyOf(bare, feed);
}

/** Sets what `feed` says under `key`. */
export function put(map: Y.Map<unknown>, key: string, feed: FeedId, value: unknown): void {
	map.set(keyOf(key, feed), value);
	// within a transaction nobody else reports it
	read.delete(map);
}

const read = new WeakMap<Y.Map<unknown>, ReadonlyMap<string, unknown>>();
const watched = new WeakSet<Y.Map<unknown>>();

/** A map's values by bare key: `isBetter` decides between two feeds. Cached until the map changes. */
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
