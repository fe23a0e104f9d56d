import { describe, expect, it } from 'vitest';
import { isErased, kindOf, mayErase, newestFirst, readAttachment, sizeText } from './attachments';

const BLOB = 'ab'.repeat(32);
const KEY = 'A'.repeat(43);

describe('an attachment', () => {
	it('has an icon by its extension alone', () => {
		expect(
			['a.JPG', 'b.pdf', 'c.docx', 'd.csv', 'e.mp3', 'f.mov', 'g.zip', 'h', 'i.png.exe', 'k.svg'].map(kindOf)
		).toEqual(['image', 'pdf', 'text', 'table', 'audio', 'video', 'archive', 'other', 'other', 'other']);
	});
	it('is read from a message, or is not one', () => {
		expect(readAttachment({ b: BLOB, k: KEY })).toEqual({ blob: BLOB, key: KEY });
		const wrong = [
			null,
			'x',
			{},
			{ b: BLOB },
			{ b: BLOB.toUpperCase(), k: KEY },
			{ b: BLOB, k: `${KEY}=` },
			{ b: 7, k: 7 }
		];
		for (const value of wrong) expect(readAttachment(value)).toBeNull();
	});
	it('is listed by sending time, newest first, unless it is erased', () => {
		const sent = (id: number, has = true) => ({ id, attachment: has ? { blob: BLOB, key: KEY } : null });
		const listed = newestFirst([sent(1), sent(2, false), sent(3), sent(4)], ({ id }) => id === 3);
		expect(listed.map(({ id }) => id)).toEqual([4, 1]);
	});
	it('has a readable size', () => {
		const sizes = [0, 1, 999, 1023, 1024, 500_000, 1_023_000, 3_565_158, 104_857_600, 5e9, NaN, -1];
		expect(sizes.map((size) => sizeText(size, 'de'))).toEqual([
			'0 Byte',
			'1 Byte',
			'999 Byte',
			'1 kB',
			'1 kB',
			'488 kB',
			'999 kB',
			'3,4 MB',
			'100 MB',
			'4,7 GB',
			'0 Byte',
			'0 Byte'
		]);
		expect(sizeText(3_565_158, 'en')).toBe('3.4 MB');
	});
});

describe('erasing', () => {
	it('is for counsellors, and for clients with their own attachments', () => {
		expect(mayErase({ side: 'counsellor', isAuthor: false })).toBe(true);
		expect(mayErase({ side: 'client', isAuthor: true })).toBe(true);
		expect(mayErase({ side: 'client', isAuthor: false })).toBe(false);
	});
	it('counts when somebody with the right said so', () => {
		const isHost = (member: string) => member === 'berta';
		const by = (...members: string[]) => new Map([[BLOB, new Set(members)]]);
		expect(isErased(BLOB, 'anton', by('anton'), isHost)).toBe(true);
		expect(isErased(BLOB, 'anton', by('berta'), isHost)).toBe(true);
		expect(isErased(BLOB, 'anton', by('mia'), isHost)).toBe(false);
		expect(isErased(BLOB, 'berta', by('anton', 'mia'), isHost)).toBe(false);
		expect(isErased(BLOB, 'berta', by('anton', 'berta'), isHost)).toBe(true);
		expect(isErased(BLOB, 'anton', new Map(), isHost)).toBe(false);
	});
});
