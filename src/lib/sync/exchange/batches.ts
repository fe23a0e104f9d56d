import { BATCH_BYTES, MAX_BATCH_ENTRIES, MAX_RECORD_BYTES } from '../../wire/limits';

/** Cuts a run so that each part fits a frame. */
export function batches(all: readonly Uint8Array[]): Uint8Array[][] {
	const parts: Uint8Array[][] = [];
	let part: Uint8Array[] = [];
	let size = 0;
	for (const bytes of all) {
		const isFull = size + bytes.length > Math.max(BATCH_BYTES, MAX_RECORD_BYTES) || part.length >= MAX_BATCH_ENTRIES;
		if (part.length > 0 && isFull) {
			parts.push(part);
			[part, size] = [[], 0];
		}
		part.push(bytes);
		size += bytes.length;
	}
	if (part.length > 0) parts.push(part);
	return parts;
}
