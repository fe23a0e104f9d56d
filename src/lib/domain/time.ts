/** Readable times, always in the centre's wall clock: Europe/Berlin. */

/** Two words that replace a date. */
export interface DayWords {
	readonly today: string;
	readonly yesterday: string;
}

/** The time zone of every time on screen: counsellor and client read the same. */
export const ZONE = 'Europe/Berlin';

/** "14:05". */
export function clockTime(ms: number, locale: string): string {
	return format(locale, 'clock', { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** The full date and time, for a tooltip. */
export function fullTime(ms: number, locale: string): string {
	return format(locale, 'full', { dateStyle: 'full', timeStyle: 'short' }).format(ms);
}

/** "27.11., 14:05": day and time, with the year unless it is the current one. */
export function dayTime(ms: number, nowMs: number, locale: string): string {
	const time = { day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
	return yearOf(ms) === yearOf(nowMs)
		? format(locale, 'daytime', time).format(ms)
		: format(locale, 'yeartime', { ...time, year: 'numeric' }).format(ms);
}

/** A row's time: clock today, else "Gestern", weekday or date, with the year unless it is the current one. */
export function rowTime(ms: number, nowMs: number, locale: string, words: DayWords): string {
	const age = dayNumber(nowMs) - dayNumber(ms);
	if (age === 0) return clockTime(ms, locale);
	if (age === 1) return words.yesterday;
	if (age > 1 && age < 7) return format(locale, 'weekday', { weekday: 'short' }).format(ms);
	return yearOf(ms) === yearOf(nowMs)
		? format(locale, 'date', { day: '2-digit', month: '2-digit' }).format(ms)
		: format(locale, 'dated', { day: '2-digit', month: '2-digit', year: '2-digit' }).format(ms);
}

/** A day pill's label: "Heute", "Gestern", "Montag, 3. November", with the year unless it is the current one. */
export function dayLabel(ms: number, nowMs: number, locale: string, words: DayWords): string {
	const age = dayNumber(nowMs) - dayNumber(ms);
	if (age === 0) return words.today;
	if (age === 1) return words.yesterday;
	return yearOf(ms) === yearOf(nowMs)
		? format(locale, 'day', { weekday: 'long', day: 'numeric', month: 'long' }).format(ms)
		: format(locale, 'year', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(ms);
}

/** The day of `ms` in Berlin, counted from 1970-01-01: consecutive days differ by one. */
export function dayNumber(ms: number): number {
	if (!Number.isFinite(ms)) return 0;
	const hour = Math.floor(ms / HOUR_MS);
	const known = dayOfHour.get(hour);
	if (known !== undefined) return known;
	// Berlin's offset from UTC is whole hours, so that an hour lies entirely in one day.
	const [year = 0, month = 0, day = 0] = ISO_DAY.format(clamp(hour * HOUR_MS))
		.split('-')
		.map(Number);
	const number = Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
	dayOfHour.set(hour, number);
	return number;
}

/** The day of `ms` in Berlin as "2026-11-30": sorts and compares as text. */
export function isoDay(ms: number): string {
	return new Date(clamp(dayNumber(ms) * DAY_MS)).toISOString().slice(0, 10);
}

/** Noon of such a day, ms since 1970, for the functions above; null when the text is no day. */
export function readDay(day: string): number | null {
	const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T11:00:00Z`) : NaN;
	return Number.isFinite(ms) && isoDay(ms) === day ? ms : null;
}

/** Days in Berlin begin with one of them, counted in UTC. */
export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The furthest day that a date can represent, either way (ECMA-262, time values). */
const LAST_MS = 8_640_000_000_000_000 - DAY_MS;
const ISO_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
/** Asking Intl costs a microsecond or more; a long stream asks for the same hours again and again. */
const dayOfHour = new Map<number, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

function yearOf(ms: number): number {
	return new Date(clamp(dayNumber(ms) * DAY_MS)).getUTCFullYear();
}

function clamp(ms: number): number {
	return Math.max(-LAST_MS, Math.min(LAST_MS, ms));
}

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): { format(ms: number): string } {
	const key = `${locale} ${name}`;
	let found = formats.get(key);
	if (found === undefined) {
		found = new Intl.DateTimeFormat(locale, { ...options, timeZone: ZONE });
		formats.set(key, found);
	}
	const known = found;
	return { format: (ms) => known.format(Number.isFinite(ms) ? clamp(ms) : 0) };
}
