import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { FeedId } from '../../base/ids';
import { carryOverFields, checkRecordEntry, readRecord, readRecords, writeRecord } from './records';

const FEED = 'f1'.repeat(16) as FeedId;
const table = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('clients');

function checked(change: (doc: Y.Doc) => void): string {
	const doc = new Y.Doc();
	writeRecord(table(doc), 'r1', { name: 'Anton' });
	let verdict = 'nothing happened';
	doc.once('afterTransaction', (transaction: Y.Transaction) => {
		const result = checkRecordEntry(transaction);
		verdict = result.ok ? 'fine' : result.why;
	});
	doc.transact(() => {
		change(doc);
	});
	return verdict;
}

const NAMES = ['name', 'atMs', 'done', 'note'];

describe('records', () => {
	it('round-trip field by field', () => {
		const doc = new Y.Doc();
		writeRecord(table(doc), 'r1', { name: 'Anton', atMs: 7, done: true });
		writeRecord(table(doc), 'r10', { name: 'Mia' });
		expect(readRecord(table(doc), 'r1', NAMES)).toEqual({ name: 'Anton', atMs: 7, done: true });
		expect(readRecord(table(doc), 'r2', NAMES)).toBeNull();
		expect([...readRecords(table(doc))]).toEqual([
			['r1', { name: 'Anton', atMs: 7, done: true }],
			['r10', { name: 'Mia' }]
		]);
		expect(() => {
			writeRecord(table(doc), 'r.1', { name: 'x' });
		}).toThrow('bug');
	});

	it('let two people’s changes to two fields both survive', () => {
		const [one, two] = [new Y.Doc(), new Y.Doc()];
		writeRecord(table(one), 'r1', { name: 'Anton' });
		Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
		writeRecord(table(one), 'r1', { name: 'Anton M.' });
		writeRecord(table(two), 'r1', { note: 'ruft an' });
		Y.applyUpdate(one, Y.encodeStateAsUpdate(two));
		Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
		expect(readRecord(table(one), 'r1', NAMES)).toEqual({ name: 'Anton M.', note: 'ruft an' });
		expect(readRecord(table(two), 'r1', NAMES)).toEqual(readRecord(table(one), 'r1', NAMES));
	});

	it('write nothing when nothing differs', () => {
		const doc = new Y.Doc();
		writeRecord(table(doc), 'r1', { name: 'Anton' });
		let updates = 0;
		doc.on('update', () => updates++);
		writeRecord(table(doc), 'r1', { name: 'Anton' });
		expect(updates).toBe(0);
	});

	it('ignore invalid fields, __proto__ included', () => {
		const doc = new Y.Doc();
		for (const key of ['r1.name', '.x', 'r1', '__proto__.name']) table(doc).set(key, 'x');
		table(doc).set('r1.long', 'x'.repeat(16 * 1024 + 1));
		table(doc).set('r1.object', { a: 1 });
		expect(readRecord(table(doc), 'r1', NAMES)).toEqual({ name: 'x' });
		expect(readRecords(table(doc)).get('r1')).toEqual({ name: 'x' });
		expect(({} as Record<string, unknown>)['name']).toBeUndefined();
	});

	it('may change field by field only', () => {
		expect(checked((doc) => void table(doc).set('r1.name', 'Mia'))).toBe('fine');
		expect(checked((doc) => void table(doc).delete('r1.name'))).toBe('fine');
		const wrong: readonly ((doc: Y.Doc) => void)[] = [
			(doc) => void table(doc).set('r1', 'x'),
			(doc) => void table(doc).set('r1.na_me', 'x'),
			(doc) => void table(doc).set('r1.name', 'x'.repeat(16 * 1024 + 1)),
			(doc) => void table(doc).set('r1.name', { a: 1 }),
			(doc) => void table(doc).set('r1.name', null),
			(doc) => void table(doc).set('r1.name', new Y.Map()),
			(doc) => {
				doc.getArray('list').push(['x']);
			}
		];
		for (const change of wrong) expect(['fine', 'nothing happened']).not.toContain(checked(change));
	});

	it('are carried over with the fields that later values belong to', () => {
		const old = new Y.Doc();
		writeRecord(table(old), 'r1', { name: 'Anton' });
		const to = new Y.Doc();
		Y.applyUpdate(to, Y.encodeStateAsUpdate(old));
		const updates: Uint8Array[] = [];
		old.on('update', (update: Uint8Array) => updates.push(update));
		old.transact(() => {
			writeRecord(table(old), 'r1', { name: 'Mia', note: 'neu' });
			writeRecord(table(old), 'r1', { note: 'neuer' });
		});
		const moved = new Map<string, string>();
		for (const update of updates)
			carryOverFields({ update, old, to, from: FEED, moved } as Parameters<typeof carryOverFields>[0]);
		expect(readRecord(table(to), 'r1', NAMES)).toEqual({ name: 'Mia', note: 'neuer' });
	});
});
