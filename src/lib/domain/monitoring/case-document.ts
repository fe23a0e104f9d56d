/**
 * The layout of a case in its space. Each monitoring is a document of its own, the profile is the space's first
 * document; all have the same roots. A field's value is stored under `<field>/<writer>`, so that nobody's value
 * silently overwrites another's: the latest wins, and whoever saves it again removes the others.
 */
import type * as Y from 'yjs';
import { bad, good, type Result } from '../../base/result';
import { mapWrites } from '../tables/carried';
import { beginning } from '../graphemes';
import { clean } from '../text';
import { isFieldId, isHeadValue, isHistoryKey, isHistoryValue, isKept, isValueKey, type Kept } from './case-values';
import { isSameValue, type Value, type Values } from './fields';
import type { Edit, Monitoring, Rivalry, Stamp } from './monitorings';
import type { Sheets } from './templates';

/** The root types of every document of a case. */
export const CASE_ROOTS = { head: 'map', values: 'map', history: 'map' } as const;
/** How many saves a document remembers. */
export const HISTORY_MOST = 50;
/** How much of a long text the history keeps, in UTF-16 units. */
const EXCERPT_UNITS = 160;

/** Who writes, and the writer key: the author's feed, so that two never share a key. */
export interface Writing extends Stamp {
	readonly count: number;
	readonly writer: string;
}

/** The monitoring in a document; null when there is none, or it was deleted. */
export function readMonitoring(id: string, doc: Y.Doc): Monitoring | null {
	const made: unknown = doc.getMap('head').get('made');
	if (!isHeadValue('made', made) || isGone(doc)) return null;
	const { sheets, by, ms, since, until } = made as {
		sheets: Sheets;
		by: string;
		ms: number;
		since: number;
		until: number;
	};
	const { values, rivalries } = readFields(doc);
	return {
		id,
		sheets,
		made: { by, ms },
		sinceMs: since,
		untilMs: until,
		values,
		rivalries,
		history: readHistory(doc)
	};
}

/** Who deleted the document's monitoring and when, or null. */
export function isGone(doc: Y.Doc): Stamp | null {
	const gone: unknown = doc.getMap('head').get('gone');
	return isHeadValue('gone', gone) ? (gone as Stamp) : null;
}

/** A document's fields, and conflicts where two people set one at once. */
export function readFields(doc: Y.Doc): { readonly values: Values; readonly rivalries: readonly Rivalry[] } {
	const held = new Map<string, Kept[]>();
	for (const [key, value] of doc.getMap('values').entries()) {
		const field = key.slice(0, key.indexOf('/'));
		if (isValueKey(key) && isKept(value)) held.set(field, [...(held.get(field) ?? []), value]);
	}
	const values: Record<string, Value> = {};
	const rivalries: Rivalry[] = [];
	for (const [field, all] of held) {
		const [latest, ...others] = all.sort(later);
		if (!latest) continue;
		if (latest.v !== null) values[field] = latest.v;
		const differing = others.filter(({ v }) => !isSameValue(v ?? undefined, latest.v ?? undefined));
		if (differing.length > 0) rivalries.push({ field, held: saidValue(latest), others: differing.map(saidValue) });
	}
	return { values, rivalries };
}

/** Writes the head of a new monitoring. */
export function writeMade(doc: Y.Doc, made: Stamp & { sheets: Sheets; since: number; until: number }): void {
	doc.getMap('head').set('made', { ...made, sheets: [...made.sheets] });
}

/**
 * Sets fields (null removes one) and records it in the history, unless the document is new. Other writers'
 * values that are here give way; later arrivals, written offline, stay beside the new one.
 */
export function writeFields(doc: Y.Doc, changes: ReadonlyMap<string, Value | null>, at: Writing, isNew = false): void {
	const values = doc.getMap('values');
	const before = readFields(doc).values;
	const noted: Record<string, [Value | null, Value | null]> = {};
	for (const [field, value] of changes) {
		if (!isFieldId(field)) throw new Error('bug: not a field');
		const own = `${field}/${at.writer}`;
		for (const key of [...values.keys()]) if (key.startsWith(`${field}/`) && key !== own) values.delete(key);
		noted[field] = [brief(before[field] ?? null), brief(value)];
		const kept: Kept = { v: copy(value), by: at.by, ms: at.ms, c: at.count };
		values.set(own, kept);
	}
	if (!isNew && changes.size > 0) note(doc, at, noted);
}

/** Removes everything from a document except who did so and when. */
export function erase(doc: Y.Doc, at: Stamp): void {
	for (const name of ['values', 'history'] as const) {
		const map = doc.getMap(name);
		for (const key of [...map.keys()]) map.delete(key);
	}
	const head = doc.getMap('head');
	if (head.has('made')) head.delete('made');
	if (!head.has('gone')) head.set('gone', { by: at.by, ms: at.ms });
}

