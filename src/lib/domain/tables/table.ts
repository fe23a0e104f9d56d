/**
 * A table in a document shared by colleagues or by one person's devices: its records' fields, and what they may
 * contain. records.ts decides what an entry may write at all; this file decides what is believed.
 */
import type * as Y from 'yjs';
import { readRecord, readRecords, sayRecord, writeRecord, type Field, type Fields } from './records';
import { KeptRecords } from './kept-records';

/** Reads a field: its value, or undefined when it holds something else. */
type Reader = (value: Field) => Field | undefined;

/** A text. */
export const text = (value: Field): string | undefined => (typeof value === 'string' ? value : undefined);
/** A number: a time in ms since 1970, or a count. */
export const number = (value: Field): number | undefined => (typeof value === 'number' ? value : undefined);
/** Yes or no. */
export const flag = (value: Field): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
/** One of these words. */
export const oneOf =
	<T extends string>(...words: readonly T[]) =>
	(value: Field): T | undefined =>
		words.find((word) => word === value);

/** A record with these fields: each may be missing, nobody has to have written it. */
type RecordOf<F> = { readonly [K in keyof F]?: F[K] extends (value: Field) => infer V ? Exclude<V, undefined> : never };

/** See the header. `R`: a record, all of its fields optional. */
export class Table<R extends object> {
	readonly #names: readonly string[] | null;
	readonly #kept = new WeakMap<Y.Map<unknown>, KeptRecords<R>>();

	constructor(
		readonly name: string,
		/** Null when any field is allowed. */
		readonly fields: Readonly<Record<string, Reader>> | null
	) {
		this.#names = fields && Object.keys(fields);
	}

	/** The table's map in a document: keys are `<id>.<field>`. */
	in(doc: Y.Doc): Y.Map<unknown> {
		return doc.getMap(this.name);
	}

	/** All records by id; only fields whose keys count. What has not changed is the same object as before. */
	read(doc: Y.Doc, counts?: (key: string) => boolean): ReadonlyMap<string, R> {
		return counts ? this.#all(doc, counts) : (this.#keptOf(doc)?.all ?? this.#all(doc));
	}

	/** The record with this id, or null when it has none of the table's fields. */
	find(doc: Y.Doc, id: string): R | null {
		const kept = this.#keptOf(doc);
		if (kept) return kept.all.get(id) ?? null;
		if (!this.#names) return this.#all(doc).get(id) ?? null;
		const fields = readRecord(this.in(doc), id, this.#names);
		return fields && this.#believe(fields);
	}

	/** Like `find`, but a record without fields when there is none. */
	get(doc: Y.Doc, id: string): R {
		return this.find(doc, id) ?? this.#believe({});
	}

	/** Sets the fields that differ. */
	write(doc: Y.Doc, id: string, fields: R): void {
		writeRecord(this.in(doc), id, { ...fields } as Record<string, Field>);
	}

	/** Sets fields even if unchanged: the present value may come from somebody whose word does not count. */
	say(doc: Y.Doc, id: string, fields: R): void {
		sayRecord(this.in(doc), id, { ...fields } as Record<string, Field>);
	}

	#all(doc: Y.Doc, counts?: (key: string) => boolean): ReadonlyMap<string, R> {
		return new Map([...readRecords(this.in(doc), counts)].map(([id, fields]) => [id, this.#believe(fields)]));
	}

	/** Null in the middle of a write, of which no observer has heard yet. */
	#keptOf(doc: Y.Doc): KeptRecords<R> | null {
		if (doc._transaction !== null) return null;
		const map = this.in(doc);
		const known = this.#kept.get(map);
		if (known) return known;
		const kept = new KeptRecords<R>(map, (fields) => this.#believe(fields));
		this.#kept.set(map, kept);
		return kept;
	}

	#believe(raw: Fields): R {
		const { fields } = this;
		if (!fields) return raw as R;
		const read = Object.entries(raw).flatMap(([name, value]) => {
			const known = Object.hasOwn(fields, name) ? fields[name]?.(value) : undefined;
			return known === undefined ? [] : [[name, known] as const];
		});
		return Object.fromEntries(read) as R;
	}
}

/** A table with this name whose records have these fields. */
export function table<const F extends Readonly<Record<string, Reader>>>(name: string, fields: F): Table<RecordOf<F>> {
	return new Table(name, fields);
}

/** A table with this name and arbitrary field names. */
export function openTable(name: string): Table<Fields> {
	return new Table(name, null);
}

/** The roots of a document with these tables. */
export function rootsOf(tables: Readonly<Record<string, { readonly name: string }>>): Readonly<Record<string, 'map'>> {
	return Object.fromEntries(Object.values(tables).map(({ name }) => [name, 'map'] as const));
}

/** A record of a table. */
export type RecordIn<T> = T extends Table<infer R> ? R : never;
