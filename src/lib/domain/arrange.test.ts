import { describe, expect, it } from 'vitest';
import { arrange, indexOfUnread } from './arrange';
import type { Message } from './messages';

const at = (time: string) => Date.parse(`2026-11-22T${time}:00+01:00`);
const message = (id: string, author: string, atMs: number): Message => ({
	id,
	author,
	authorName: author,
	side: author === 'Kim7' ? 'client' : 'counsellor',
	isOwn: author === 'Vera',
	text: id,
	atMs,
	isTimeUncertain: false,
	isWhileAway: false,
	replyTo: null,
	attachment: null,
	mark: null
});
/** "day, (a, b), unread, (c)": bursts in brackets. */
const drawn = (messages: readonly Message[], firstUnread: string | null = null) =>
	arrange(messages, firstUnread)
		.map((item) =>
			item.kind === 'message' ? `${item.isFirst ? '(' : ''}${item.message.id}${item.isLast ? ')' : ''}` : item.kind
		)
		.join(' ');

describe('arrange', () => {
	it('groups what one author writes within five minutes', () => {
		const messages = [
			message('a', 'Kim7', at('10:00')),
			message('b', 'Kim7', at('10:05')),
			message('c', 'Kim7', at('10:11'))
		];
		expect(drawn(messages)).toBe('day (a b) (c)');
	});
	it('ends a group when the author changes', () => {
		const messages = [
			message('a', 'Kim7', at('10:00')),
			message('b', 'Vera', at('10:00')),
			message('c', 'Kim7', at('10:01'))
		];
		expect(drawn(messages)).toBe('day (a) (b) (c)');
	});
	it('puts the day above its first message, even at midnight within a group', () => {
		const midnight = at('00:00');
		expect(drawn([message('a', 'Kim7', midnight - 60_000), message('b', 'Kim7', midnight)])).toBe('day (a) day (b)');
	});
	it('draws the unread line between two groups', () => {
		const messages = [
			message('a', 'Kim7', at('10:00')),
			message('b', 'Kim7', at('10:01')),
			message('c', 'Kim7', at('10:02'))
		];
		expect(drawn(messages, 'b')).toBe('day (a) unread (b c)');
		expect(indexOfUnread(arrange(messages, 'b'))).toBe(2);
		expect(indexOfUnread(arrange(messages, null))).toBe(-1);
	});
	it('gives every line its own key, even when clocks run backwards', () => {
		const day = 24 * 3_600_000;
		const messages = [0, day, 0, day].map((shift, i) => message(`m${i}`, 'Kim7', at('10:00') + shift));
		const keys = arrange(messages, 'm2').map((item) => item.key);
		expect(new Set(keys).size).toBe(keys.length);
	});
	it('loses nothing of a long stream', () => {
		const messages = Array.from({ length: 20_000 }, (_, i) =>
			message(`m${i}`, i % 3 ? 'Kim7' : 'Vera', at('10:00') + i * 600_000)
		);
		expect(arrange(messages, null).filter((item) => item.kind === 'message')).toHaveLength(20_000);
	});
	it('shows nothing for an empty stream', () => {
		expect(arrange([], null)).toEqual([]);
	});
});
