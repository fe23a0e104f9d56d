/** A person's picture, made small; redrawing it drops the photo's place and camera. */
import { Refusal } from '../base/fault';

/** The side of the square, in pixels. */
const SIDE = 256;
/** Files larger than this are not even read. */
const MOST_BYTES = 30 * 1024 * 1024;
const KINDS = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'];

/** The middle of `file` as a square WebP (or JPEG if there is no WebP). Rejects with 'picture-unreadable'. */
export async function shrink(file: Blob): Promise<Blob> {
	if (file.size > MOST_BYTES || !KINDS.includes(file.type)) throw new Refusal('picture-unreadable');
	const bitmap = await createImageBitmap(file).catch((error: unknown) => {
		if (!(error instanceof DOMException)) throw error;
		throw new Refusal('picture-unreadable');
	});
	const canvas = document.createElement('canvas');
	canvas.width = SIDE;
	canvas.height = SIDE;
	const side = Math.min(bitmap.width, bitmap.height);
	const paper = canvas.getContext('2d');
	if (paper === null || side === 0) throw new Refusal('picture-unreadable');
	paper.imageSmoothingQuality = 'high';
	paper.fillStyle = '#fff';
	paper.fillRect(0, 0, SIDE, SIDE);
	paper.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
	bitmap.close();
	const blob = (await draw(canvas, 'image/webp')) ?? (await draw(canvas, 'image/jpeg'));
	if (blob === null) throw new Refusal('picture-unreadable');
	return blob;
}

/** Null if the browser cannot write that kind; it would silently return a PNG. */
function draw(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
	return new Promise((done) => canvas.toBlob((blob) => done(blob?.type === type ? blob : null), type, 0.85));
}
