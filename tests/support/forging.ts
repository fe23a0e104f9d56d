/** What somebody with a member's keys, or with none, can put on the line. */
import { fromHex } from '../../src/lib/base/bytes';
import type { DocumentId, FeedId } from '../../src/lib/base/ids';
import { seal } from '../../src/lib/crypto/seal';
import type { SigningKey } from '../../src/lib/crypto/sign';
import { clientOf } from '../../src/lib/sync/space/feeds';
import { updateOf } from '../../src/lib/sync/space/documents';
import { pad, type Payload } from '../../src/lib/sync/space/payload';
import { headerBytes, signEntry, type Entry, type EntryHeader } from '../../src/lib/wire/entry';
import * as Y from 'yjs';
import type { Device } from './devices';
import { breathe } from './settling';

/** Deviations from what the device would write next. */
export interface Forgery {
	readonly payload?: Partial<Payload>;
	readonly header?: Partial<EntryHeader>;
	readonly device?: SigningKey;
	/** After this entry instead of the feed's head. */
	readonly after?: Pick<Entry, 'hash'> & { readonly header: Pick<EntryHeader, 'seq'> };
}

/** The next entry of a device's own feed, as anybody with its keys could write it. Nothing is kept. */
export async function forged(author: Device, body: Uint8Array, forgery: Forgery = {}): Promise<Entry> {
	const { space } = author;
	const feed = ownFeed(author);
	const [seq, previous] = forgery.after ? [forgery.after.header.seq, forgery.after.hash] : [feed.seq, feed.hash];
	const header = {
		kind: 'update',
		version: 2,
		feed: feed.id,
		seq: seq + 1,
		epoch: space.charter.epoch,
		previous,
		blobs: [],
		...forgery.header
	} as EntryHeader;
	const key = space.epochs.get(space.charter.epoch)?.entries;
	if (!key) throw new Error('no key');
	const clock = { ms: author.scene.nowMs, count: 0 };
	const payload: Payload = { clock, seen: [], document: space.ownDocument, body, ...forgery.payload };
	const sealed = await seal(key, 'entry', pad(payload, header.kind), fromHex(space.id), headerBytes(header));
	return signEntry(space.id, header, sealed, forgery.device ?? space.credentials.device);
}

/** The update that a change to the author's document makes; the document itself stays as it was. */
export function update(
	author: Device,
	change: (doc: Y.Doc, feed: FeedId) => void,
	document: DocumentId = author.space.ownDocument,
	client = clientOf(ownFeed(author).id)
): Uint8Array {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(author.space.document(document).doc));
	for (const root of Object.keys(author.policy.roots)) doc.getMap(root);
	const made = updateOf(doc, client, (target) => {
		change(target, ownFeed(author).id);
	});
	if (!made) throw new Error('it changed nothing');
	return made;
}

/** The feed that a device writes to. */
export function ownFeed(author: Device) {
	if (!author.space.own) throw new Error('it has not written yet');
	return author.space.own;
}

/** The relay delivers entries, whatever it knows of them. */
export async function deliver(to: Device, feed: FeedId, ...entries: readonly (Entry | Uint8Array)[]): Promise<void> {
	const bytes = entries.map((entry) => (entry instanceof Uint8Array ? entry : entry.bytes));
	to.replica.receive({ kind: 'entries', space: to.space.id, feed, first: 1, entries: bytes });
	await breathe(to.scene);
	await to.space.run(() => Promise.resolve());
	await breathe(to.scene);
}
