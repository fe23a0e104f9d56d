/** What an entry seals: clock, what its author had seen, its document, its body; padded. SPEC.md E4. */
import * as encoding from 'lib0/encoding';
import type { DocumentId } from '../../base/ids';
import { bad, type Result } from '../../base/result';
import { feedHeads } from '../../wire/charter-record';
import { bytes, decode, encode, id, record, uint, type Carried } from '../../wire/codec';
import { MAX_ENTRY_BYTES, PAD_BUCKETS } from '../../wire/limits';

const content = record({
	clock: record({ ms: uint, count: uint }),
	/** How far the author had seen this document's other feeds. */
	seen: feedHeads,
	document: id<DocumentId>(),
	body: bytes(MAX_ENTRY_BYTES)
});
/** An entry's plaintext. */
export type Payload = Carried<typeof content>;

/** Stands for no document: in opening entries and letters. */
export const NO_DOCUMENT = '0'.repeat(32) as DocumentId;

/** The payload after its length, padded with zeros to the next bucket. Throws when it exceeds the largest. */
export function pad(payload: Payload): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint8Array(encoder, encode(content, payload));
	const raw = encoding.toUint8Array(encoder);
	const size = PAD_BUCKETS.find((bucket) => bucket >= raw.length);
	if (size === undefined) throw new Error('bug: payload too large');
	const padded = new Uint8Array(size);
	padded.set(raw);
	return padded;
}

/** The payload of padded bytes, or why not: not a bucket's size, or not padded with zeros. */
export function unpad(padded: Uint8Array): Result<Payload> {
	if (!PAD_BUCKETS.includes(padded.length)) return bad('not padded');
	let [length, shift, at] = [0, 1, 0];
	for (let byte = 0x80; byte >= 0x80; at++) {
		if (at > 3) return bad('malformed bytes');
		byte = padded[at] ?? 0;
		length += (byte & 0x7f) * shift;
		shift *= 128;
	}
	for (let i = at + length; i < padded.length; i++) if (padded[i] !== 0) return bad('not padded with zeros');
	return decode(content, padded.slice(at, at + length));
}
