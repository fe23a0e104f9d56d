/** A stream's document, empty, and two feeds that write to it. */
import * as Y from 'yjs';
import type { FeedId } from '../../src/lib/base/ids';

/** The author whose entries are looked at. */
export const FEED = 'f1'.repeat(16) as FeedId;
/** Another author. */
export const OTHER = 'f2'.repeat(16) as FeedId;
/** When the author writes. */
export const STAMP = { ms: 1000, count: 0, feed: FEED };

/** An attachment of a message. */
export const ATTACHMENT = { blob: 'ab'.repeat(32), key: 'K'.repeat(43) };

/** A document with the roots that a stream has. */
export function fresh(): Y.Doc {
	const doc = new Y.Doc();
	doc.getMap('pages');
	doc.getMap('marks');
	doc.getMap('facts');
	return doc;
}
