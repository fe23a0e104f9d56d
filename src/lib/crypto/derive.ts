import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Seed } from '../base/ids';
import { prefix } from './hash';

/** A secret derived from `secret` for one purpose: HKDF-SHA-256 (RFC 5869), the label as info. 32 bytes. SPEC.md C2. */
export function derive(secret: Uint8Array, label: string, context: Uint8Array = new Uint8Array()): Seed {
	const info = new Uint8Array([...prefix(label), ...context]);
	return hkdf(sha256, secret, undefined, info, 32);
}
