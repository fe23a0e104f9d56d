import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Written } from './contacts';
import type { Monitoring } from './monitorings';
import { isDue, unrecordedContacts } from './prefill';
import { caseMark, contactEnds, MOST_CONTACTS, reminderOf } from './reminders';

const MINUTE = 60_000;
const TODAY = '2026-03-13';
const NOW = Date.parse('2026-03-13T12:00:00Z');

function monitoring(madeMs: number, untilMs: number, next?: string): Monitoring {
	const made = { id: String(madeMs), sheets: ['kern/1'], made: { by: 'b', ms: madeMs }, sinceMs: 0, untilMs };
	return { ...made, values: next === undefined ? {} : { next }, history: [], rivalries: [] };
}
const written = (atMs: number): Written => ({
	...{ side: 'client', author: 'a', isTimeUncertain: false, hasAttachment: false },
	atMs
});

describe('a row’s reminders', () => {
	it('match what the open stream and its monitorings would say', () => {
		const times = fc.array(fc.integer({ min: 1, max: 60 * 24 }), { maxLength: 60 });
		const days = fc.constantFrom(undefined, '2026-03-12', TODAY, '2026-03-14');
		const made = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ max: 2_000 }), days), {
			selector: ([ms]) => ms,
			maxLength: 5
		});
		fc.assert(
			fc.property(times, made, (minutes, all) => {
				const messages = minutes.map((minute) => written(minute * MINUTE));
				const monitorings = all.map(([ms, until, next]) => monitoring(ms, Math.max(0, until) * MINUTE, next));
				const mark = caseMark(monitorings);
				const ends = contactEnds(messages.map(({ atMs }) => atMs));
				expect(reminderOf(ends, mark ? [mark] : [], TODAY)).toEqual({
					unrecorded: unrecordedContacts(messages, monitorings),
					isDue: isDue(monitorings, NOW)
				});
			})
		);
	});

	it('treat several cases of one stream as one', () => {
		const marks = [caseMark([monitoring(1, 500, TODAY)]), caseMark([monitoring(2, 100)])].flatMap((mark) => mark ?? []);
		expect(reminderOf([400, 600], marks, TODAY)).toEqual({ unrecorded: 1, isDue: false });
	});

	it('store no more of a long stream than a row can show', () => {
		const times = Array.from({ length: 5_000 }, (_, i) => i * 60 * MINUTE);
		const ends = contactEnds(times);
		expect(ends).toHaveLength(MOST_CONTACTS);
		expect(ends.at(-1)).toBe(times.at(-1));
	});
});
