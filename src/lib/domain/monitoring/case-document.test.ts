import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
	bringOver,
	CASE_ROOTS,
	checkCaseEntry,
	erase,
	hasRemains,
	HISTORY_MOST,
	isGone,
	readFields,
	readMonitoring,
	writeFields,
	writeMade,
	type Writing
} from './case-document';
import type { Value } from './fields';
import { newestFirst } from './monitorings';

const writer = (name: string): string => name.charCodeAt(0).toString(16).repeat(16).slice(0, 32);
const as = (by: string, ms: number): Writing => ({ by, ms, count: 0, writer: writer(by) });
const changes = (fields: Readonly<Record<string, Value | null>>): ReadonlyMap<string, Value | null> =>
	new Map(Object.entries(fields));

function newDoc(fields: Readonly<Record<string, Value>> = { topic: 'trauer', minutes: 10 }): Y.Doc {
	const doc = new Y.Doc();
	for (const root of Object.keys(CASE_ROOTS)) doc.getMap(root);
	writeMade(doc, { sheets: ['kern/1'], by: 'berta', ms: 1, since: 0, until: 1 });
	writeFields(doc, changes(fields), as('berta', 1), true);
	return doc;
}
function twin(doc: Y.Doc): Y.Doc {
	const other = new Y.Doc();
	Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
	return other;
}
function meet(...docs: readonly Y.Doc[]): void {
	for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
}

describe('the document of a monitoring', () => {
	it('keeps both fields of two counsellors who edited offline', () => {
		const [berta, cem] = [newDoc(), new Y.Doc()];
		meet(berta, cem);
		writeFields(berta, changes({ topic: 'sucht' }), as('berta', 5));
		writeFields(cem, changes({ minutes: 35, note: 'ruft an' }), as('cem', 6));
		meet(berta, cem);
		for (const doc of [berta, cem]) {
			const read = readMonitoring('m', doc);
			expect(read?.values).toEqual({ topic: 'sucht', minutes: 35, note: 'ruft an' });
			expect(read?.rivalries).toEqual([]);
			expect(read?.history.map(({ by, changes: all }) => [by, all])).toEqual([
				['berta', { topic: ['trauer', 'sucht'] }],
				['cem', { minutes: [10, 35], note: [null, 'ruft an'] }]
			]);
		}
	});

	it('lets the later win when two set one field at once, and says so until somebody saves it again', () => {
		const [berta, cem] = [newDoc(), new Y.Doc()];
		meet(berta, cem);
		writeFields(cem, changes({ topic: 'gewalt' }), as('cem', 9));
		writeFields(berta, changes({ topic: 'sucht' }), as('berta', 5));
		meet(berta, cem);
		for (const doc of [berta, cem]) {
			expect(readFields(doc).values.topic).toBe('gewalt');
			expect(readFields(doc).rivalries).toEqual([
				{
					field: 'topic',
					held: { value: 'gewalt', by: 'cem', ms: 9 },
					others: [{ value: 'sucht', by: 'berta', ms: 5 }]
				}
			]);
		}
		writeFields(berta, changes({ topic: 'sucht' }), as('berta', 12));
		meet(berta, cem);
		expect(readFields(cem)).toMatchObject({ values: { topic: 'sucht' }, rivalries: [] });
	});

	it('is gone when deleted, with everything in it, even if somebody edited it meanwhile', () => {
		const [berta, cem] = [newDoc(), new Y.Doc()];
		meet(berta, cem);
		erase(berta, as('berta', 5));
		writeFields(cem, changes({ note: 'offline geschrieben' }), as('cem', 6));
		meet(berta, cem);
		for (const doc of [berta, cem]) {
			expect(readMonitoring('m', doc)).toBeNull();
			expect(isGone(doc)).toMatchObject({ by: 'berta', ms: 5 });
			expect(hasRemains(doc)).toBe(true);
		}
		erase(cem, as('cem', 7));
		meet(berta, cem);
		for (const doc of [berta, cem]) {
			expect(hasRemains(doc)).toBe(false);
			expect(JSON.stringify(doc.toJSON())).not.toMatch(/trauer|offline/);
		}
	});

	it('remembers a limited number of saves, long texts cut', () => {
		const doc = newDoc();
		for (let i = 0; i < HISTORY_MOST + 5; i++)
			writeFields(doc, changes({ minutes: i, note: 'n'.repeat(5_000) }), as('berta', 10 + i));
		const read = readMonitoring('m', doc);
		expect(read?.history).toHaveLength(HISTORY_MOST);
		expect(read?.history[0]?.ms).toBe(15);
		expect(JSON.stringify(read?.history[0]?.changes.note).length).toBeLessThan(500);
	});

	it('sorts a list by creation, newest first', () => {
		const all = [3, 9, 1].map((ms) => readMonitoring(String(ms), newDoc()));
		const made = all.flatMap((one, i) => (one ? [{ ...one, made: { by: 'b', ms: [3, 9, 1][i] ?? 0 } }] : []));
		expect(newestFirst(made).map(({ id }) => id)).toEqual(['9', '3', '1']);
	});

	it('ignores unknown fields', () => {
		const doc = newDoc({});
		doc.getMap('values').set('__proto__/x', { v: 1, by: 'e', ms: 1, c: 0 });
		doc.getMap('values').set(`topic/${writer('e')}`, { v: { a: 1 }, by: 'e', ms: 1, c: 0 });
		doc.getMap('history').set('x', 1);
		expect(readMonitoring('m', doc)).toMatchObject({ values: {}, history: [] });
		doc.getMap('head').set('made', { sheets: 'kern', by: 'e', ms: 1, since: 0, until: 0 });
		expect(readMonitoring('m', doc)).toBeNull();
	});
});

