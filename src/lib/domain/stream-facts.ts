/**
 * What a member says about herself in a stream beside her messages: her name and consent in a group,
 * attachments she takes back, who stands in for her. One value per key in her own document, each with
 * its entry's clock; a later one replaces it.
 */
import type * as Y from 'yjs';
import { order, type Clock } from '../base/clock';
import type { FeedId } from '../base/ids';
import { isKeyFor, keyOf, merged, put } from './feed-keys';

/** A fact as stored in a document. `ms` and `c` are its entry's clock. */
export interface Fact {
	readonly v: string;
	readonly ms: number;
	readonly c: number;
}

/** `name`, `joined` ('yes', 'no'); `gone/<blob>`: the attachment is erased; `handover/<id>` and `answer/<id>`. */
export type FactKey = 'name' | 'joined' | `gone/${string}` | `handover/${string}` | `answer/${string}`;

const KEY = /^(?:name|joined|gone\/[0-9a-f]{64}|(?:handover|answer)\/[A-Za-z0-9-]{1,40})(?:@[0-9a-f]{8})?$/;
/** The longest value, UTF-16 units. */
export const MAX_FACT = 2048;

/** Who writes, and when: an entry's clock and feed. */
type Stamp = Clock & { readonly feed: FeedId };

/** States a fact; repeating it changes nothing. Throws when `value` is too long. */
export function writeFact(doc: Y.Doc, stamp: Stamp, key: FactKey, value: string): void {
	if (!KEY.test(key) || value.length > MAX_FACT) throw new Error('bug: not a fact');
	if (factOf(doc, key)?.v !== value) set(doc, stamp, key, value);
}

/**
 * Repeats name and answer under the current feed: members who joined later cannot read the earlier
 * ones. Changes nothing when already repeated.
 */
export function repeatFacts(doc: Y.Doc, stamp: Stamp): void {
	for (const key of ['name', 'joined'] as const) {
		const fact = factOf(doc, key);
		const said: unknown = doc.getMap('facts').get(keyOf(key, stamp.feed));
		if (fact && !(isFact(said) && said.v === fact.v)) set(doc, stamp, key, fact.v);
	}
}

/** A member's fact under `key`, or null. */
export function factOf(doc: Y.Doc, key: FactKey): Fact | null {
	return latest(doc).get(key) ?? null;
}

/** A member's facts with keys that begin with `prefix`, by the rest of the key. */
export function factsOf(doc: Y.Doc, prefix: 'gone/' | 'handover/' | 'answer/'): ReadonlyMap<string, Fact> {
	const found = new Map<string, Fact>();
	for (const [key, fact] of latest(doc)) if (key.startsWith(prefix)) found.set(key.slice(prefix.length), fact);
	return found;
}

/** Why an entry's facts are not allowed, or null. */
export function checkFacts(
	event: Y.YEvent<Y.AbstractType<unknown>>,
	{ feed, clock }: { readonly feed: FeedId; readonly clock: Clock }
): string | null {
	for (const [key, { action }] of event.changes.keys) {
		const value: unknown = (event.target as unknown as Y.Map<unknown>).get(key);
		if (action === 'delete' || !KEY.test(key) || !isKeyFor(key, feed)) return 'not a fact';
		if (!isFact(value) || value.ms !== clock.ms || value.c !== clock.count) return 'not a fact of this entry';
	}
	return null;
}

function set(doc: Y.Doc, { ms, count, feed }: Stamp, key: FactKey, v: string): void {
	put(doc.getMap('facts'), key, feed, { v, ms, c: count } satisfies Fact);
}

/** The latest per key; of two at once the greater text, so that all devices agree. */
function latest(doc: Y.Doc): ReadonlyMap<string, Fact> {
	const clock = ({ ms, c }: Fact): Clock => ({ ms, count: c });
	return merged(doc.getMap('facts'), isFact, (one, other) => {
		const turn = order(clock(one), clock(other));
		return turn > 0 || (turn === 0 && one.v > other.v);
	});
}

/** Whether a value is a fact of an allowed length. */
export function isFact(value: unknown): value is Fact {
	if (typeof value !== 'object' || value === null) return false;
	const { v, ms, c } = value as Record<string, unknown>;
	return typeof v === 'string' && v.length <= MAX_FACT && Number.isSafeInteger(ms) && Number.isSafeInteger(c);
}
