/**
 * What a member says of herself in a stream beside her messages: her name and consent in a group,
 * attachments she takes back, who stands in for her. One value per key in her own document, each with
 * the clock of its entry; a later one replaces it.
 */
import type * as Y from 'yjs';
import type { Clock } from '../base/clock';

/** A fact as it lies in a document. `ms` and `c` are its entry's clock. */
export interface Fact {
	readonly v: string;
	readonly ms: number;
	readonly c: number;
}

/** `name`, `joined` ('yes', 'no'); `gone/<blob>`: the attachment is erased; `handover/<id>` and `answer/<id>`. */
export type FactKey = 'name' | 'joined' | `gone/${string}` | `handover/${string}` | `answer/${string}`;

const KEY = /^(?:name|joined|gone\/[0-9a-f]{64}|(?:handover|answer)\/[A-Za-z0-9-]{1,40})$/;
/** The longest value, UTF-16 units. */
export const MAX_FACT = 2048;

/** Says something; the same again changes nothing. Throws when `value` is too long. */
export function writeFact(doc: Y.Doc, stamp: Clock, key: FactKey, value: string): void {
	if (!KEY.test(key) || value.length > MAX_FACT) throw new Error('bug: not a fact');
	if (factOf(doc, key)?.v !== value) doc.getMap('facts').set(key, { v: value, ms: stamp.ms, c: stamp.count });
}

/** What a member says under `key`, or null. */
export function factOf(doc: Y.Doc, key: FactKey): Fact | null {
	const value = doc.getMap('facts').get(key);
	return isFact(value) ? value : null;
}

/** All that a member says under keys that begin with `prefix`, by what follows it. */
export function factsOf(doc: Y.Doc, prefix: 'gone/' | 'handover/' | 'answer/'): ReadonlyMap<string, Fact> {
	const found = new Map<string, Fact>();
	for (const [key, value] of doc.getMap('facts').entries())
		if (key.startsWith(prefix) && isFact(value)) found.set(key.slice(prefix.length), value);
	return found;
}

/** Why what an entry set among the facts may not stand, or null. */
export function checkFacts(event: Y.YEvent<Y.AbstractType<unknown>>, clock: Clock): string | null {
	for (const [key, { action }] of event.changes.keys) {
		const value: unknown = (event.target as unknown as Y.Map<unknown>).get(key);
		if (action === 'delete' || !KEY.test(key)) return 'not a fact';
		if (!isFact(value) || value.ms !== clock.ms || value.c !== clock.count) return 'not a fact of this entry';
	}
	return null;
}

/** Whether a value is a fact, of a length that may be kept. */
export function isFact(value: unknown): value is Fact {
	if (typeof value !== 'object' || value === null) return false;
	const { v, ms, c } = value as Record<string, unknown>;
	return typeof v === 'string' && v.length <= MAX_FACT && Number.isSafeInteger(ms) && Number.isSafeInteger(c);
}
