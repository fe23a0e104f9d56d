/**
 * One entry of a feed: plain header, sealed payload, signed by the device. SPEC.md E.
 * The chain covers the payload's hash, so a discarded payload leaves the chain verifiable.
 */
import { concat, fromHex } from '../base/bytes';
import type { FeedId, Hash, SigningPublic, SpaceId } from '../base/ids';
import { bad, good, type Result } from '../base/result';
import { hash, idOf } from '../crypto/hash';
import { sign, verify, type SigningKey } from '../crypto/sign';
import { deviceCertificate, type DeviceCertificate } from './certificate';
import { byteOf, bytes, decode, encode, fixed, id, list, oneOf, record, uint, type Carried } from './codec';
import { MAX_BLOBS_NAMED, MAX_ENTRY_BYTES } from './limits';

const common = {
	version: byteOf(2),
	feed: id<FeedId>(),
	seq: uint,
	epoch: uint,
	previous: fixed(32),
	/** Ids of sealed attachments that the payload refers to, so that the relay can collect the rest. */
	blobs: list(fixed(32), MAX_BLOBS_NAMED)
};
const header = oneOf({
	/** First entry of a feed (seq 1): whose device this is. */
	open: [1, { ...common, nonce: fixed(16), certificate: deviceCertificate }],
	/** A Yjs update of one document. */
	update: [2, common],
	/** Carries again what the entries of its feed from `from` up to right before it carry. */
	checkpoint: [3, { ...common, from: uint }],
	/** Reserved: earlier payloads are no longer needed. */
	prune: [4, common],
	/** Reserved: payloads are discarded, named in a charter record. */
	erase: [5, common],
	/** A letter sealed to the space's host; epoch 0 when its author has no epoch key. */
	drop: [6, common]
});
const payload = oneOf({ sealed: [0, { sealed: bytes(MAX_ENTRY_BYTES) }], erased: [1, { hash: fixed(32) }] });
const layout = record({ header, payload, signature: fixed(64) });
/** The layout, for the protocol hash. */
export const ENTRY_LAYOUT = layout.layout;

/** The unencrypted part in front of the payload. */
export type EntryHeader = Carried<typeof header>;
export type EntryKind = EntryHeader['kind'];

/** A parsed entry with its bytes and its hash; the next entry names that hash. */
export interface Entry {
	readonly header: EntryHeader;
	/** The header's bytes, see `headerBytes`. */
	readonly head: Uint8Array;
	/** Null when the payload has been discarded. */
	readonly sealed: Uint8Array | null;
	readonly payloadHash: Hash;
	readonly signature: Uint8Array;
	readonly hash: Hash;
	readonly bytes: Uint8Array;
}

/** The predecessor named by an entry of seq 1. */
export const NO_ENTRY: Hash = new Uint8Array(32);

/** Whether `head` is of a checkpoint that stands for all entries from `seq` on up to itself. SPEC.md E7. */
export function standsFor(head: EntryHeader, seq: number): boolean {
	return head.kind === 'checkpoint' && head.from === seq && head.seq > seq;
}

/** The id of the feed of `device` with this nonce. SPEC.md E2. */
export function feedIdOf(space: SpaceId, device: SigningPublic, nonce: Uint8Array): FeedId {
	return idOf<FeedId>('feed', fromHex(space), device, nonce);
}

/** The header's bytes, sealed with the payload as associated data. SPEC.md E3. */
export function headerBytes(content: EntryHeader): Uint8Array {
	return encode(header, content);
}

/** Parses one entry. Checks only its form: sizes, kinds, that only the first entry opens. SPEC.md E1, E2, E6. */
export function parseEntry(space: SpaceId, raw: Uint8Array): Result<Entry> {
	if (raw.length > MAX_ENTRY_BYTES) return bad('entry too large');
	const read = decode(layout, raw);
	if (!read.ok) return read;
	const { header: head, payload: body, signature } = read.value;
	if ((head.kind === 'open') !== (head.seq === 1) || head.seq < 1) return bad('only the first entry opens a feed');
	if (head.kind === 'checkpoint' && (head.from < 2 || head.from >= head.seq || head.blobs.length > 0))
		return bad('a checkpoint of nothing');
	// Sealed to the host alone, an update would give two members different documents.
	if (head.epoch === 0 && head.kind !== 'open' && head.kind !== 'drop') return bad('only letters belong to no epoch');
	if (head.kind === 'open' && head.feed !== feedIdOf(space, head.certificate.device, head.nonce))
		return bad('not the id of this feed');
	const payloadHash = body.kind === 'sealed' ? hash('payload', body.sealed) : body.hash;
	const sealed = body.kind === 'sealed' ? body.sealed : null;
	return good(finish(space, head, headerBytes(head), sealed, payloadHash, signature, raw));
}

/** Signs header and sealed payload with the feed's device key. SPEC.md E3. */
export async function signEntry(
	space: SpaceId,
	content: EntryHeader,
	sealed: Uint8Array,
	device: SigningKey
): Promise<Entry> {
	const payloadHash = hash('payload', sealed);
	const head = headerBytes(content);
	const signature = await sign(device, 'entry', fromHex(space), head, payloadHash);
	const raw = encode(layout, { header: content, payload: { kind: 'sealed', sealed }, signature });
	return finish(space, content, head, sealed, payloadHash, signature, raw);
}

/** Whether the entry was signed by this device for this space. SPEC.md E3. */
export function isSignedByDevice(space: SpaceId, device: SigningPublic, entry: Entry): Promise<boolean> {
	return verify(device, entry.signature, 'entry', fromHex(space), entry.head, entry.payloadHash);
}

/** The same entry without its payload; its place in the chain stays verifiable. SPEC.md E5. */
export function withoutPayload(space: SpaceId, entry: Entry): Entry {
	const raw = encode(layout, {
		header: entry.header,
		payload: { kind: 'erased', hash: entry.payloadHash },
		signature: entry.signature
	});
	return finish(space, entry.header, entry.head, null, entry.payloadHash, entry.signature, raw);
}

function finish(
	space: SpaceId,
	content: EntryHeader,
	head: Uint8Array,
	sealed: Uint8Array | null,
	payloadHash: Hash,
	signature: Uint8Array,
	raw: Uint8Array
): Entry {
	const chained = hash('entry-chain', concat(fromHex(space), head), payloadHash, signature);
	return { header: content, head, sealed, payloadHash, signature, hash: chained, bytes: raw };
}

/** The certificate in an opening entry; null in others. */
export function certificateOf(entry: Entry): DeviceCertificate | null {
	return entry.header.kind === 'open' ? entry.header.certificate : null;
}
