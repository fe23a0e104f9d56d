/**
 * Records in a document shared by colleagues or by one person's devices: one map entry per field, so that
 * two people's changes to different fields of one record both survive.
 */
import type * as Y from 'yjs';
import { bad, good, type Result } from '../../base/result';
import { mapWrites } from './carried';

/** A field's value. */
export type Field = string | number | boolean;
/** One record: field name -> value. */
export type Fields = Readonly<Record<string, Field>>;

const KEY = /^[A-Za-z0-9-]{1,64}\.[A-Za-z]{1,32}$/;
const MAX_FIELD = 16 * 1024;

/** The record `id` of a table, or null when it has none of the fields `names`. */
export function readRecord(table: Y.Map<unknown>, id: string, names: readonly string[]): Fields | null {
	const fields: [string, Field][] = [];
	for (const name of names) {
		const value = table.get(`${id}.${name}`);
		if (isField(value)) fields.push([name, value]);
	}
	return fields.length === 0 ? null : Object.fromEntries(fields);
}

/** All records of a table by id; only fields whose keys count. */
export function readRecords(
	table: Y.Map<unknown>,
	counts: (key: string) => boolean = () => true
): ReadonlyMap<string, Fields> {
	const records = new Map<string, Record<string, Field>>();
	for (const key of table.keys()) {
		const field = counts(key) ? fieldOf(table, key) : null;
		if (field?.value === undefined) continue;
		const { id, name, value } = field;
		const record = records.get(id) ?? {};
		record[name] = value;
		records.set(id, record);
	}
	return records;
}

/** What a key of a table names, and its value there: undefined when it has none, or none that is allowed. */
export function fieldOf(
	table: Y.Map<unknown>,
	key: string
): { readonly id: string; readonly name: string; readonly value: Field | undefined } | null {
	const dot = key.indexOf('.');
	if (dot <= 0) return null;
	const value = table.get(key);
	return { id: key.slice(0, dot), name: key.slice(dot + 1), value: isField(value) ? value : undefined };
}

/** Sets fields even if unchanged: the present value may come from somebody whose word does not count. */
export function sayRecord(table: Y.Map<unknown>, id: string, fields: Fields): void {
	for (const [name, value] of Object.entries(fields)) {
		const key = `${id}.${name}`;
		if (!KEY.test(key)) throw new Error('bug: not a record key');
		table.set(key, value);
	}
}

/** Sets the fields that differ. */
export function writeRecord(table: Y.Map<unknown>, id: string, fields: Fields): void {
	for (const [name, value] of Object.entries(fields)) {
		const key = `${id}.${name}`;
		if (!KEY.test(key)) throw new Error('bug: not a record key');
		if (table.get(key) !== value) table.set(key, value);
	}
}

/** Whether an entry changed only fields, all within bounds. */
export function checkRecordEntry(transaction: Y.Transaction): Result<void> {
	for (const [type, keys] of transaction.changed) {
		if (type._item !== null) return bad('not a record');
		for (const key of keys) {
			const value: unknown = key === null ? null : (type as unknown as Y.Map<unknown>).get(key);
			if (key === null || !KEY.test(key) || (value !== undefined && !isField(value))) return bad('not a field');
		}
	}
	return good(undefined);
}

/** Sets the fields of one of our updates again: its original feed can no longer be written to. */
export function carryOverFields({
	update,
	old,
	to
}: {
	readonly update: Uint8Array;
	readonly old: Y.Doc;
	readonly to: Y.Doc;
}): void {
	for (const { table, key, value } of mapWrites(update, old)) if (isField(value)) to.getMap(table).set(key, value);
}

function isField(value: unknown): value is Field {
	return typeof value === 'string'
		? value.length <= MAX_FIELD
		: typeof value === 'number' || typeof value === 'boolean';
}
