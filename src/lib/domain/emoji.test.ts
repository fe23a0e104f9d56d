import { describe, expect, it } from 'vitest';
import { isEmojiOnly } from './emoji';

describe('isEmojiOnly', () => {
	it.each(['😀', '👨‍👩‍👧‍👦', '👍🏽', '🇩🇪', '1️⃣', '❤️', ' 😀 🎉\n🙏 ', '🏳️‍🌈', '😀😀😀😀😀😀'])('%j is', (text) => {
		expect(isEmojiOnly(text)).toBe(true);
	});
	it.each(['', '   ', '7', '#', 'ok 👍', '©', '😀😀😀😀😀😀😀', '❤', '\ud83d', '🇩', 'Z' + '\u0301'.repeat(500)])(
		'%j is not',
		(text) => {
			expect(isEmojiOnly(text)).toBe(false);
		}
	);
});
