/**
 * Whether a counsellor can be written to: her choice (never whether a device is connected), how others
 * see it, and when she could not be written to. Choices of several devices merge as a set; the latest
 * counts, in whatever order they arrive.
 */
import { beginning, firstGraphemes } from './graphemes';
import { clean } from './text';

/** Online · Nicht online · Nicht anwählbar. */
export type Availability = 'online' | 'offline' | 'unavailable';

/** All of them, in display order. */
export const AVAILABILITIES: readonly Availability[] = ['online', 'offline', 'unavailable'];

/** One decision. `atMs` is later than `sinceMs` when only the absence text changed. */
export interface Choice {
	readonly availability: Availability;
	readonly sinceMs: number;
	readonly atMs: number;
	/** The text for clients while she cannot be written to, or ''. */
	readonly absence: string;
}

/** A period, ms since 1970, end exclusive. `toMs` is null while it lasts. */
export interface Interval {
	readonly fromMs: number;
	readonly toMs: number | null;
}

/** The current choice, and when she could not be written to (the last 20 finished periods). */
export interface Status extends Choice {
	readonly away: readonly Interval[];
}

/** The longest absence text, in characters as people count them. */
export const MAX_ABSENCE = 300;
/** A character may be long: only this much of a text is looked at. */
const MAX_ABSENCE_UNITS = 1000;
/** How many past intervals are kept. */
export const MAX_AWAY = 20;
/** Enough choices for that many intervals. */
const MAX_CHOICES = 2 * MAX_AWAY + 1;

/** A counsellor who has never chosen can be written to. */
export const UNCHOSEN: Status = { availability: 'online', sinceMs: 0, atMs: 0, absence: '', away: [] };

/** Merges the choices of several devices, oldest first, the latest 41; only the last keeps its text. */
export function mergeChoices(...lists: readonly (readonly Choice[])[]): readonly Choice[] {
	const bySince = new Map<number, Choice>();
	for (const choice of lists.flat()) {
		const known = bySince.get(choice.sinceMs);
		if (!known || isLater(choice, known)) bySince.set(choice.sinceMs, choice);
	}
	const sorted = [...bySince.values()].sort((a, b) => a.sinceMs - b.sinceMs).slice(-MAX_CHOICES);
	const last = sorted.at(-1);
	return sorted.map((choice) => (choice === last || choice.absence === '' ? choice : { ...choice, absence: '' }));
}

/** The choices after one more, made now. Choosing the same availability again changes only the absence text. */
export function choose(
	choices: readonly Choice[],
	availability: Availability,
	absence: string,
	nowMs: number
): readonly Choice[] {
	const last = choices.at(-1);
	// a clock that was set back must not make the new choice older than the last
	const atMs = Math.max(nowMs, last ? last.atMs + 1 : 0, last ? last.sinceMs + 1 : 0);
	const sinceMs = last?.availability === availability ? last.sinceMs : atMs;
	const text = availability === 'unavailable' ? absenceText(absence) : '';
	return mergeChoices(choices, [{ availability, sinceMs, atMs, absence: text }]);
}

/** The status that the choices add up to. */
export function statusOf(choices: readonly Choice[]): Status {
	const away: Interval[] = [];
	let status: Choice = UNCHOSEN;
	for (const choice of mergeChoices(choices)) {
		const isSame = choice.availability === status.availability;
		if (!isSame && status.availability === 'unavailable') away.push({ fromMs: status.sinceMs, toMs: choice.sinceMs });
		status = isSame && status !== UNCHOSEN ? { ...choice, sinceMs: status.sinceMs } : choice;
	}
	return { ...status, away: away.slice(-MAX_AWAY) };
}

/** Whether `a` replaces `b` wherever both are known. */
export function isNewer(a: Choice, b: Choice): boolean {
	return a.sinceMs === b.sinceMs ? a.atMs > b.atMs : a.sinceMs > b.sinceMs;
}

/** How others see a choice. Without a connected device Online shows as Nicht Online; Nicht anwählbar never changes. */
export function shownAs(chosen: Availability, isConnected: boolean): Availability {
	return chosen === 'online' && !isConnected ? 'offline' : chosen;
}

/** Whether she could not be written to at that time. */
export function wasAway({ availability, sinceMs, away }: Status, atMs: number): boolean {
	if (availability === 'unavailable' && atMs >= sinceMs) return true;
	return away.some(({ fromMs, toMs }) => atMs >= fromMs && (toMs === null || atMs < toMs));
}

/** How a stream with these counsellors appears: as the most available one; null when there is none. */
export function best(shown: readonly Availability[]): Availability | null {
	return AVAILABILITIES.find((availability) => shown.includes(availability)) ?? null;
}

/** Whether a client's input is closed: every counsellor of a single stream is unavailable. Groups stay open. */
export function isClosed(kind: 'single' | 'group', counsellors: readonly Availability[]): boolean {
	return kind === 'single' && counsellors.length > 0 && counsellors.every((one) => one === 'unavailable');
}

/** An absence text as stored: no control characters, no surrounding blanks, at most 300 characters. */
export function absenceText(text: string): string {
	return firstGraphemes(clean(beginning(text, MAX_ABSENCE_UNITS)).trim(), MAX_ABSENCE).trimEnd();
}

/** Whether `a` is the later of two decisions that began at the same time; the same on every device. */
function isLater(a: Choice, b: Choice): boolean {
	if (a.atMs !== b.atMs) return a.atMs > b.atMs;
	return `${a.availability} ${a.absence}` > `${b.availability} ${b.absence}`;
}
