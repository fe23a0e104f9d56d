/**
 * Checkpoints: an entry that carries again what the entries right before it carry, without their seals and padding, for
 * those who come later. It stands for entries of its own epoch alone: whoever opens it could open them. SPEC.md J.
 */
import { concat } from '../../base/bytes';
import { deflate, inflate } from './deflate';
import { bad, good, type Result } from '../../base/result';
import { bytes, decode, encode, list } from '../../wire/codec';
import type { Entry } from '../../wire/entry';
import { MAX_CARRIED, MAX_ENTRY_BYTES, MAX_INFLATED_BYTES, PAD_BUCKETS } from '../../wire/limits';
import { LOCKED } from './sealing';
import { payloadBytes, readPayload, type Payload } from './payload';

/** A checkpoint carries nothing of another: an update stands here once. */
export type CarriedPayload = Payload | null;

const carried = list(bytes(MAX_ENTRY_BYTES), MAX_CARRIED);
/** What is left of the largest size for the rest of a checkpoint's payload. */
const MOST_BYTES = (PAD_BUCKETS.at(-1) ?? 0) - 256;

/** The body of a checkpoint with these payloads; null if they do not fit into one. */
export async function bodyOf(payloads: readonly CarriedPayload[]): Promise<Uint8Array<ArrayBuffer> | null> {
	if (payloads.length > MAX_CARRIED) return null;
	const plain = encode(
		carried,
		payloads.map((payload) => (payload === null ? new Uint8Array() : payloadBytes(payload)))
	);
	if (plain.length > MAX_INFLATED_BYTES) return null;
	const body = await deflate(plain);
	return body.length > MOST_BYTES ? null : body;
}

/**
 * What a checkpoint carries: for each entry from `from` up to right before it, its payload. Null for one that stays
 * closed, as they would. `payload`: its own, as opened.
 */
export async function carriedBy(
	{ header: head }: Entry,
	payload: Result<Payload> | undefined
): Promise<Result<readonly CarriedPayload[]> | null> {
	if (head.kind !== 'checkpoint') return null;
	if (!payload?.ok) return payload?.why === LOCKED ? null : bad('damaged');
	const plain = await inflate(concat(payload.value.body), MAX_INFLATED_BYTES);
	const read = plain.ok ? decode(carried, plain.value) : plain;
	if (!read.ok) return read;
	if (read.value.length !== head.seq - head.from) return bad('stands for other entries');
	const payloads: CarriedPayload[] = [];
	for (const raw of read.value) {
		const one = raw.length === 0 ? null : readPayload(raw);
		if (one && !one.ok) return one;
		payloads.push(one && one.value);
	}
	return good(payloads);
}
