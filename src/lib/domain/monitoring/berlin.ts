/** Days and times in forms: Berlin's wall clock. */
import { ZONE } from '../time';

const WALL = new Intl.DateTimeFormat('sv-SE', {
	timeZone: ZONE,
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23'
});

/** A moment's day (`2026-03-12`) and time (`14:05`) in Berlin; ms since 1970. */
export function wallClock(ms: number): { readonly day: string; readonly time: string } {
	const parts = new Map(WALL.formatToParts(ms).map(({ type, value }) => [type, value]));
	const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
	return {
		day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
		time: `${part('hour')}:${part('minute')}`
	};
}

/** Whether `text` is a day that exists. */
export function isDay(text: string): boolean {
	return /^\d{4}-\d\d-\d\d$/.test(text) && dayNumberOf(text) !== null;
}

/** Whether `text` is a time of day. */
export function isTime(text: string): boolean {
	return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** A day's number, consecutive for consecutive days; null when the day does not exist. */
export function dayNumberOf(day: string): number | null {
	const ms = Date.parse(`${day}T00:00:00Z`);
	return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day) ? ms / 86_400_000 : null;
}

/** A time's minutes since midnight; null when it is invalid. */
export function minuteOf(time: string): number | null {
	return isTime(time) ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) : null;
}
