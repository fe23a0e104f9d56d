import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CENTRE } from './centre';
import { DESK } from './desk';
import { flag, number, oneOf, openTable, rootsOf, table, text } from './table';

const people = table('people', { name: text, atMs: number, isIn: flag, kind: oneOf('client', 'counsellor') });

describe('a table', () => {
	it('returns what was written, field by field', () => {
		const doc = new Y.Doc();
		people.write(doc, 'mia', { name: 'Mia', atMs: 1 });
		people.write(doc, 'mia', { isIn: true, kind: 'client' });
		people.write(doc, 'cem', { kind: 'counsellor' });
		expect(people.find(doc, 'mia')).toEqual({ name: 'Mia', atMs: 1, isIn: true, kind: 'client' });
		expect([...people.read(doc).keys()].sort()).toEqual(['cem', 'mia']);
		expect(people.find(doc, 'eve')).toBeNull();
		expect(people.get(doc, 'eve')).toEqual({});
	});

	it('does not read values of another type or unknown fields', () => {
		const doc = new Y.Doc();
		const raw = people.in(doc);
		raw.set('mia.name', 7);
		raw.set('mia.kind', 'owner');
		raw.set('mia.isIn', 'true');
		raw.set('mia.toString', 'a');
		raw.set('mia.atMs', 3);
		raw.set('mia.list', ['a']);
		expect(people.find(doc, 'mia')).toEqual({ atMs: 3 });
	});

	it('reads only the fields whose keys count', () => {
		const doc = new Y.Doc();
		people.write(doc, 'mia', { name: 'Mia', atMs: 1 });
		expect(people.read(doc, (key) => key === 'mia.atMs').get('mia')).toEqual({ atMs: 1 });
	});

	it('is read again only when something in it has changed', () => {
		const doc = new Y.Doc();
		people.write(doc, 'mia', { name: 'Mia' });
		const before = people.read(doc);
		doc.getMap('others').set('x', 1);
		people.write(doc, 'mia', { name: 'Mia' });
		expect(people.read(doc)).toBe(before);
		people.write(doc, 'mia', { name: 'Mia M.' });
		expect(people.read(doc).get('mia')).toEqual({ name: 'Mia M.' });
		expect(before.get('mia'), 'what somebody holds stays as it was').toEqual({ name: 'Mia' });
		const other = new Y.Doc();
		other.getMap('people').set('cem.name', 'Cem');
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
		expect([...people.read(doc).keys()].sort()).toEqual(['cem', 'mia']);
	});

	it('is read as it is in the middle of a write', () => {
		const doc = new Y.Doc();
		people.write(doc, 'mia', { name: 'Mia' });
		people.read(doc);
		doc.transact(() => {
			people.write(doc, 'mia', { name: 'Mia M.' });
			people.write(doc, 'cem', { name: 'Cem' });
			expect(people.read(doc).get('mia')).toEqual({ name: 'Mia M.' });
			expect(people.find(doc, 'cem')).toEqual({ name: 'Cem' });
		});
		expect([...people.read(doc).keys()]).toEqual(['mia', 'cem']);
	});

	it('sets an unchanged field again', () => {
		const doc = new Y.Doc();
		people.write(doc, 'mia', { name: 'Mia' });
		let changes = 0;
		doc.on('update', () => changes++);
		people.write(doc, 'mia', { name: 'Mia' });
		expect(changes).toBe(0);
		people.say(doc, 'mia', { name: 'Mia' });
		expect(changes).toBe(1);
	});

	it('with arbitrary field names has all of them', () => {
		const doc = new Y.Doc();
		const packs = openTable('packs');
		packs.write(doc, 'packs', { sucht: true });
		expect(packs.find(doc, 'packs')).toEqual({ sucht: true });
	});
});

describe('the tables of centre and desk', () => {
	it('are the roots of their documents', () => {
		expect(rootsOf(CENTRE)).toEqual(Object.fromEntries(Object.keys(CENTRE).map((name) => [name, 'map'])));
		expect(rootsOf(DESK)).toEqual(Object.fromEntries(Object.keys(DESK).map((name) => [name, 'map'])));
	});
});