/** Whether somebody, offline, wrote into a deleted document: it must be removed as well. */
export function hasRemains(doc: Y.Doc): boolean {
	return (
		isGone(doc) !== null &&
		(doc.getMap('values').size > 0 || doc.getMap('history').size > 0 || doc.getMap('head').has('made'))
	);
}

/** Copies what is later in `from` into `to`: two spaces for one case become one. False when there is nothing. */
export function bringOver(from: Y.Doc, to: Y.Doc): boolean {
	if (isGone(to)) return false;
	const gone = isGone(from);
	if (gone) {
		erase(to, gone);
		return true;
	}
	let isChanged = false;
	const set = (name: 'head' | 'values' | 'history', key: string, value: unknown): void => {
		to.getMap(name).set(key, value);
		isChanged = true;
	};
	const made: unknown = from.getMap('head').get('made');
	if (isHeadValue('made', made) && !to.getMap('head').has('made')) set('head', 'made', made);
	const latest = new Map<string, Kept>();
	for (const [key, value] of to.getMap('values').entries()) {
		const field = key.slice(0, key.indexOf('/'));
		const known = latest.get(field);
		if (isKept(value) && (!known || later(value, known) < 0)) latest.set(field, value);
	}
	for (const [key, value] of from.getMap('values').entries()) {
		if (!isValueKey(key) || !isKept(value)) continue;
		const known = latest.get(key.slice(0, key.indexOf('/')));
		if (!known || later(value, known) < 0) set('values', key, value);
	}
	const oldest = [...to.getMap('history').keys()].sort()[0] ?? '';
	const isFull = to.getMap('history').size >= HISTORY_MOST;
	for (const [key, value] of from.getMap('history').entries()) {
		if (to.getMap('history').has(key) || (isFull && key < oldest)) continue;
		if (isHistoryKey(key) && isHistoryValue(value)) set('history', key, value);
	}
	return isChanged;
}

/** Whether an entry wrote only heads, values and history, all within bounds. */
export function checkCaseEntry(transaction: Y.Transaction): Result<void> {
	for (const [type, keys] of transaction.changed) {
		const name = (['head', 'values', 'history'] as const).find(
			(root) => transaction.doc.getMap(root) === (type as unknown)
		);
		if (!name) return bad('an unknown place');
		for (const key of keys) {
			if (key === null) return bad('not a field');
			const value: unknown = transaction.doc.getMap(name).get(key);
			if (!mayStand(name, key, value)) return bad('not a field');
		}
		if (transaction.doc.getMap(name).size > MOST_KEYS) return bad('too many fields');
	}
	return good(undefined);
}

/** Writes one of our updates again: its original feed can no longer be written to. */
export function carryOverCase({
	update,
	old,
	to
}: {
	readonly update: Uint8Array;
	readonly old: Y.Doc;
	readonly to: Y.Doc;
}): void {
	for (const { table, key, value } of mapWrites(update, old))
		if (table in CASE_ROOTS && value !== undefined && mayStand(table, key, value)) to.getMap(table).set(key, value);
}

/** One document's fields, with some room for writers who were offline at once. */
const MOST_KEYS = 2_000;

function mayStand(root: string, key: string, value: unknown): boolean {
	if (root === 'head') return value === undefined ? key === 'made' : isHeadValue(key, value);
	if (root === 'values') return isValueKey(key) && (value === undefined || isKept(value));
	return root === 'history' && isHistoryKey(key) && (value === undefined || isHistoryValue(value));
}

function readHistory(doc: Y.Doc): readonly Edit[] {
	return [...doc.getMap('history').entries()]
		.filter(([key, value]) => isHistoryKey(key) && isHistoryValue(value))
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([, value]) => {
			const { by, ms, f } = value as { by: string; ms: number; f: Edit['changes'] };
			return { by, ms, changes: f };
		});
}

function note(doc: Y.Doc, at: Writing, f: Record<string, [Value | null, Value | null]>): void {
	const history = doc.getMap('history');
	const clock = `${at.ms.toString(36).padStart(9, '0')}-${at.count.toString(36).padStart(6, '0')}`;
	history.set(`${clock}-${at.writer.slice(0, 8)}`, { by: at.by, ms: at.ms, f });
	for (const key of [...history.keys()].sort().slice(0, Math.max(0, history.size - HISTORY_MOST))) history.delete(key);
}

function saidValue({ v, by, ms }: Kept): Stamp & { readonly value: Value | null } {
	return { value: v, by, ms };
}

/** The later one first; equal clocks by content, the same on every device. */
function later(a: Kept, b: Kept): number {
	return b.ms - a.ms || b.c - a.c || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

function brief(value: Value | null): Value | null {
	return typeof value === 'string' && value.length > EXCERPT_UNITS
		? `${clean(beginning(value, EXCERPT_UNITS))}…`
		: copy(value);
}

function copy(value: Value | null): Value | null {
	return Array.isArray(value) ? [...(value as readonly string[])] : value;
}
