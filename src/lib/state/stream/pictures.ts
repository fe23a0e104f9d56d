/**
 * Pictures on their way in and out: decoded by the browser, drawn and encoded again, so that only a file's
 * pixels remain. A picture that claims to be too large is not decoded.
 */
import { HEADER_BYTES, isFromCamera, mayDecode, readImageHeader, tellsPlace } from '../../domain/image-header';

/** A redrawn picture. */
export interface Drawn {
	readonly bytes: Blob;
	readonly width: number;
	readonly height: number;
}

/** What is sent instead of a chosen file. */
export interface Prepared {
	readonly source: Blob;
	readonly name: string;
	/** The media type of what is sent, according to the sender's browser. */
	readonly type: string;
	readonly picture: { readonly width: number; readonly height: number; readonly preview: Uint8Array } | null;
	/** It says where it was taken, and that could not be removed. */
	readonly tellsPlace: boolean;
}

/** The longest side of a picture that is sent. */
const SENT_SIDE = 4_096;
/** A preview's longest side, and its maximum size. */
const PREVIEW_SIDE = 480;
const PREVIEW_BYTES = 24 * 1024;
/** The longest side of a preview accepted from somebody else. */
const FOREIGN_SIDE = 1_024;
/** The ending of a picture that had to become another kind. */
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': '.jpg', 'image/png': '.png' };
const SLICE_BYTES = 1024 * 1024;
/** A marker across the edge of two slices is found in the next one. */
const OVERLAP_BYTES = 64;

/**
 * What is sent for `file`: JPEG, PNG and WebP are redrawn at their own size, at most 4,096 pixels a side,
 * without place and camera, as another kind if the browser cannot write theirs; a GIF keeps its animation and
 * is sent as it is, and so is anything that does not decode or cannot be redrawn. If that says where it was
 * taken, the page asks first. Rejects if the file cannot be read. SPEC.md K4.
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

/** A preview from elsewhere, redrawn; null if it is not a picture, or too large for a preview. */
export async function cleanPreview(bytes: Uint8Array): Promise<Drawn | null> {
	const header = readImageHeader(bytes);
	if (!header || Math.max(header.width, header.height) > FOREIGN_SIDE) return null;
	return redraw(new Blob([bytes.slice()]), FOREIGN_SIDE);
}

/** A whole picture from elsewhere, redrawn at most `side` pixels large; null if it may not be decoded. */
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

/** Small enough for the description sent ahead of the file; null if even the smallest is not. */
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

/** Drawn the way up that the camera noted. */
async function decode(content: Blob): Promise<ImageBitmap | null> {
	try {
		const bitmap = await createImageBitmap(content, { imageOrientation: 'from-image' });
		if (bitmap.width > 0 && bitmap.height > 0) return bitmap;
		bitmap.close();
		return null;
	} catch (error) {
		// The browser's error for bytes that are not a picture.
		if (!(error instanceof DOMException)) throw error;
		return null;
	}
}

/** Drawn as the first of these kinds that the browser can write; null if it can write none. */
async function drawnAs(bitmap: ImageBitmap, types: readonly string[]): Promise<Drawn | null> {
	for (const type of new Set(types)) {
		const drawn = await draw(bitmap, SENT_SIDE, type, 0.9);
		if (drawn) return drawn;
	}
	return null;
}

/** Null if the browser cannot write that kind; it would silently return a PNG. */
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
	// Frees the memory of a large canvas at once.
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
