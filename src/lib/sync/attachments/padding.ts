/** Chunks are padded with zeros to a power of two, once sealed, so that a file's size reveals little. SPEC.md A1. */
import { CHUNK_BYTES, MAX_SEALED_CHUNK_BYTES } from '../../wire/limits';
import { MIN_SEALED_CHUNK_BYTES } from './limits';

const TAG_BYTES = MAX_SEALED_CHUNK_BYTES - CHUNK_BYTES;

/** The padded length for `length` bytes: with its tag, the next power of two from 4 KiB to 1 MiB. */
export function paddedLength(length: number): number {
	let size = MIN_SEALED_CHUNK_BYTES;
	while (size - TAG_BYTES < length) size *= 2;
	if (size > MAX_SEALED_CHUNK_BYTES) throw new Error('bug: more than a chunk');
	return size - TAG_BYTES;
}

/** `content` followed by zeros. */
export function padded(content: Uint8Array): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(paddedLength(content.length));
	whole.set(content);
	return whole;
}

/** Whether `plain` is `length` bytes of content and the right number of zeros. */
export function isPadding(plain: Uint8Array, length: number): boolean {
	if (length > plain.length || plain.length !== paddedLength(length)) return false;
	for (let i = length; i < plain.length; i++) if (plain[i] !== 0) return false;
	return true;
}
