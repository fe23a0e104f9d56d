import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedId } from '../base/ids';
import { carryOverMessages, checkStreamEntry, STREAM_ROOTS } from './stream-document';
import { factOf, factsOf, MAX_FACT, repeatFacts, writeFact } from './stream-facts';

const FEED = 'f1'.repeat(16) as FeedId;
const STAMP = { ms: 1000, count: 2, feed: FEED };
const BLOB = 'ab'.repeat(32);

function fresh(): Y.Doc {
	const doc = new Y.Doc();
	for (const name of Object.keys(STREAM_ROOTS)) doc.getMap(name);
	return doc;
}

function checked(doc: Y.Doc, change: (facts: Y.Map<unknown>) => void): string {
	let verdict = 'nothing happened';
	doc.once('afterTransaction', (transaction: Y.Transaction) => {
		const result = checkStreamEntry(transaction, { feed: FEED, clock: STAMP });
		verdict = result.ok ? 'fine' : result.why;
	});
	doc.transact(() => {
		change(doc.getMap('facts'));
	});
	return verdict;
}

it('keeps the latest of each key, and passes its entry’s check', () => {
	const doc = fresh();
	expect(
		checked(doc, () => {
			writeFact(doc, STAMP, 'name', 'Kim7');
		})
	).toBe('fine');
	writeFact(doc, STAMP, `gone/${BLOB}`, '1');
	writeFact(doc, STAMP, 'name', 'Kim8');
	expect(factOf(doc, 'name')).toEqual({ v: 'Kim8', ms: 1000, c: 2 });
	expect([...factsOf(doc, 'gone/').keys()]).toEqual([BLOB]);
	expect(factOf(doc, 'joined')).toBeNull();
});

it('refuses what our editors never write', () => {
	const fact = { v: 'x', ms: 1000, c: 2 };
	const refused: ((facts: Y.Map<unknown>) => void)[] = [
		(facts) => facts.set('admin', fact),
		(facts) => facts.set('gone/xyz', fact),
		(facts) => facts.set('name', 'Kim7'),
		(facts) => facts.set('name', { ...fact, ms: 999 }),
		(facts) => facts.set('name', { ...fact, v: 'x'.repeat(MAX_FACT + 1) }),
		(facts) => facts.set('name', new Y.Map())
	];
	for (const change of refused) expect(checked(fresh(), change)).not.toBe('fine');
	const doc = fresh();
	writeFact(doc, STAMP, 'name', 'Kim7');
	const key = `name@${FEED.slice(0, 8)}`;
	expect(checked(doc, (facts) => facts.delete(key))).toBe('not a fact');
	expect(
		checked(doc, (facts) => facts.set('name@f2f2f2f2', fact)),
		'another feed’s'
	).toBe('not a fact');
	expect(checked(doc, (facts) => facts.set(key, fact))).toBe('fine');
	expect(() => {
		writeFact(doc, STAMP, 'name', 'x'.repeat(MAX_FACT + 1));
	}).toThrow('bug');
});

it('moves to another feed with the rest of the update', () => {
	const old = fresh();
	writeFact(old, STAMP, 'name', 'Kim7');
	const updates: Uint8Array[] = [];
	old.on('update', (update: Uint8Array) => updates.push(update));
	writeFact(old, STAMP, 'name', 'Kim8');
	const to = fresh();
	const stamp = { ms: 5, count: 0, feed: 'f2'.repeat(16) as FeedId };
	for (const update of updates) carryOverMessages({ update, from: FEED, old, to, stamp, moved: new Map() });
	expect(factOf(to, 'name')).toEqual({ v: 'Kim8', ms: 5, c: 0 });
});

it('is repeated under a new feed: the result is the same, and needs nothing older', () => {
	const doc = fresh();
	doc.clientID = 1;
	writeFact(doc, STAMP, 'name', 'Kim7');
	writeFact(doc, STAMP, 'joined', 'yes');
	doc.clientID = 2;
	const before = Y.encodeStateVector(doc);
	const stamp = { ms: 2000, count: 0, feed: 'f2'.repeat(16) as FeedId };
	doc.transact(() => {
		repeatFacts(doc, stamp);
	});
	const later = fresh();
	Y.applyUpdate(later, Y.encodeStateAsUpdate(doc, before));
	expect(later.store.pendingStructs).toBeNull();
	expect(factOf(later, 'name')).toEqual({ v: 'Kim7', ms: 2000, c: 0 });
	expect(factOf(later, 'joined')?.v).toBe('yes');
	const isQuiet = Y.encodeStateVector(doc);
	repeatFacts(doc, { ...stamp, ms: 3000 });
	expect(Y.encodeStateVector(doc)).toEqual(isQuiet);
});
