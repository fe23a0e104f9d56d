/**
 * Pictures on their way in and out: decoded by the browser, drawn, and encoded anew, so that nothing
 * of a file but its pixels goes on. What claims too large a size is not decoded.
 */
import { HEADER_BYTES, isFromCamera, mayDecode, readImageHeader, tellsPlace } from '../../domain/image-header';

/** A picture drawn anew. */
export interface Drawn {
	readonly bytes: Blob;
	readonly width: number;
	readonly height: number;
}

/** What is sent in place of a chosen file. */
export interface Prepared {
	readonly source: Blob;
	readonly name: string;
	/** The media type of what is sent, as its sender's browser has it. */
	readonly type: string;
	readonly picture: { readonly width: number; readonly height: number; readonly preview: Uint8Array } | null;
	/** It says where it was taken, and that could not be taken out. */
	readonly tellsPlace: boolean;
}

/** The longest side of a picture that is sent. */
const SENT_SIDE = 4_096;
/** A preview's longest side, and the most it may weigh. */
const PREVIEW_SIDE = 480;
const PREVIEW_BYTES = 24 * 1024;
/** The largest preview that is taken from somebody else. */
const FOREIGN_SIDE = 1_024;
/** What a picture is called that had to become another kind. */
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': '.jpg', 'image/png': '.png' };
const SLICE_BYTES = 1024 * 1024;
/** A mark across the edge of two slices is found in the next one. */
const OVERLAP_BYTES = 64;

/**
 * What goes out for `file`: JPEG, PNG and WebP are drawn anew at their own size, at most 4,096 pixels
 * a side, with nothing of place and camera, as another kind where the browser cannot write theirs; a GIF
 * keeps its movement and is sent as it is; so is all that does not decode or cannot be drawn. What then
 * says where it was taken asks first. Rejects when the file cannot be read. SPEC.md K4.
 */
export async function prepare(file: File): Promise<Prepared> {
	const head = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
	const header = readImageHeader(head);
	const bitmap = header && mayDecode(header) ? await decode(file) : null;
	const plain = { source: file, name: file.name, type: file.type };
	if (!bitmap || !header) return { ...plain, picture: null, tellsPlace: isFromCamera(head) && (await scan(file)) };
	try {
		const preview = await previewOf(bitmap);
		if (header.type === 'image/gif') {
			const picture = preview && { width: bitmap.width, height: bitmap.height, preview };
			return { ...plain, picture, tellsPlace: await scan(file) };
		}
		const drawn = await drawnAs(bitmap, [header.type, 'image/jpeg', 'image/png']);
		if (!drawn) return { ...plain, picture: null, tellsPlace: await scan(file) };
		const picture = preview && { width: drawn.width, height: drawn.height, preview };
		const { type } = drawn.bytes;
		const name = type === header.type ? file.name : file.name.replace(/\.[^.]*$/, '') + (ENDINGS[type] ?? '');
		return { source: drawn.bytes, name, type, picture, tellsPlace: false };
	} finally {
		bitmap.close();
	}
}

/** A preview that came from elsewhere, drawn anew; null when it is none, or too large for one. */
export async function cleanPreview(bytes: Uint8Array): Promise<Drawn | null> {
	const header = readImageHeader(bytes);
	if (!header || Math.max(header.width, header.height) > FOREIGN_SIDE) return null;
	return redraw(new Blob([bytes.slice()]), FOREIGN_SIDE);
}

/** A whole picture that came from elsewhere, drawn anew, at most `side` pixels; null when it is none that may be decoded. */
export async function cleanPicture(content: Blob, side: number): Promise<Drawn | null> {
	const header = readImageHeader(new Uint8Array(await content.slice(0, HEADER_BYTES).arrayBuffer()));
	return header && mayDecode(header) ? redraw(content, side) : null;
}

async function redraw(content: Blob, side: number): Promise<Drawn | null> {
	const bitmap = await decode(content);
	if (!bitmap) return null;
	try {
		return (await draw(bitmap, side, 'image/webp', 0.9)) ?? (await draw(bitmap, side, 'image/png', 1));
	} finally {
		bitmap.close();
	}
}

/** Small enough for the description that goes ahead of the file; null when even the smallest is not. */
async function previewOf(bitmap: ImageBitmap): Promise<Uint8Array | null> {
	for (const [side, quality] of [
		[PREVIEW_SIDE, 0.75],
		[PREVIEW_SIDE, 0.5],
		[PREVIEW_SIDE / 2, 0.5],
		[PREVIEW_SIDE / 4, 0.4]
	] as const) {
		const drawn =
			(await draw(bitmap, side, 'image/webp', quality)) ?? (await draw(bitmap, side, 'image/jpeg', quality));
		if (drawn && drawn.bytes.size <= PREVIEW_BYTES) return new Uint8Array(await drawn.bytes.arrayBuffer());
	}
	return null;
}

/** The way up that the camera noted is the way up that is drawn. */
async function decode(content: Blob): Promise<ImageBitmap | null> {
	try {
		const bitmap = await createImageBitmap(content, { imageOrientation: 'from-image' });
		if (bitmap.width > 0 && bitmap.height > 0) return bitmap;
		bitmap.close();
		return null;
	} catch (error) {
		// what the browser says of bytes that are no picture
		if (!(error instanceof DOMException)) throw error;
		return null;
	}
}

/** As the first of these kinds that the browser can write; null when it can write none. */
async function drawnAs(bitmap: ImageBitmap, types: readonly string[]): Promise<Drawn | null> {
	for (const type of new Set(types)) {
		const drawn = await draw(bitmap, SENT_SIDE, type, 0.9);
		if (drawn) return drawn;
	}
	return null;
}

/** Null when the browser cannot write that kind; it would hand back a PNG unasked. */
async function draw(bitmap: ImageBitmap, side: number, type: string, quality: number): Promise<Drawn | null> {
	const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
	const width = Math.max(1, Math.round(bitmap.width * scale));
	const height = Math.max(1, Math.round(bitmap.height * scale));
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const paper = canvas.getContext('2d');
	if (!paper) return null;
	paper.imageSmoothingQuality = 'high';
	if (type === 'image/jpeg') {
		paper.fillStyle = '#fff';
		paper.fillRect(0, 0, width, height);
	}
	paper.drawImage(bitmap, 0, 0, width, height);
	const bytes = await new Promise<Blob | null>((done) => {
		canvas.toBlob(done, type, quality);
	});
	// gives the memory of a large one back at once
	canvas.width = 0;
	return bytes?.type === type ? { bytes, width, height } : null;
}

/** Whether a file says where it was taken; read slice by slice. */
async function scan(file: Blob): Promise<boolean> {
	const latin = new TextDecoder('latin1');
	for (let at = 0; at < file.size; at += SLICE_BYTES) {
		const slice = await file.slice(at, at + SLICE_BYTES + OVERLAP_BYTES).arrayBuffer();
		if (tellsPlace(latin.decode(slice))) return true;
	}
	return false;
}
