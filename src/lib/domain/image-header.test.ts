import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isFromCamera, mayDecode, readImageHeader, tellsPlace } from './image-header';

const corpus = (name: string): Uint8Array => new Uint8Array(readFileSync(`tests/corpus/attachments/${name}`));
const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
	new Uint8Array(
		parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((letter) => letter.charCodeAt(0))))
	);
const riff = (...rest: readonly (string | number)[]): Uint8Array =>
	bytes('RIFF', 0, 0, 0, 0, 'WEBP', ...rest, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

describe('a picture’s header', () => {
	it('gives type and size, whatever the name', () => {
		expect(readImageHeader(corpus('gps-exif-xmp-trailer.jpg'))).toEqual({ type: 'image/jpeg', width: 64, height: 48 });
		expect(readImageHeader(corpus('bomb-50000x50000.png'))).toEqual({
			type: 'image/png',
			width: 50_000,
			height: 50_000
		});
		expect(readImageHeader(bytes('GIF89a', 2, 1, 3, 0))).toEqual({ type: 'image/gif', width: 258, height: 3 });
		const size = { type: 'image/webp', width: 17, height: 9 };
		expect(readImageHeader(riff('VP8X', 10, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 8, 0, 0))).toEqual(size);
		expect(readImageHeader(riff('VP8L', 0, 0, 0, 0, 0x2f, 16, 0, 2, 0))).toEqual(size);
		expect(readImageHeader(riff('VP8 ', 0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 17, 0, 9, 0))).toEqual(size);
	});
	it('is null when there is none', () => {
		for (const name of [
			'html-as.png',
			'script.svg',
			'bomb.svg',
			'pdf-js.pdf',
			'page.html',
			'empty.bin',
			'gif-js-polyglot.gif'
		])
			expect(readImageHeader(corpus(name)), name).toBeNull();
		expect(readImageHeader(bytes(0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0))).toBeNull();
		expect(readImageHeader(bytes(0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff, 0xe1, 0, 0, 0, 0, 0))).toBeNull();
	});
	it('is not decoded when it claims what fits in no memory', () => {
		const size = (width: number, height: number) => ({ type: 'image/png' as const, width, height });
		expect(mayDecode(size(50_000, 50_000))).toBe(false);
		expect(mayDecode(size(30_000, 1))).toBe(false);
		expect(mayDecode(size(12_000, 12_000))).toBe(false);
		expect(mayDecode(size(8_160, 6_120))).toBe(true);
	});
	it('never throws, and terminates', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('\xff\xd8', 'GIF89a', 'RIFF....WEBP', ''),
				fc.uint8Array({ maxLength: 200 }),
				(head, tail) => {
					const whole = bytes(head, ...tail);
					readImageHeader(whole);
					isFromCamera(whole);
				}
			),
			{ numRuns: 2_000 }
		);
	});
});

describe('where it was taken', () => {
	it('may be revealed by camera metadata', () => {
		const camera = [
			'\xff\xd8\xff\xe0........',
			'\0\0\0\x18ftypheic',
			'II*\0........',
			'\0\0\0\x08moov....',
			'\x89PNG........'
		];
		expect(camera.map((head) => isFromCamera(bytes(head)))).toEqual(camera.map(() => true));
		for (const name of ['html-as.png', 'script.svg', 'pdf-js.pdf', 'empty.bin', 'evil.csv', 'gif-js-polyglot.gif'])
			expect(isFromCamera(corpus(name)), name).toBe(false);
	});
	it('is found by its marks', () => {
		const latin = (name: string): string => Buffer.from(corpus(name)).toString('latin1');
		expect(tellsPlace(latin('gps-exif-xmp-trailer.jpg'))).toBe(true);
		expect(tellsPlace(latin('bomb-50000x50000.png'))).toBe(false);
		expect(tellsPlace('mdta....com.apple.quicktime.location.ISO6709')).toBe(true);
	});
});
