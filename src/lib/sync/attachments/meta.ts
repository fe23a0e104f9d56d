/** What an attachment's first chunk says: name, type, size, and a small picture. SPEC.md A2. */
import { concat } from '../../base/bytes';
import { bad, good, type Result } from '../../base/result';
import { byteOf, bytes, decode, encode, record, text, uint } from '../../wire/codec';
import { chunksOf } from '../../wire/blob';
import { MAX_NAME_BYTES, MAX_PREVIEW_BYTES, MAX_TYPE_BYTES } from './limits';
import { padded, isPadding } from './padding';

/** What is known of an attachment before its content is here. */
export interface AttachmentMeta {
	/** As its sender has it: to be cleaned before it is shown or becomes a file's name. */
	readonly name: string;
	/** The sender's media type: a claim, to be trusted in nothing. */
	readonly type: string;
	/** Bytes of the content. */
	readonly size: number;
	/** A picture's size in pixels: a claim too. */
	readonly width?: number;
	readonly height?: number;
	/** A small picture's bytes, MAX_PREVIEW_BYTES at most. */
	readonly preview?: Uint8Array;
}

const layout = record({
	/** 2: a chunk is 1 MiB when it is sealed, and not before. */
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

/** The plaintext of chunk 0. Throws when name, type or preview are beyond their limits: the caller cuts them. SPEC.md A2. */
export function encodeMeta(meta: AttachmentMeta): Uint8Array<ArrayBuffer> {
	const { name, type, size, width = 0, height = 0, preview = new Uint8Array() } = meta;
	return padded(encode(framed, encode(layout, { version: 2, name, type, size, width, height, preview })));
}

/** What chunk 0 of `chunks` says, or why it is none. SPEC.md A2. */
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

/** How long the framed part is: its varint and what it counts. */
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
