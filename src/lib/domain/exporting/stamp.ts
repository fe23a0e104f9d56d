/** A moment as three cells: date and wall-clock time in Berlin, and UTC. */
import { ZONE } from '../time';

/** Date `TT.MM.JJJJ`, time `HH:MM:SS`, and ISO 8601 in UTC, which tells October's doubled hour apart. */
export interface Stamp {
	readonly date: string;
	readonly time: string;
	readonly utc: string;
}

/** The furthest moment that a date can represent, either way, minus one day (ECMA-262, time values). */
const LAST_MS = 8_640_000_000_000_000 - 86_400_000;
const WALL = new Intl.DateTimeFormat('de-DE', {
	timeZone: ZONE,
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23'
});
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });

/** The moment `ms` (since 1970) as shown in an export. Never throws, whatever a clock claimed. */
export function stamp(ms: number): Stamp {
	const moment = within(ms);
	const [date = '', time = ''] = WALL.format(moment).split(', ');
	return { date, time, utc: new Date(moment).toISOString() };
}

/** The day of `ms` in Berlin, `JJJJ-MM-TT`: days compare as text. */
export function dayOf(ms: number): string {
	return DAY.format(within(ms));
}

function within(ms: number): number {
	return Number.isFinite(ms) ? Math.max(-LAST_MS, Math.min(LAST_MS, ms)) : 0;
}
