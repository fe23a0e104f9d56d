import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../base/bytes';
import type { Seed } from '../base/ids';
import { prefix } from './hash';

/** Derives a 32-byte secret for one purpose: HKDF-SHA-256 (RFC 5869) with the label as info. SPEC.md C2. */
export function derive(secret: Uint8Array, label: string, context: Uint8Array = new Uint8Array()): Seed {
	return hkdf(sha256, secret, undefined, concat(prefix(label), context), 32);
}
