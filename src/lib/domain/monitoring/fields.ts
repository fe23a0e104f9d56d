/** The parts of a form: templates are data, so that a new version needs no new code. */

/** A label in both languages. */
export interface Words {
	readonly de: string;
	readonly en: string;
}

/** One choice of a field; its id is stored. */
export interface Option extends Words {
	readonly id: string;
	/** No longer offered: earlier answers keep its words. */
	readonly isOff?: boolean;
}

/** A field's value. Dates are `2026-03-12`, times `14:05`, several choices a list of their ids. */
export type Value = string | number | boolean | readonly string[];
/** Field id -> value; a missing field means "keine Angabe". */
export type Values = Readonly<Record<string, Value>>;

/** How a field is asked for. 'count' is a computed, read-only number; 'counsellor' and 'centre' name ours. */
export type FieldKind =
	'date' | 'time' | 'number' | 'one' | 'many' | 'yesNo' | 'line' | 'text' | 'counsellor' | 'centre' | 'count';

/** Where a field's initial value comes from: see prefill.ts. */
export type PrefillRule =
	| 'day'
	| 'begin'
	| 'end'
	| 'minutes'
	| 'me'
	| 'centre'
	| 'channel'
	| 'setting'
	| 'contactType'
	| 'last'
	| 'profile'
	| 'byClient'
	| 'byCounsellor'
	| 'attachments'
	| 'contacts'
	| 'firstResponse'
	| { readonly value: Value };

/** One question. */
export interface Field {
	readonly id: string;
	readonly label: Words;
	readonly kind: FieldKind;
	readonly options?: readonly Option[];
	/** Whether reports count it. */
	readonly isCounted: boolean;
	readonly prefill?: PrefillRule;
	/** Asked only while another field has one of these values. */
	readonly when?: { readonly field: string; readonly is: readonly string[] };
	readonly isRequired?: boolean;
	/** Bounds of a number. */
	readonly least?: number;
	readonly most?: number;
	readonly hint?: Words;
}

/** Questions under one heading; a folded section is opened when needed. */
export interface Section {
	readonly id: string;
	readonly label: Words;
	readonly isFolded: boolean;
	readonly fields: readonly Field[];
}

/** A form in one version. Records made with it are never read by another. */
export interface Template {
	readonly id: string;
	readonly version: number;
	readonly label: Words;
	/** Its purpose, in a sentence. */
	readonly about: Words;
	readonly sections: readonly Section[];
}

/** Choices written as `id|Deutsch|English`, one per line. */
export function choices(...lines: readonly string[]): readonly Option[] {
	return lines.map((line) => {
		const [id = '', de = '', en = de] = line.split('|');
		return { id, de, en };
	});
}

/** A label. */
export function words(de: string, en: string): Words {
	return { de, en };
}

/** A template's name with its version: `kern/1`. */
export function nameOf({ id, version }: Pick<Template, 'id' | 'version'>): string {
	return `${id}/${version}`;
}

/** All fields of some sections, in order. */
export function fieldsOf(sections: readonly Section[]): readonly Field[] {
	return sections.flatMap(({ fields }) => fields);
}

/** Whether a field is asked for, given the others. */
export function isAsked({ when }: Field, values: Values): boolean {
	if (!when) return true;
	const value = values[when.field];
	return typeof value === 'string' && when.is.includes(value);
}

/** Whether nothing was said: missing, blank, or an empty list. */
export function isUnsaid(value: Value | undefined): boolean {
	return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether two values say the same; choices in any order. */
export function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
	if (isUnsaid(a) || isUnsaid(b)) return isUnsaid(a) && isUnsaid(b);
	if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
	const [one, other] = [new Set(a as readonly string[]), new Set(b as readonly string[])];
	return one.size === other.size && [...one].every((id) => other.has(id));
}
