/** A row of the outbox: our own write that is not an entry yet. SPEC.md O1. */
import type { DocumentId, FeedId } from '../../base/ids';
import type { Result } from '../../base/result';
import { byteOf, bytes, decode, encode, fixed, id, list, record, uint, type Carried } from '../../wire/codec';
import { MAX_BLOBS_NAMED, MAX_ENTRY_BYTES } from '../../wire/limits';

const row = record({
	/** 0: a Yjs update. 1: a letter to the host. 2: only the feed's first entry. */
	kind: byteOf(0, 1, 2),
	feed: id<FeedId>(),
	nonce: fixed(16),
	document: id<DocumentId>(),
	clock: record({ ms: uint, count: uint }),
	/** The author's progress mark after this write. */
	mark: uint,
	update: bytes(MAX_ENTRY_BYTES),
	/** The attachments it refers to: the entry's plain header names them. */
	blobs: list(fixed(32), MAX_BLOBS_NAMED)
});
/** The content of an outbox row. */
export type Write = Carried<typeof row>;

/** Our own write that is not an entry yet. */
export interface PendingWrite extends Write {
	readonly key: string;
	/** Whether the vault has it. */
	isKept: boolean;
	/** Whether its document has it; false while something it builds on is missing here. */
	isApplied: boolean;
}

/** The row's bytes. */
export function writeBytes(content: Write): Uint8Array {
	return encode(row, content);
}

/** Decodes a row; bad when it is damaged. */
export function readWrite(raw: Uint8Array): Result<Write> {
	return decode(row, raw);
}
