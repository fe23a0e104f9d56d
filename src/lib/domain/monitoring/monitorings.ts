/** A monitoring's current state, and the order of the list. */
import type { Value, Values } from './fields';
import type { Sheets } from './templates';

/** Who did something and when, ms since 1970. */
export interface Stamp {
	readonly by: string;
	readonly ms: number;
}

/** One change in the history: field -> value before and after (long texts cut). */
export interface Edit extends Stamp {
	readonly changes: Readonly<Record<string, readonly [before: Value | null, after: Value | null]>>;
}

/** Values of one field that two people set at once; the later one wins. */
export interface Rivalry {
	readonly field: string;
	readonly held: Stamp & { readonly value: Value | null };
	readonly others: readonly (Stamp & { readonly value: Value | null })[];
}

/** The record of a contact. */
export interface Monitoring {
	/** Its document's id. */
	readonly id: string;
	readonly sheets: Sheets;
	readonly made: Stamp;
	/** The messages it counts: later than `sinceMs`, up to `untilMs`. */
	readonly sinceMs: number;
	readonly untilMs: number;
	readonly values: Values;
	/** Oldest first. */
	readonly history: readonly Edit[];
	readonly rivalries: readonly Rivalry[];
}

/** Newest first by creation; equal times by id, the same on every device. */
export function newestFirst(monitorings: readonly Monitoring[]): readonly Monitoring[] {
	return [...monitorings].sort((a, b) => b.made.ms - a.made.ms || (a.id < b.id ? -1 : 1));
}

/** What differs between two states of the fields: field -> new value, null when removed. */
export function changesBetween(
	before: Values,
	after: Values,
	isSame: (a: Value | undefined, b: Value | undefined) => boolean
): ReadonlyMap<string, Value | null> {
	const changed = new Map<string, Value | null>();
	for (const field of new Set([...Object.keys(before), ...Object.keys(after)]))
		if (!isSame(before[field], after[field])) changed.set(field, after[field] ?? null);
	return changed;
}
