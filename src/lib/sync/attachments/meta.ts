/** An attachment's first chunk: name, type, size and a small picture. SPEC.md A2. */
import { concat } from '../../base/bytes';
import { bad, good, type Result } from '../../base/result';
import { byteOf, bytes, decode, encode, record, text, uint } from '../../wire/codec';
import { chunksOf } from '../../wire/blob';
import { MAX_NAME_BYTES, MAX_PREVIEW_BYTES, MAX_TYPE_BYTES } from './limits';
import { padded, isPadding } from './padding';

/** What is known about an attachment before its content is here. */
export interface AttachmentMeta {
	/** As the sender wrote it: clean it before showing it or using it as a file name. */
	readonly name: string;
	/** The sender's media type: a claim, never to be trusted. */
	readonly type: string;
	/** Bytes of the content. */
	readonly size: number;
	/** A picture's size in pixels: a claim too. */
	readonly width?: number;
	readonly height?: number;
	/** A small picture, at most MAX_PREVIEW_BYTES. */
	readonly preview?: Uint8Array;
}

const layout = record({
	/** 2: a chunk is 1 MiB when sealed, not before. */
	version: byteOf(2),
	name: text(MAX_NAME_BYTES),
	type: text(MAX_TYPE_BYTES),
	size: uint,
	/** 0: no picture. */
	width: uint,
	height: uint,
	/** Empty: none. */
	preview: bytes(MAX_PREVIEW_BYTES)
});
const framed = bytes(64 * 1024);

/** The plaintext of chunk 0. Throws when name, type or preview exceed their limits; callers cut them. SPEC.md A2. */
export function encodeMeta(meta: AttachmentMeta): Uint8Array<ArrayBuffer> {
	const { name, type, size, width = 0, height = 0, preview = new Uint8Array() } = meta;
	return padded(encode(framed, encode(layout, { version: 2, name, type, size, width, height, preview })));
}

/** The description in chunk 0 of `chunks`, or why it is invalid. SPEC.md A2. */
export function readMeta(plain: Uint8Array, chunks: number): Result<AttachmentMeta> {
	const length = lengthOf(plain);
	if (length === null || !isPadding(plain, length)) return bad('not padded');
	const outer = decode(framed, plain.slice(0, length));
	const read = outer.ok ? decode(layout, outer.value) : outer;
	if (!read.ok) return read;
	const { name, type, size, width, height, preview } = read.value;
	if (chunksOf(size) !== chunks) return bad('another size');
	return good({
		...{ name, type, size },
		...(width > 0 && height > 0 && { width, height }),
		...(preview.length > 0 && { preview: concat(preview) })
	});
}

/** The length of the framed part: its varint and what it counts. */
function lengthOf(plain: Uint8Array): number | null {
	let value = 0;
	for (let i = 0; i < 3; i++) {
		const byte = plain[i];
		if (byte === undefined) return null;
		value += (byte & 0x7f) * 128 ** i;
		if (byte < 0x80) return i + 1 + value;
	}
	return null;
}
