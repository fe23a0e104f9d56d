/**
 * What the list of streams says of monitorings: from a few numbers that are kept of a stream and of its
 * case, so that neither is opened for it.
 */
import { GAP_MS } from './contacts';
import { newestFirst, type Monitoring } from './monitorings';
import { countedUntil } from './prefill';

/** The most contacts that are kept of a stream. */
export const MOST_CONTACTS = 99;

/** What is kept of a case. */
export interface CaseMark {
	/** The end of what its monitorings have counted. */
	readonly untilMs: number;
	/** When the newest was made, and its follow-up: a day, '' for none. */
	readonly madeMs: number;
	readonly next: string;
}

/** What a row says. */
export interface Reminder {
	/** "2 Kontakte ohne Monitoring". */
	readonly unrecorded: number;
	/** "Wiedervorlage heute". */
	readonly isDue: boolean;
}

/** What is to be kept of a case with these monitorings; null when there are none. */
export function caseMark(monitorings: readonly Monitoring[]): CaseMark | null {
	const [newest] = newestFirst(monitorings);
	if (!newest) return null;
	const { next } = newest.values;
	return { untilMs: countedUntil(monitorings), madeMs: newest.made.ms, next: typeof next === 'string' ? next : '' };
}

/** The ends of the newest contacts in messages of these times, oldest first. */
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

/** What a row says; a stream may have come to several cases. `today` is an ISO day. */
export function reminderOf(ends: readonly number[], cases: readonly CaseMark[], today: string): Reminder {
	const untilMs = cases.reduce((latest, mark) => Math.max(latest, mark.untilMs), 0);
	let unrecorded = 0;
	while (unrecorded < ends.length && (ends[ends.length - 1 - unrecorded] ?? 0) > untilMs) unrecorded++;
	const newest = cases.reduce<CaseMark | null>((a, b) => (a === null || b.madeMs > a.madeMs ? b : a), null);
	return { unrecorded, isDue: newest !== null && newest.next !== '' && newest.next <= today };
}
