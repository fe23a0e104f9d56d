/** What a case's documents may contain: shapes and bounds of keys and values, whoever wrote them. */
import type { Value } from './fields';

/** A value with who set it and when. `v` null: removed. */
export interface Kept {
	readonly v: Value | null;
	readonly by: string;
	readonly ms: number;
	readonly c: number;
}

const FIELD = /^[A-Za-z][A-Za-z0-9]{0,31}$/;
const VALUE_KEY = /^[A-Za-z][A-Za-z0-9]{0,31}\/[0-9a-f]{32}$/;
const HISTORY_KEY = /^[0-9a-z]{9}-[0-9a-z]{6,}-[0-9a-f]{8}$/;
const SHEET = /^[a-z][a-z0-9-]{0,31}\/\d{1,4}$/;
const MOST_UNITS = 16 * 1024;
const MOST_CHOICES = 200;

/** Whether `text` can be a field's id. */
export function isFieldId(text: string): boolean {
	return FIELD.test(text);
}

/** Whether a key names a field and a writer. */
export function isValueKey(key: string): boolean {
	return VALUE_KEY.test(key);
}

/** Whether a key names a save. */
export function isHistoryKey(key: string): boolean {
	return key.length <= 64 && HISTORY_KEY.test(key);
}

/** Whether this is a field's value with its stamp. */
export function isKept(value: unknown): value is Kept {
	if (!isObject(value)) return false;
	const { v, c } = value;
	return isStamp(value) && (v === null || isValue(v)) && Number.isSafeInteger(c) && Number(c) >= 0;
}

/** Whether this is one save of the history. */
export function isHistoryValue(value: unknown): boolean {
	if (!isObject(value) || !isStamp(value) || !isObject(value.f)) return false;
	const changes = Object.entries(value.f);
	return (
		changes.length <= MOST_CHOICES &&
		changes.every(
			([field, pair]) =>
				isFieldId(field) &&
				Array.isArray(pair) &&
				pair.length === 2 &&
				pair.every((one: unknown) => one === null || isValue(one))
		)
	);
}

/** Whether this may be in a document's head under `key`. */
export function isHeadValue(key: string, value: unknown): boolean {
	if (!isObject(value) || !isStamp(value)) return false;
	if (key === 'gone') return true;
	const { sheets, since, until } = value;
	const areSheets =
		Array.isArray(sheets) &&
		sheets.length <= 16 &&
		sheets.every((name: unknown) => typeof name === 'string' && SHEET.test(name));
	return key === 'made' && areSheets && isMs(since) && isMs(until);
}

function isStamp({ by, ms }: Readonly<Record<string, unknown>>): boolean {
	return typeof by === 'string' && by.length <= 64 && isMs(ms);
}

function isMs(value: unknown): boolean {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isValue(value: unknown): value is Value {
	if (typeof value === 'string') return value.length <= MOST_UNITS;
	if (typeof value === 'number') return Number.isFinite(value);
	if (typeof value === 'boolean') return true;
	return (
		Array.isArray(value) &&
		value.length <= MOST_CHOICES &&
		value.every((id: unknown) => typeof id === 'string' && id.length <= 64)
	);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
