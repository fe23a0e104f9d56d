import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactsIn, firstResponse, GAP_MS, type Written } from './contacts';

const MINUTE = 60_000;
const at = (side: 'client' | 'counsellor', minute: number, more: Partial<Written> = {}): Written => ({
	side,
	atMs: 1_760_000_000_000 + minute * MINUTE,
	author: side,
	isTimeUncertain: false,
	hasAttachment: false,
	...more
});
const client = (minute: number, more?: Partial<Written>): Written => at('client', minute, more);
const counsellor = (minute: number, more?: Partial<Written>): Written => at('counsellor', minute, more);

describe('contacts', () => {
	const table: readonly [
		name: string,
		messages: readonly Written[],
		expected: readonly [minutes: number, booked: number][]
	][] = [
		['none', [], []],
		['one message: asynchronous, 0 live minutes, 1 contact', [client(0)], [[0, 0]]],
		['only one side writes, for long', [client(0), client(20), client(40)], [[0, 0]]],
		['question and answer at once: the least, 5', [client(0), counsellor(1)], [[5, 5]]],
		['last - first + 2', [client(0), counsellor(10)], [[12, 15]]],
		['exactly on a step', [client(0), counsellor(18)], [[20, 20]]],
		['a gap of 30 minutes is none', [client(0), counsellor(30)], [[32, 35]]],
		[
			'a gap of more is one: two asynchronous contacts',
			[client(0), counsellor(30.01)],
			[
				[0, 0],
				[0, 0]
			]
		],
		[
			'messages come in any order',
			[counsellor(100), client(0), counsellor(5), client(95)],
			[
				[7, 10],
				[7, 10]
			]
		]
	];
	it.each(table)('%s', (_name, messages, expected) => {
		expect(contactsIn(messages).map(({ minutes, booked }) => [minutes, booked])).toEqual(expected);
	});

	it('count for § 28 from 30 active minutes on, not from 29 rounded up', () => {
		expect(contactsIn([client(0), counsellor(27)])[0]).toMatchObject({ booked: 30, isCountable: false });
		expect(contactsIn([client(0), counsellor(28)])[0]).toMatchObject({ booked: 30, isCountable: true });
		expect(contactsIn([client(0), client(29)])[0]).toMatchObject({ booked: 0, isCountable: false });
	});

	it('say when a clock cannot have been right', () => {
		expect(contactsIn([client(0), counsellor(1)])[0]?.isTimeUncertain).toBe(false);
		expect(contactsIn([client(0, { isTimeUncertain: true }), counsellor(1)])[0]?.isTimeUncertain).toBe(true);
		// a clock that was set back stands still; two people in one millisecond are two clocks
		expect(contactsIn([client(0), client(0)])[0]?.isTimeUncertain).toBe(true);
		expect(contactsIn([client(0), counsellor(0)])[0]?.isTimeUncertain).toBe(false);
	});

	it('include the first response', () => {
		expect(firstResponse([])).toBeNull();
		expect(firstResponse([counsellor(0), client(5)])).toBeNull();
		expect(firstResponse([counsellor(0), client(5), client(6), counsellor(65), counsellor(70)])).toBe(60);
	});

	it('contain every message once, more than the gap apart, in any order of arrival', () => {
		const message = fc.record({
			side: fc.constantFrom('client' as const, 'counsellor' as const),
			atMs: fc.integer({ min: 0, max: 10 * GAP_MS })
		});
		fc.assert(
			fc.property(fc.array(message, { maxLength: 40 }), fc.integer(), (drawn, turn) => {
				const messages = drawn.map(({ side, atMs }) => ({ ...client(0), side, atMs }));
				const contacts = contactsIn(messages);
				expect(contacts.flatMap((contact) => contact.messages)).toHaveLength(messages.length);
				for (const [i, contact] of contacts.entries()) {
					const next = contacts[i + 1];
					if (next) expect(next.fromMs - contact.toMs).toBeGreaterThan(GAP_MS);
					expect(contact.booked % 5).toBe(0);
					expect(contact.booked).toBeGreaterThanOrEqual(contact.minutes);
					expect(contact.booked - contact.minutes).toBeLessThan(5);
					expect(contact.minutes > 0).toBe(contact.isLive);
					for (const [k, one] of contact.messages.entries())
						expect(one.atMs - (contact.messages[k - 1]?.atMs ?? one.atMs)).toBeLessThanOrEqual(GAP_MS);
				}
				const cut = messages.length === 0 ? 0 : Math.abs(turn) % messages.length;
				const turned = contactsIn([...messages.slice(cut), ...messages.slice(0, cut)]);
				expect(turned.map(({ fromMs, toMs, booked }) => [fromMs, toMs, booked])).toEqual(
					contacts.map(({ fromMs, toMs, booked }) => [fromMs, toMs, booked])
				);
			})
		);
	});
});
