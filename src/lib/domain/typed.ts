/** Days and times as people type them, and as they are then displayed; stored as `2026-03-12` and `14:05`. */
import { readDay } from './time';

/** A day: `2026-03-12`, `12.3.2026`, `12/3/26`, `12.3.` (in `today`'s year), `120326`; null when invalid. */
export function readTypedDay(text: string, today: string): string | null {
	const typed = text.trim();
	const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(typed);
	const [, day = '', month = '', year = ''] =
		/^(\d{1,2})\s*[.,/-]\s*(\d{1,2})\s*(?:[.,/-]\s*(\d{4}|\d\d)?)?$/.exec(typed) ??
		/^(\d\d)(\d\d)(\d{4}|\d\d)$/.exec(typed) ??
		(iso ? [typed, iso[3], iso[2], iso[1]] : []);
	const whole = year.length === 4 ? year : today.slice(0, 4 - year.length) + year;
	const found = `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return day !== '' && readDay(found) !== null ? found : null;
}

/** A time of day: `14:05`, `14.05`, `1405`, `9 Uhr`, `9`; null when invalid. */
export function readTypedTime(text: string): string | null {
	const typed = text
		.trim()
		.replace(/\s*uhr$/i, '')
		.trim();
	const [, hour = '', minute = ''] =
		/^(\d{1,2})(?:\s*[:.,h]\s*(\d\d))?$/.exec(typed) ?? /^(\d{1,2})(\d\d)$/.exec(typed) ?? [];
	if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
	return `${hour.padStart(2, '0')}:${minute.padEnd(2, '0')}`;
}

/** A day for display: "12.03.2026", or in English "12/03/2026"; anything else stays as it is. */
export function dayText(day: string, locale: string): string {
	const ms = readDay(day);
	if (ms === null) return day;
	return new Intl.DateTimeFormat(locale === 'de' ? 'de' : 'en-GB', {
		timeZone: 'UTC',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit'
	}).format(ms);
}
