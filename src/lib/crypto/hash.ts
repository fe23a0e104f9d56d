/** SHA-256 with a label in front: each purpose has its own hash space. Synchronous and pure, except `hashLarge`. */
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, hex, utf8 } from '../base/bytes';
import { ID_BYTES, type Hash } from '../base/ids';

const prefixes = new Map<string, Uint8Array>();

/** The label's bytes behind their length, so that no label begins another. */
export function prefix(label: string): Uint8Array {
	let known = prefixes.get(label);
	if (!known) {
		const text = utf8(`sofortchat/2/${label}`);
		known = new Uint8Array(text.length + 1);
		known[0] = text.length;
		known.set(text, 1);
		prefixes.set(label, known);
	}
	return known;
}

/** SHA-256 over the label and `parts` in order, 32 bytes. Parts must have a fixed or encoded length. SPEC.md C1. */
export function hash(label: string, ...parts: readonly Uint8Array[]): Hash {
	const state = sha256.create().update(prefix(label));
	for (const part of parts) state.update(part);
	return state.digest();
}

/** `hash` computed by the platform, off this thread, for large input. SPEC.md C1. */
export async function hashLarge(label: string, whole: Uint8Array): Promise<Hash> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(prefix(label), whole)));
}

/** The first 16 bytes of `hash`, as hexadecimal: an id. SPEC.md C1. */
export function idOf<T extends string>(label: string, ...parts: readonly Uint8Array[]): T {
	return hex(hash(label, ...parts).subarray(0, ID_BYTES)) as T;
}
