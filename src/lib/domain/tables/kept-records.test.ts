/** Records kept up key by key. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { flag, number, table, text } from './table';

const FIELDS = { name: text, atMs: number, done: flag } as const;
const people = table('people', FIELDS);

it('a record that has not changed stays the same object, whatever happens to the others', () => {
	const doc = new Y.Doc();
	for (const id of ['mia', 'cem']) people.write(doc, id, { name: id });
	const before = people.read(doc);
	people.write(doc, 'cem', { done: true });
	const after = people.read(doc);
	expect(after.get('mia')).toBe(before.get('mia'));
	expect(after.get('cem')).toEqual({ name: 'cem', done: true });
	people.say(doc, 'cem', { done: true });
	expect(people.read(doc), 'said again').toBe(after);
});

it('is what reading everything anew would give, after whatever two devices write, take away and exchange', () => {
	const key = fc.tuple(fc.constantFrom('mia', 'cem', 'a.b', ''), fc.constantFrom('name', 'atMs', 'done', 'other'));
	const value = fc.constantFrom<unknown>('Mia', 'x', 1, 2, true, null, { a: 1 }, 'y'.repeat(20_000), undefined);
	const step = fc.tuple(fc.nat(1), fc.boolean(), key, value);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
			const docs = [new Y.Doc(), new Y.Doc()] as const;
			for (const [which, exchanges, [id, name], written] of steps) {
				const doc = docs[which === 0 ? 0 : 1];
				if (written === undefined) people.in(doc).delete(`${id}.${name}`);
				else people.in(doc).set(`${id}.${name}`, written);
				if (exchanges) for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
				for (const one of docs) {
					const anew = table('people', FIELDS).read(one);
					expect(new Map([...people.read(one)].sort())).toEqual(new Map([...anew].sort()));
					for (const [found, record] of anew) expect(people.find(one, found)).toEqual(record);
				}
			}
		})
	);
});
