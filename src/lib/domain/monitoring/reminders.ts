/**
 * Monitoring reminders in the list of streams: from a few numbers stored per stream and case, so that
 * neither has to be opened.
 */
import { GAP_MS } from './contacts';
import { newestFirst, type Monitoring } from './monitorings';
import { countedUntil } from './prefill';

/** The most contacts stored per stream. */
export const MOST_CONTACTS = 99;

/** What is stored about a case. */
export interface CaseMark {
	/** The end of what its monitorings have counted. */
	readonly untilMs: number;
	/** When the newest was made, and its follow-up: a day, '' for none. */
	readonly madeMs: number;
	readonly next: string;
}

/** The reminders of a row. */
export interface Reminder {
	/** "2 Kontakte ohne Monitoring". */
	readonly unrecorded: number;
	/** "Wiedervorlage heute". */
	readonly isDue: boolean;
}

/** What to store about a case with these monitorings; null when there are none. */
export function caseMark(monitorings: readonly Monitoring[]): CaseMark | null {
	const [newest] = newestFirst(monitorings);
	if (!newest) return null;
	const { next } = newest.values;
	return { untilMs: countedUntil(monitorings), madeMs: newest.made.ms, next: typeof next === 'string' ? next : '' };
}

/** The end times of the newest contacts in messages at these times, oldest first. */
export function contactEnds(times: readonly number[]): readonly number[] {
	const sorted = Float64Array.from(times).sort();
	const ends: number[] = [];
	for (let i = sorted.length - 1; i >= 0 && ends.length < MOST_CONTACTS; i--) {
		const at = sorted[i] ?? 0;
		const after = sorted[i + 1];
		if (after === undefined || after - at > GAP_MS) ends.push(at);
	}
	return ends.reverse();
}

/** The reminders of a row; a stream may have several cases. `today` is an ISO day. */
export function reminderOf(ends: readonly number[], cases: readonly CaseMark[], today: string): Reminder {
	const untilMs = cases.reduce((latest, mark) => Math.max(latest, mark.untilMs), 0);
	let unrecorded = 0;
	while (unrecorded < ends.length && (ends[ends.length - 1 - unrecorded] ?? 0) > untilMs) unrecorded++;
	const newest = cases.reduce<CaseMark | null>((a, b) => (a === null || b.madeMs > a.madeMs ? b : a), null);
	return { unrecorded, isDue: newest !== null && newest.next !== '' && newest.next <= today };
}
