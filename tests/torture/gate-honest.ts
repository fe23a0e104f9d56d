/**
 * What our honest devices write: several Yjs documents edit, exchange, delete, undo and merge, as the app does,
 * and every update that could reach a gate is offered to it.
 */
import * as Y from 'yjs';
import { placeIn } from '../../src/lib/sync/space/places';
import type { GatePolicy, Id, Place } from '../../src/lib/wire/gate';
import { pick, type Random } from './random';

/** member: one person's document, several devices; shared: colleagues edit each other's words. */
export type Shape = 'member' | 'shared';

/** One update at the gate of a document. */
export interface Offer {
	readonly kind: 'entry' | 'merged' | 'again' | 'checkpoint' | 'difference';
	readonly update: Uint8Array;
	readonly policy: GatePolicy;
	/** The document before. */
	readonly base: Uint8Array;
}

interface Entry {
	readonly client: number;
	readonly update: Uint8Array;
}

/** The roots that honest devices write to, and 'e', which holds foreign items in a member's document. */
export const ROOTS: ReadonlySet<string> = new Set(['pages', 'meta', 'rows', 'notes', 'e']);
/** The client whose items are in 'e'; never an author. */
export const FOREIGN_CLIENT = 1;

/** All offers of one random scene with about `edits` transactions. */
export function scene(random: Random, shape: Shape, edits: number): Offer[] {
	const log = write(random, shape, edits);
	const clients = [...new Set(log.map((entry) => entry.client))];
	const at = (count: number): Y.Doc =>
		open(
			shape,
			log.slice(0, count).map((entry) => entry.update)
		);
	const offer = (kind: Offer['kind'], doc: Y.Doc, update: Uint8Array, authors: readonly number[]): Offer => {
		const base = Y.encodeStateAsUpdate(doc);
		return { kind, update, policy: { ...policyOf(doc, shape, authors), place: placeLater(base) }, base };
	};
	const authorsOf = (client: number): readonly number[] => (shape === 'member' ? clients : [client]);
	const merge = (entries: readonly Entry[]): Uint8Array => Y.mergeUpdates(entries.map((entry) => entry.update));

	const offers: Offer[] = [];
	const doc = at(0);
	for (const { client, update } of log) {
		offers.push(offer('entry', doc, update, authorsOf(client)));
		Y.applyUpdate(doc, update);
	}
	for (let i = 0; i < 4; i++) {
		const from = random(log.length);
		const to = from + 1 + random(log.length - from);
		const part = merge(log.slice(from, to));
		offers.push(offer('merged', at(from), part, clients));
		offers.push(offer('again', at(from + random(log.length - from + 1)), part, clients));
		const first = pick(random, log.slice(from, from + 1));
		const end = log.findIndex((entry, index) => index > from && entry.client !== first.client);
		const run = merge(log.slice(from, end < 0 ? undefined : end));
		offers.push(offer('merged', at(from), run, authorsOf(first.client)));
		const missing = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(at(from)));
		offers.push(offer('difference', at(from), missing, clients));
	}
	const whole = new Y.Doc();
	for (const { update } of log) Y.applyUpdate(whole, update);
	offers.push(offer('checkpoint', at(0), Y.encodeStateAsUpdate(whole), clients));
	return offers;
}

/** The document before any edits, with `updates` applied. */
export function open(shape: Shape, updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.clientID = OBSERVER;
	define(doc);
	if (shape === 'member') Y.applyUpdate(doc, FOREIGN);
	for (const update of updates) Y.applyUpdate(doc, update);
	return doc;
}

/** Defines all roots, as our documents do at opening. */
export function define(doc: Y.Doc): void {
	doc.getArray('pages');
	doc.getMap('meta');
	doc.getArray('rows');
	doc.getText('notes');
	doc.getArray('e');
}

/** What the gate is told about `doc` if `authors` may write. */
export function policyOf(doc: Y.Doc, shape: Shape, authors: readonly number[]): GatePolicy {
	const known = Y.decodeStateVector(Y.encodeStateVector(doc));
	return {
		authors: new Map(authors.map((client) => [client, known.get(client) ?? 0])),
		foreign: shape === 'member' ? 'none' : 'deletes',
		known,
		place: placeIn(doc),
		roots: ROOTS
	};
}

/** `placeIn` with its own document, for offers that are judged after theirs has moved on. */
function placeLater(base: Uint8Array): (id: Id) => Place | null {
	let find: ((id: Id) => Place | null) | null = null;
	return (id) => (find ??= placeIn(open('shared', [base])))(id);
}

interface Device {
	readonly doc: Y.Doc;
	readonly undo: Y.UndoManager;
	readonly seen: Set<Entry>;
}

