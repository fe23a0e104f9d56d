/**
 * Keys under which several feeds of one author say something: each feed writes its own (`name@1a2b3c4d`),
 * and the result is read from all of them. So a feed refers to nothing that another wrote, and can be read
 * by a later member who may not read the others. See sync/space/fresh-feeds.ts.
 */
import type * as Y from 'yjs';
import type { FeedId } from '../base/ids';
import { UntilChanged } from './until-changed';

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
	read.forget(map);
}

const read = new UntilChanged<ReadonlyMap<string, unknown>>();

/** A map's values by bare key: `isBetter` decides between two feeds. Cached until the map changes. */
export function merged<T>(
	map: Y.Map<unknown>,
	isValue: (value: unknown) => value is T,
	isBetter: (one: T, other: T) => boolean
): ReadonlyMap<string, T> {
	return read.of(map, () => {
		const values = new Map<string, T>();
		for (const [key, value] of map.entries()) {
			if (!isValue(value)) continue;
			const bare = bareKey(key);
			const other = values.get(bare);
			if (other === undefined || isBetter(value, other)) values.set(bare, value);
		}
		return values;
	}) as ReadonlyMap<string, T>;
}
