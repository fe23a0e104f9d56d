/** Possible double entries: two monitorings of one client whose contacts overlap. */
import { dayNumberOf, minuteOf } from './berlin';
import type { Monitoring } from './monitorings';

/** A span this long does not run overnight: its end was not meant for the next day. */
const LONGEST = 12 * 60;
const DAY = 24 * 60;

/** Overlapping monitorings: id -> the others' ids. "Mögliche Doppelerfassung". */
export function possibleDoubles(monitorings: readonly Monitoring[]): ReadonlyMap<string, readonly string[]> {
	const spans = monitorings
		.flatMap(({ id, values }) => {
			const span = spanOf(values.date, values.start, values.end);
			return span ? [{ id, ...span }] : [];
		})
		.sort((a, b) => a.from - b.from);
	const found = new Map<string, string[]>();
	const note = (id: string, other: string): void => {
		found.set(id, [...(found.get(id) ?? []), other]);
	};
	for (const [i, one] of spans.entries()) {
		for (const other of spans.slice(i + 1)) {
			if (other.from > one.to) break;
			if (!overlaps(one, other)) continue;
			note(one.id, other.id);
			note(other.id, one.id);
		}
	}
	return found;
}

/** Begin and end in minutes since 1970, local; null without day or begin. */
function spanOf(day: unknown, start: unknown, end: unknown): { readonly from: number; readonly to: number } | null {
	const number = typeof day === 'string' ? dayNumberOf(day) : null;
	const from = typeof start === 'string' ? minuteOf(start) : null;
	if (number === null || from === null) return null;
	const until = (typeof end === 'string' ? minuteOf(end) : null) ?? from;
	const length = until >= from ? until - from : until + DAY - from;
	// in the night when clocks go back, an end may lie before its begin
	const begin = number * DAY + from;
	return { from: begin, to: begin + (until < from && length >= LONGEST ? 0 : length) };
}

/** A contact that ends when another begins is not the same; a single message within another is. */
function overlaps(
	a: { readonly from: number; readonly to: number },
	b: { readonly from: number; readonly to: number }
): boolean {
	const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
	return shared > 0 || (shared === 0 && (a.from === a.to || b.from === b.to));
}
