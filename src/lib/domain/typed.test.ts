import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDay } from './time';
import { dayText, readTypedDay, readTypedTime } from './typed';

describe('[M6] days and times typed into a field', () => {
	it.each([
		['2026-03-12', '2026-03-12'],
		['12.3.2026', '2026-03-12'],
		['12.03.26', '2026-03-12'],
		[' 12. 3. ', '2026-03-12'],
		['12.3', '2026-03-12'],
		['12/03/2026', '2026-03-12'],
		['12-3-2026', '2026-03-12'],
		['120326', '2026-03-12'],
		['12032026', '2026-03-12'],
		['29.2.2024', '2024-02-29'],
		['29.2.2026', null],
		['31.4.', null],
		['0.1.2026', null],
		['12', null],
		['12.3.202', null],
		['morgen', null],
		['', null]
	])('reads the day %j as %j', (text, day) => {
		expect(readTypedDay(text, '2026-11-28')).toBe(day);
	});
	it.each([
		['14:05', '14:05'],
		['14.05', '14:05'],
		['1405', '14:05'],
		['905', '09:05'],
		['9', '09:00'],
		['9 Uhr', '09:00'],
		['14.05 Uhr', '14:05'],
		['24:00', null],
		['14:60', null],
		['14:5', null],
		['', null]
	])('reads the time %j as %j', (text, time) => {
		expect(readTypedTime(text)).toBe(time);
	});
	it('reads back what it shows, in each language', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 60_000 }), fc.constantFrom('de', 'en-GB'), (number, locale) => {
				const day = isoDay(number * 86_400_000);
				expect(readTypedDay(dayText(day, locale), '2026-11-28')).toBe(day);
			})
		);
	});
	it('shows invalid input as typed', () => {
		expect(dayText('12.', 'de')).toBe('12.');
		expect(dayText('2026-03-12', 'de')).toBe('12.03.2026');
		expect(dayText('2026-03-12', 'en-GB')).toBe('12/03/2026');
	});
});
