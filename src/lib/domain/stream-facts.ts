/**
 * What a member says of herself in a stream beside her messages: her name and consent in a group,
 * attachments she takes back, who stands in for her. One value per key in her own document, each with
 * the clock of its entry; a later one replaces it.
 */
import type * as Y from 'yjs';
import { order, type Clock } from '../base/clock';
import type { FeedId } from '../base/ids';
import { isKeyFor, keyOf, merged, put } from './feed-keys';

/** A fact as it lies in a document. `ms` and `c` are its entry's clock. */
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

/** Says something; the same again changes nothing. Throws when `value` is too long. */
export function writeFact(doc: Y.Doc, stamp: Stamp, key: FactKey, value: string): void {
	if (!KEY.test(key) || value.length > MAX_FACT) throw new Error('bug: not a fact');
	if (factOf(doc, key)?.v !== value) set(doc, stamp, key, value);
}

/**
 * Says name and answer once more under the feed that is written to now: somebody who joined later can
 * not read the earlier ones. Changes nothing when it has said them.
 */
export function repeatFacts(doc: Y.Doc, stamp: Stamp): void {
	for (const key of ['name', 'joined'] as const) {
		const fact = factOf(doc, key);
		const said: unknown = doc.getMap('facts').get(keyOf(key, stamp.feed));
		if (fact && !(isFact(said) && said.v === fact.v)) set(doc, stamp, key, fact.v);
	}
}

/** What a member says under `key`, or null. */
export function factOf(doc: Y.Doc, key: FactKey): Fact | null {
	return latest(doc).get(key) ?? null;
}

/** All that a member says under keys that begin with `prefix`, by what follows it. */
export function factsOf(doc: Y.Doc, prefix: 'gone/' | 'handover/' | 'answer/'): ReadonlyMap<string, Fact> {
	const found = new Map<string, Fact>();
	for (const [key, fact] of latest(doc)) if (key.startsWith(prefix)) found.set(key.slice(prefix.length), fact);
	return found;
}

/** Why what an entry set among the facts may not stand, or null. */
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

/** The latest of each key; of two at once the greater text, so that all agree. */
function latest(doc: Y.Doc): ReadonlyMap<string, Fact> {
	const clock = ({ ms, c }: Fact): Clock => ({ ms, count: c });
	return merged(doc.getMap('facts'), isFact, (one, other) => {
		const turn = order(clock(one), clock(other));
		return turn > 0 || (turn === 0 && one.v > other.v);
	});
}

/** Whether a value is a fact, of a length that may be kept. */
export function isFact(value: unknown): value is Fact {
	if (typeof value !== 'object' || value === null) return false;
	const { v, ms, c } = value as Record<string, unknown>;
	return typeof v === 'string' && v.length <= MAX_FACT && Number.isSafeInteger(ms) && Number.isSafeInteger(c);
}