describe('two spaces for one case', () => {
	it('become one, in either order, once or repeatedly', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.boolean(), fc.constantFrom('topic', 'minutes', 'note'), fc.integer({ min: 0, max: 9 })), {
					maxLength: 12
				}),
				(edits) => {
					const winner = newDoc();
					const loser = new Y.Doc();
					bringOver(winner, loser);
					let ms = 10;
					for (const [isWinner, field, value] of edits)
						writeFields(isWinner ? winner : loser, changes({ [field]: value }), as(isWinner ? 'berta' : 'cem', ms++));
					const expected: Record<string, Value> = { topic: 'trauer', minutes: 10 };
					for (const [, field, value] of edits) expected[field] = value;
					const other = twin(winner);
					bringOver(loser, winner);
					bringOver(loser, other);
					meet(winner, other);
					expect(readMonitoring('m', winner)?.values).toEqual(expected);
					expect(readMonitoring('m', other)?.values).toEqual(expected);
					expect(bringOver(loser, winner)).toBe(false);
				}
			)
		);
	});

	it('a deletion in either counts', () => {
		const [winner, loser] = [newDoc(), newDoc()];
		erase(loser, as('cem', 5));
		expect(bringOver(loser, winner)).toBe(true);
		expect(readMonitoring('m', winner)).toBeNull();
		expect(bringOver(newDoc(), winner)).toBe(false);
		expect(readMonitoring('m', winner)).toBeNull();
	});
});

describe('an entry’s allowed changes', () => {
	function checked(change: (doc: Y.Doc) => void): string {
		const doc = newDoc();
		let verdict = 'nothing happened';
		doc.once('afterTransaction', (transaction: Y.Transaction) => {
			const result = checkCaseEntry(transaction);
			verdict = result.ok ? 'fine' : result.why;
		});
		doc.transact(() => {
			change(doc);
		});
		return verdict;
	}
	const kept = { v: 'x', by: 'b', ms: 1, c: 0 };
	const key = `topic/${writer('e')}`;

	it('are fields, heads, history', () => {
		expect(
			checked((doc) => {
				writeFields(doc, changes({ topic: 'sucht', minutes: null }), as('cem', 5));
			})
		).toBe('fine');
		expect(
			checked((doc) => {
				erase(doc, as('cem', 5));
			})
		).toBe('fine');
		expect(
			checked((doc) => {
				writeMade(doc, { sheets: ['kern/1', 'neu/7'], by: 'b', ms: 1, since: 0, until: 1 });
			})
		).toBe('fine');
	});

	const wrong: readonly [name: string, change: (doc: Y.Doc) => void][] = [
		['another root', (doc) => void doc.getMap('clients').set('a', 1)],
		['a type within', (doc) => void doc.getMap('values').set(key, new Y.Map())],
		['a list under a root', (doc) => void doc.getArray('lines').push([1])],
		['a key without a writer', (doc) => void doc.getMap('values').set('topic', kept)],
		['a value without a stamp', (doc) => void doc.getMap('values').set(key, 'x')],
		['a long value', (doc) => void doc.getMap('values').set(key, { ...kept, v: 'x'.repeat(16 * 1024 + 1) })],
		['a nested value', (doc) => void doc.getMap('values').set(key, { ...kept, v: [['x']] })],
		['a time that is none', (doc) => void doc.getMap('values').set(key, { ...kept, ms: -1 })],
		['no number', (doc) => void doc.getMap('values').set(key, { ...kept, v: Infinity })],
		['a head of ours that is none', (doc) => void doc.getMap('head').set('made', { by: 'b', ms: 1 })],
		['another head', (doc) => void doc.getMap('head').set('other', { by: 'b', ms: 1 })],
		[
			'a deletion taken back',
			(doc) => {
				erase(doc, as('cem', 5));
				doc.getMap('head').delete('gone');
				doc.getMap('head').set('x', 1);
			}
		],
		[
			'a history that is none',
			(doc) => void doc.getMap('history').set('000000001-000000-aaaaaaaa', { by: 'b', ms: 1, f: { a: [1] } })
		]
	];
	it.each(wrong)('are not %s', (_name, change) => {
		expect(checked(change)).not.toBe('fine');
	});
});
