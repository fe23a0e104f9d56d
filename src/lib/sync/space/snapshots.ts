/**
 * Snapshots: what a space held at certain heads, so that it opens without its entries. One row says which heads, and what
 * else entries had told; one more for each document. They hold stored entries only. SPEC.md D4, D5.
 */
import * as Y from 'yjs';
import type { DocumentId, FeedId } from '../../base/ids';
import { bad, type Result } from '../../base/result';
import { feedHeads } from '../../wire/charter-record';
import { bytes, decode, encode, id, list, record, uint, type Carried } from '../../wire/codec';
import { MAX_ENTRY_BYTES, MAX_FEEDS } from '../../wire/limits';
import { archiveKey } from './archive';
import { fromSnapshot, type Held } from './documents';
import type { ContentRows } from './kept-rows';
import type { SpaceState } from './state';
import type { Change, Table } from '../vault/vault';

const standing = record({
	covered: feedHeads,
	clock: record({ ms: uint, count: uint }),
	introductions: list(record({ feed: id<FeedId>(), body: bytes(MAX_ENTRY_BYTES) }), MAX_FEEDS),
	documents: list(id<DocumentId>(), MAX_FEEDS)
});
/** What a snapshot says beside its documents. */
type Standing = Carried<typeof standing>;

/** A snapshot, read. */
export interface Snapshot extends Standing {
	readonly held: readonly Held[];
}

/**
 * The changes that store every document as it is now. What will never change again moves from them into the archive;
 * whoever cannot store the changes has to load the documents again.
 */
export async function snapshotChanges(space: SpaceState): Promise<readonly Change[]> {
	const { id: name, policy, introductions, clock } = space;
	const covered = [...space.feeds.values()].flatMap(({ id: feed, seq }) => (seq > 0 ? [{ feed, seq }] : []));
	const plain: { readonly table: Table; readonly key: string; readonly bytes: Uint8Array }[] = [];
	const isUnacked = [...space.feeds.values()].some((feed) => feed.unacked.length > 0);
	// all bytes first, then seal: our own writes may come in between
	for (const held of space.documents.values()) {
		// what the relay may not have can still move to another feed, and is looked for then (O6)
		const isSent = held.id !== space.ownDocument || !isUnacked;
		for (const [page, content] of (isSent && policy.archive?.take(held.doc)) || [])
			plain.push({ table: 'archive', key: archiveKey(name, { document: held.id, name: page }), bytes: content });
		plain.push({ table: 'snapshots', key: name + held.id, bytes: Y.encodeStateAsUpdate(held.doc) });
	}
	const said = [...introductions].map(([feed, body]) => ({ feed, body }));
	const row = { covered, clock, introductions: said, documents: [...space.documents.keys()] };
	plain.push({ table: 'snapshots', key: name, bytes: encode(standing, row) });
	return Promise.all(plain.map(({ table, key, bytes: content }) => space.rows.put(table, key, content)));
}

/** The snapshot in these rows; null when there is none, bad when it is damaged, or not all there. */
export function readSnapshot(space: SpaceState, rows: ContentRows['snapshots']): Result<Snapshot> | null {
	if (rows.length === 0) return null;
	const found = new Map(rows.map(({ key, plain }) => [key, plain]));
	const first = found.get(space.id);
	const said = first?.ok ? decode(standing, first.value) : bad('no standing');
	if (!said.ok) return said;
	const held: Held[] = [];
	for (const document of said.value.documents.filter((name) => space.holds(name))) {
		const row = found.get(space.id + document) ?? bad('missing');
		const read = row.ok ? fromSnapshot(document, row.value, space.policy) : row;
		if (!read.ok) return read;
		held.push(read.value);
	}
	return { ok: true, value: { ...said.value, held } };
}
