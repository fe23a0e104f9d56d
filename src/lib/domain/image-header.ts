/**
 * What a picture's first bytes say, read before anything decodes it: its true type, whatever its
 * name, and its size. A few bytes may claim a picture that fits in no memory.
 */

/** The beginning of a picture. */
export interface ImageHeader {
	readonly type: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';
	/** In pixels, as the header claims. */
	readonly width: number;
	readonly height: number;
}

/** Enough of the beginning: cameras write their notes and a colour table before the size. */
export const HEADER_BYTES = 512 * 1024;
/** The largest picture that is decoded; the best phone cameras stay below. */
const MOST_PIXELS = 120_000_000;
const MOST_SIDE = 20_000;

/** The header at the beginning of `bytes`, or null when they are no picture of a kind that we decode. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (const read of [readPng, readGif, readWebp, readJpeg]) {
		const header = read(view);
		if (header && header.width > 0 && header.height > 0) return header;
	}
	return null;
}

/** Whether a picture of this size may be decoded. */
export function mayDecode({ width, height }: ImageHeader): boolean {
	return Math.max(width, height) <= MOST_SIDE && width * height <= MOST_PIXELS;
}

/** Whether the bytes begin like a camera's file, decodable here or not: it may reveal where it was taken. */
export function isFromCamera(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (view.byteLength < 12) return false;
	const isTiff = text(view, 0, 4) === 'II*\0' || text(view, 0, 4) === 'MM\0*';
	const isBoxes = ['ftyp', 'moov', 'mdat', 'wide'].includes(text(view, 4, 4));
	const isRiff = text(view, 0, 4) === 'RIFF' && ['WEBP', 'AVI '].includes(text(view, 8, 4));
	return isTiff || isBoxes || isRiff || view.getUint16(0) === 0xffd8 || text(view, 1, 3) === 'PNG';
}

/**
 * Whether some of these bytes reveal where or with what it was taken: Exif (in a WebP without that word
 * before it), XMP, a video's location. `latin` has one character per byte.
 */
export function tellsPlace(latin: string): boolean {
	return /Exif\0\0|eXIf|EXIF[^]{4}(?:II\*\0|MM\0\*)|adobe:ns:meta|ns\.adobe\.com\/xap|GPSL(?:at|ong)itude|\xa9xyz|ISO6709|loci\0\0/.test(
		latin
	);
}

function readPng(view: DataView): ImageHeader | null {
	if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return null;
	return text(view, 12, 4) === 'IHDR'
		? { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
		: null;
}

function readGif(view: DataView): ImageHeader | null {
	if (view.byteLength < 10 || !/^GIF8[79]a$/.test(text(view, 0, 6))) return null;
	return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function readWebp(view: DataView): ImageHeader | null {
	if (view.byteLength < 30 || text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null;
	const size = (width: number, height: number): ImageHeader => ({ type: 'image/webp', width, height });
	switch (text(view, 12, 4)) {
		case 'VP8X':
			return size(1 + uint24(view, 24), 1 + uint24(view, 27));
		case 'VP8L': {
			const bits = view.getUint32(21, true);
			return size(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
		}
		case 'VP8 ':
			return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
		default:
			return null;
	}
}

function readJpeg(view: DataView): ImageHeader | null {
	if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
	for (let at = 2; at + 9 <= view.byteLength;) {
		if (view.getUint8(at) !== 0xff) return null;
		const marker = view.getUint8(at + 1);
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		if (marker === 0xda || marker === 0xd9) return null;
		// fill bytes before a marker, or a segment with its length
		at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
	}
	return null;
}

function uint24(view: DataView, at: number): number {
	return view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
}

function text(view: DataView, at: number, length: number): string {
	let read = '';
	for (let i = at; i < at + length && i < view.byteLength; i++) read += String.fromCharCode(view.getUint8(i));
	return read;
}
