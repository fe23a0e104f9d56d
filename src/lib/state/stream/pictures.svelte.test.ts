import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { prepare } from './pictures';

/** The kinds that the browser's canvas can write. */
let writes: readonly string[] = [];

beforeEach(() => {
	const bitmap = { width: 40, height: 30, close: () => undefined };
	vi.stubGlobal('createImageBitmap', () => Promise.resolve(bitmap));
	vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(
		() => ({ fillRect: () => undefined, drawImage: () => undefined }) as never
	);
	// A kind it cannot write becomes a PNG, as the standard says; if it cannot write that either, nothing.
	vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done, type = 'image/png') => {
		const kind = writes.includes(type) ? type : writes.includes('image/png') ? 'image/png' : null;
		const drawn = { type: kind, size: 5, arrayBuffer: () => Promise.resolve(new ArrayBuffer(5)) };
		done(kind === null ? null : (drawn as never));
	});
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

/** A WebP of 40 by 30 pixels that says where it was taken; its Exif data starts without the usual marker. */
function webp(): File {
	const bytes = new Uint8Array(64);
	bytes.set(new TextEncoder().encode('RIFF'), 0);
	bytes.set(new TextEncoder().encode('WEBPVP8X'), 8);
	bytes.set([10, 0, 0, 0, 0x08, 0, 0, 0, 39, 0, 0, 29, 0, 0], 16);
	bytes.set(new TextEncoder().encode('EXIF\u0018\0\0\0MM\0*'), 30);
	return fileOf(bytes, 'Foto.vom.See.webp', 'image/webp');
}

/** jsdom's files cannot be read in parts. */
function fileOf(bytes: Uint8Array, name: string, type: string): File {
	const part = (from = 0, to = bytes.length) => ({
		arrayBuffer: () => Promise.resolve(bytes.slice(from, to).buffer)
	});
	return Object.assign(new File([bytes.slice()], name, { type }), { slice: part });
}

describe('[K4] a picture', () => {
	it('is redrawn as the same kind', async () => {
		writes = ['image/png', 'image/jpeg', 'image/webp'];
		const { name, type, tellsPlace, source } = await prepare(webp());
		expect([name, type, tellsPlace, source.type]).toEqual(['Foto.vom.See.webp', 'image/webp', false, 'image/webp']);
	});

	it('becomes another kind if the browser cannot write its own', async () => {
		writes = ['image/png', 'image/jpeg'];
		const jpeg = await prepare(webp());
		expect([jpeg.name, jpeg.type, jpeg.tellsPlace]).toEqual(['Foto.vom.See.jpg', 'image/jpeg', false]);
		writes = ['image/png'];
		const png = await prepare(webp());
		expect([png.name, png.type, png.tellsPlace]).toEqual(['Foto.vom.See.png', 'image/png', false]);
	});

	it('asks first if it cannot be redrawn', async () => {
		writes = [];
		const file = webp();
		const { source, tellsPlace } = await prepare(file);
		expect([source, tellsPlace]).toEqual([file, true]);
	});

	it('asks first if it is animated and says where it was taken', async () => {
		writes = ['image/png'];
		const told = 'GIF89a\x28\0\x1e\0\0\0\0 http://ns.adobe.com/xap/1.0/';
		const bytes = Uint8Array.from(told, (one) => one.charCodeAt(0));
		expect((await prepare(fileOf(bytes, 'a.gif', 'image/gif'))).tellsPlace).toBe(true);
		expect((await prepare(fileOf(bytes.slice(0, 14), 'a.gif', 'image/gif'))).tellsPlace).toBe(false);
	});
});
