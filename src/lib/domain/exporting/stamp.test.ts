import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../tests/support/csv';
import { at, csvOf, line, transcript } from '../../../../tests/support/transcripts';
import { dayOf, stamp } from './stamp';

describe('a moment', () => {
	it('is unambiguous in October’s doubled hour', () => {
		const first = stamp(at('2026-10-25T00:30:00Z'));
		const second = stamp(at('2026-10-25T01:30:00Z'));
		expect([first.date, first.time]).toEqual(['25.10.2026', '02:30:00']);
		expect([second.date, second.time]).toEqual([first.date, first.time]);
		expect(first.utc < second.utc).toBe(true);
	});
	it('is in Berlin time, summer and winter, and midnight is 00', () => {
		expect(stamp(at('2026-07-01T22:00:00Z'))).toMatchObject({ date: '02.07.2026', time: '00:00:00' });
		expect(stamp(at('2026-01-01T23:00:00Z'))).toMatchObject({ date: '02.01.2026', time: '00:00:00' });
		expect(dayOf(at('2026-07-01T22:00:00Z'))).toBe('2026-07-02');
	});
	it('never throws, whatever a clock claims, and never becomes a formula', async () => {
		for (const atMs of [NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1, 0, 8.64e15]) {
			const [record] = readRecords(await csvOf(transcript([line('x', { atMs })]))).records;
			expect(record?.['Zeitstempel (UTC)']).toMatch(/^('[+-])?\d/);
		}
	});
});
