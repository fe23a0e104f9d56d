/** Whether a form may be saved: field by field, for the person filling it in. */
import { byteLength, clean } from '../text';
import { isDay, isTime, wallClock } from './berlin';
import { fieldsOf, isAsked, isUnsaid, type Field, type Value, type Values } from './fields';
import { STANDARD, withOwnLists, type OwnLists } from './own-lists';
import { sectionsOf, type Sheets } from './templates';

/** What is wrong with a field. */
export type Problem =
	'required' | 'no-day' | 'in-future' | 'no-time' | 'no-number' | 'out-of-bounds' | 'no-choice' | 'too-long';

/** The longest note, in UTF-8. */
const NOTE_BYTES = 8 * 1024;
/** The longest line, in UTF-8. */
const LINE_BYTES = 400;

/** A form's problems by field; empty when it may be saved. */
export function problemsOf(
	sheets: Sheets,
	values: Values,
	nowMs: number,
	own: OwnLists = STANDARD
): ReadonlyMap<string, Problem> {
	const found = new Map<string, Problem>();
	for (const field of fieldsOf(withOwnLists(sectionsOf(sheets), own))) {
		const problem = isAsked(field, values) ? problemOf(field, values[field.id], nowMs) : null;
		if (problem) found.set(field.id, problem);
	}
	return found;
}

/** A field's problem, or null. */
export function problemOf(field: Field, value: Value | undefined, nowMs: number): Problem | null {
	if (value === undefined || isUnsaid(value)) return field.isRequired ? 'required' : null;
	switch (field.kind) {
		case 'date':
			if (typeof value !== 'string' || !isDay(value)) return 'no-day';
			return field.id === 'date' && value > wallClock(nowMs).day ? 'in-future' : null;
		case 'time':
			return typeof value === 'string' && isTime(value) ? null : 'no-time';
		case 'number':
		case 'count':
			if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'no-number';
			return value < (field.least ?? 0) || value > (field.most ?? Number.MAX_SAFE_INTEGER) ? 'out-of-bounds' : null;
		case 'one':
			return isChoice(field, value) ? null : 'no-choice';
		case 'many':
			return Array.isArray(value) && value.every((id) => isChoice(field, id as string)) ? null : 'no-choice';
		case 'yesNo':
			return typeof value === 'boolean' ? null : 'no-choice';
		case 'text':
			return typeof value === 'string' && byteLength(value) <= NOTE_BYTES ? null : 'too-long';
		case 'line':
		case 'counsellor':
		case 'centre':
			return typeof value === 'string' && byteLength(value) <= LINE_BYTES ? null : 'too-long';
	}
}

/** The values to save: without those that are not asked for or empty. */
export function settled(sheets: Sheets, values: Values): Values {
	const kept: Record<string, Value> = {};
	for (const field of fieldsOf(sectionsOf(sheets))) {
		const value = values[field.id];
		if (value === undefined || isUnsaid(value) || !isAsked(field, values)) continue;
		kept[field.id] = typeof value === 'string' ? clean(value).trim() : value;
	}
	return kept;
}

function isChoice({ options = [] }: Field, value: Value): boolean {
	return options.some(({ id }) => id === value);
}
