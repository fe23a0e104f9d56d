import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../base/bytes';
import { prefix } from './hash';

/** HMAC-SHA-256 (RFC 2104) over the label and `parts` in order, 32 bytes. Parts must have a fixed or encoded length. SPEC.md C8. */
export function mac(key: Uint8Array, label: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	return new Uint8Array(hmac(sha256, key, concat(prefix(label), ...parts)));
}

/** Whether `given` is this MAC, in a time that says nothing about where they differ. */
export function isMac(right: Uint8Array, given: Uint8Array): boolean {
	if (right.length !== given.length) return false;
	return right.reduce((difference, byte, i) => difference | (byte ^ (given[i] ?? 0)), 0) === 0;
}
