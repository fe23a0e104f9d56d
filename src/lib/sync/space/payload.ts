/** What an entry seals: clock, what its author had seen, its document, its body; padded. SPEC.md E4. */
import * as encoding from 'lib0/encoding';
import type { DocumentId } from '../../base/ids';
import { bad, type Result } from '../../base/result';
import { feedHeads } from '../../wire/charter-record';
import { bytes, decode, encode, id, record, uint, type Carried } from '../../wire/codec';
import type { EntryKind } from '../../wire/entry';
import { CHECKPOINT_STEP, MAX_ENTRY_BYTES, PAD_BUCKETS } from '../../wire/limits';

const content = record({
	clock: record({ ms: uint, count: uint }),
	/** How far the author had seen this document's other feeds. */
	seen: feedHeads,
	document: id<DocumentId>(),
	body: bytes(MAX_ENTRY_BYTES)
});
/** An entry's plaintext. */
export type Payload = Carried<typeof content>;

const MOST_PADDED = PAD_BUCKETS.at(-1) ?? 0;

/** Stands for no document: in opening entries and letters. */
export const NO_DOCUMENT = '0'.repeat(32) as DocumentId;

/** The payload's bytes: what an entry seals, and what a checkpoint carries of it. */
export function payloadBytes(payload: Payload): Uint8Array<ArrayBuffer> {
	return encode(content, payload);
}

/** The payload of such bytes, or why not. */
export function readPayload(raw: Uint8Array): Result<Payload> {
	return decode(content, raw);
}

/** The payload after its length, padded with zeros to the next size of its kind. Throws when it exceeds the largest. */
export function pad(payload: Payload, kind: EntryKind = 'update'): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint8Array(encoder, payloadBytes(payload));
	const raw = encoding.toUint8Array(encoder);
	const size =
		kind === 'checkpoint'
			? Math.ceil(raw.length / CHECKPOINT_STEP) * CHECKPOINT_STEP
			: PAD_BUCKETS.find((bucket) => bucket >= raw.length);
	if (size === undefined || size > MOST_PADDED) throw new Error('bug: payload too large');
	const padded = new Uint8Array(size);
	padded.set(raw);
	return padded;
}

/** The payload of padded bytes, or why not: not a size of its kind, or not padded with zeros. */
export function unpad(padded: Uint8Array, kind: EntryKind = 'update'): Result<Payload> {
	const { length: size } = padded;
	const isPadded =
		kind === 'checkpoint'
			? size > 0 && size % CHECKPOINT_STEP === 0 && size <= MOST_PADDED
			: PAD_BUCKETS.includes(size);
	if (!isPadded) return bad('not padded');
	let [length, shift, at] = [0, 1, 0];
	for (let byte = 0x80; byte >= 0x80; at++) {
		if (at > 3) return bad('malformed bytes');
		byte = padded[at] ?? 0;
		length += (byte & 0x7f) * shift;
		shift *= 128;
	}
	for (let i = at + length; i < padded.length; i++) if (padded[i] !== 0) return bad('not padded with zeros');
	return readPayload(padded.slice(at, at + length));
}
