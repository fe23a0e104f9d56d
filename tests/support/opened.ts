/** A stream in which both sides have written, as a start for scenes of attack. */
import { expect } from 'vitest';
import type * as Y from 'yjs';
import type { FeedId } from '../../src/lib/base/ids';
import { writeMessage } from '../../src/lib/domain/stream-document';
import type { Feed } from '../../src/lib/sync/space/feeds';
import { device, scene, type Device, type Scene } from './devices';
import { ownFeed } from './forging';
import { settle } from './settling';

/** Berta counsels Anton. */
export interface Stream {
	readonly stream: Scene;
	readonly berta: Device;
	readonly anton: Device;
}

/** A stream in which both have written. */
export async function opened(): Promise<Stream> {
	const stream = await scene('member');
	const berta = await device(stream, 0, 'Berta');
	const anton = await device(stream, 1, 'Anton');
	for (const one of [berta, anton]) one.connect();
	await berta.write('Guten Tag');
	await settle(stream);
	stream.nowMs += 1000;
	await anton.write('Hallo');
	await settle(stream);
	expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
	return { stream, berta, anton };
}

/** Writes a message. */
export const say =
	(text: string, ms: number) =>
	(doc: Y.Doc, feed: FeedId): void => {
		writeMessage(doc, { ms, count: 0, feed }, { text });
	};
/** An author's feed as another device has it. */
export const feedAt = (who: Device, author: Device): Feed | undefined => who.space.feeds.get(ownFeed(author).id);

/** Berta has changed nothing, and Anton's feed is where it was. */
export function isUnmoved({ berta, anton }: Stream): void {
	expect(berta.texts).toEqual(['Guten Tag', 'Hallo']);
	expect(feedAt(berta, anton)?.seq).toBe(ownFeed(anton).seq);
}
