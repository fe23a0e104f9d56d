import { describe, expect, it } from 'vitest';
import { clockTime, dayLabel, dayNumber, fullTime, isoDay, readDay, rowTime } from './time';

const words = { today: 'Heute', yesterday: 'Gestern' };
const at = (iso: string) => Date.parse(iso);
const now = at('2026-11-22T17:30:00+01:00');
const row = (iso: string) => rowTime(at(iso), now, 'de', words);
const day = (iso: string) => dayLabel(at(iso), now, 'de', words);

describe('times in Berlin', () => {
	it('shows Berlin’s wall clock, summer and winter', () => {
		expect(clockTime(at('2026-07-01T12:05:00Z'), 'de')).toBe('14:05');
		expect(clockTime(at('2026-12-01T12:05:00Z'), 'de')).toBe('13:05');
	});
	it('names a row’s time by its age', () => {
		expect(row('2026-11-22T00:00:00+01:00')).toBe('00:00');
		expect(row('2026-11-21T23:59:59+01:00')).toBe('Gestern');
		expect(row('2026-11-17T12:00:00+01:00')).toBe('Di');
		expect(row('2026-11-15T12:00:00+01:00')).toBe('15.11.');
		expect(row('2025-12-31T12:00:00+01:00')).toBe('31.12.25');
	});
	it('names a day', () => {
		expect(day('2026-11-22T23:59:00+01:00')).toBe('Heute');
		expect(day('2026-11-21T00:00:00+01:00')).toBe('Gestern');
		expect(day('2026-11-16T10:00:00+01:00')).toBe('Montag, 16. November');
		expect(day('2025-11-16T10:00:00+01:00')).toBe('Sonntag, 16. November 2025');
	});
	it('does not call tomorrow yesterday', () => {
		expect(day('2026-11-23T01:00:00+01:00')).toBe('Montag, 23. November');
		expect(row('2026-11-23T01:00:00+01:00')).toBe('23.11.');
	});
	it('counts days across both clock changes', () => {
		expect(dayNumber(at('2026-03-30T00:30:00+02:00')) - dayNumber(at('2026-03-28T23:30:00+01:00'))).toBe(2);
		expect(dayNumber(at('2026-10-26T00:30:00+01:00')) - dayNumber(at('2026-10-24T23:30:00+02:00'))).toBe(2);
		expect(dayNumber(at('2026-10-25T22:59:59Z'))).toBe(dayNumber(at('2026-10-24T22:00:00Z')));
	});
	it('survives an absurd clock', () => {
		for (const ms of [NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER, -1, 8.64e15]) {
			expect(rowTime(ms, now, 'de', words)).not.toBe('');
			expect(dayLabel(ms, now, 'de', words)).not.toBe('');
			expect(fullTime(ms, 'de')).not.toBe('');
		}
	});
});

describe('days as text', () => {
	it('are Berlin’s days, and round-trip', () => {
		expect(isoDay(Date.UTC(2026, 10, 29, 22, 59))).toBe('2026-11-29');
		expect(isoDay(Date.UTC(2026, 10, 29, 23, 0))).toBe('2026-11-30');
		for (const day of ['2026-03-29', '2026-10-25', '2024-02-29']) expect(isoDay(readDay(day) ?? 0)).toBe(day);
		for (const none of ['2026-02-30', '2026-13-01', '30.11.2026', '', '2026-1-1']) expect(readDay(none)).toBeNull();
	});
});