function write(random: Random, shape: Shape, edits: number): Entry[] {
	const log: Entry[] = [];
	const devices = Array.from({ length: shape === 'member' ? 2 : 3 }, (): Device => {
		const doc = new Y.Doc();
		doc.clientID = 2 + random(2 ** 32 - 3);
		define(doc);
		const scope = [doc.getArray('pages'), doc.getMap('meta'), doc.getArray('rows'), doc.getText('notes')];
		const undo = new Y.UndoManager(scope, { captureTimeout: 0 });
		const seen = new Set<Entry>();
		doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin === FROM_OTHERS) return;
			const entry = { client: doc.clientID, update };
			seen.add(entry);
			log.push(entry);
		});
		return { doc, undo, seen };
	});
	while (log.length < edits) {
		const device = pick(random, devices);
		if (random(4) === 0) pull(device, pick(random, devices), log);
		else if (random(12) === 0) device.undo.undo();
		else if (random(12) === 0) device.undo.redo();
		else
			device.doc.transact(() => {
				for (let i = random(3); i >= 0; i--) pick(random, EDITS)(device.doc, random);
			});
	}
	for (const { undo } of devices) undo.destroy();
	return log;
}

/** Takes over everything `from` has, in the order it was written. */
function pull(to: Device, from: Device, log: readonly Entry[]): void {
	for (const entry of log) {
		if (!from.seen.has(entry) || to.seen.has(entry)) continue;
		Y.applyUpdate(to.doc, entry.update, FROM_OTHERS);
		to.seen.add(entry);
	}
}

type Edit = (doc: Y.Doc, random: Random) => void;

const TEXTS = ['', 'Guten Tag', 'Übung macht', '👩‍👩‍👧 ja', 'a'.repeat(150), 'fu\u{1f600}\u{1f600}ß'];

const EDITS: readonly Edit[] = [
	(doc, random) => doc.getArray('pages').push([message(random)]),
	(doc, random) => doc.getArray('pages').push(Array.from({ length: random(5) }, () => message(random))),
	(doc, random) => doc.getArray('pages').insert(random(doc.getArray('pages').length + 1), [message(random), random(9)]),
	(doc, random) => cut(doc.getArray('pages'), random),
	(doc, random) => doc.getMap('meta').set(key(random), pick(random, VALUES)),
	(doc, random) => doc.getMap('meta').delete(key(random)),
	(doc, random) => doc.getMap('meta').set(key(random), form(random, 3)),
	(doc, random) => doc.getArray('rows').insert(random(doc.getArray('rows').length + 1), [form(random, 2)]),
	(doc, random) => cut(doc.getArray('rows'), random),
	(doc, random) => {
		for (const row of doc.getArray('rows')) {
			if (row instanceof Y.Map) row.set(key(random), random(4) === 0 ? form(random, 1) : pick(random, VALUES));
			if (random(2) === 0) break;
		}
	},
	(doc, random) => doc.getText('notes').insert(random(doc.getText('notes').length + 1), pick(random, TEXTS)),
	(doc, random) => cut(doc.getText('notes'), random),
	// Made and discarded at once: leaves GC structs in the update itself.
	(doc, random) => {
		doc.getMap('meta').set('short-lived', form(random, 2));
		doc.getMap('meta').delete('short-lived');
	}
];

const VALUES: readonly unknown[] = [
	null,
	true,
	-0,
	2 ** 40,
	0.1,
	'ja',
	new Uint8Array([1, 2, 3]),
	{ a: [1, { b: 'c' }], none: undefined },
	[]
];

function message(random: Random): Record<string, unknown> {
	return { v: 1, clock: [1.7e12 + random(2 ** 31), random(3)], text: pick(random, TEXTS), reply: null };
}

function key(random: Random): string {
	return pick(random, ['name', 'answer-1', 'status', 'toString', 'ß']);
}

function form(random: Random, depth: number): Y.Map<unknown> | Y.Array<unknown> {
	if (random(3) === 0) {
		const list = new Y.Array<unknown>();
		list.push([random(9), 'x', new Uint8Array(2)]);
		return list;
	}
	const map = new Y.Map<unknown>();
	for (let i = random(3); i >= 0; i--) map.set(key(random), depth > 0 ? form(random, depth - 1) : 'leaf');
	if (random(3) === 0) map.set('note', new Y.Text('Notiz'));
	return map;
}

function cut(list: Y.Array<unknown> | Y.Text, random: Random): void {
	if (list.length === 0) return;
	const from = random(list.length);
	list.delete(from, 1 + random(Math.min(4, list.length - from)));
}

const FROM_OTHERS = Symbol('from others');
/** The observer's client id; in no document. */
const OBSERVER = 0;
const FOREIGN = ((): Uint8Array => {
	const doc = new Y.Doc();
	doc.clientID = FOREIGN_CLIENT;
	doc.getArray('e').push(['a', 'b', 'c']);
	return Y.encodeStateAsUpdate(doc);
})();
