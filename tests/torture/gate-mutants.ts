/**
 * Damaged updates: whatever the gate lets through must leave the document as sound as an honest update would.
 * Shared by the unit test and the long campaign.
 */
import { isDeepStrictEqual } from 'node:util';
import * as Y from 'yjs';
import { checkUpdate, type GateReport } from '../../src/lib/wire/gate';
import { forge } from './gate-forgeries';
import { define, FOREIGN_CLIENT, open, scene, type Offer, type Shape } from './gate-honest';
import { pick, seeded, type Random } from './random';

/** The result of a campaign. */
export interface Tally {
	readonly tried: number;
	readonly accepted: number;
}

/** Tries `count` mutants. Throws at the first that breaks a document, with everything needed to repeat it. */
export function campaign(seed: number, count: number): Tally {
	const random = seeded(seed);
	let accepted = 0;
	let offers: Offer[] = [];
	let shape: Shape = 'member';
	for (let tried = 0; tried < count; tried++) {
		if (tried % PER_SCENE === 0) {
			shape = pick<Shape>(random, ['member', 'shared']);
			offers = scene(random, shape, 6 + random(20));
		}
		const offer = pick(random, offers);
		const isForged = random(4) === 0;
		const update = isForged ? forge(random, offer.policy) : mutate(random, offer.update, pick(random, offers).update);
		const result = checkUpdate(update, offer.policy);
		if (!result.ok) continue;
		accepted++;
		const broken = whatBreaks(offer, shape, update, result.value);
		if (broken !== null) {
			const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
			throw new Error(
				`${isForged ? 'F ' : 'M '}${broken}; seed ${String(seed)}, mutant ${String(tried)}, ${shape}\n` +
					`base ${hex(offer.base)}\nhonest ${hex(offer.update)}\nmutant ${hex(update)}`
			);
		}
	}
	return { tried: count, accepted };
}

/** The first invariant that applying `update` breaks, or null. */
export function whatBreaks(
	offer: Offer,
	shape: Shape,
	update: Uint8Array,
	report: GateReport,
	isHonest = false
): string | null {
	const doc = open('shared', [offer.base]);
	const before = foreignItems(doc);
	let events = 0;
	doc.on('update', () => events++);
	try {
		Y.applyUpdate(doc, update);
	} catch (error) {
		return `threw ${String(error)}`;
	}
	if (doc.store.pendingStructs !== null) return 'left structs pending';
	if (doc.store.pendingDs !== null) return 'left deletes pending';
	for (const [client, { to }] of report.clients) {
		if (Y.getState(doc.store, client) !== Math.max(to, offer.policy.known.get(client) ?? 0))
			return 'another clock than announced';
	}
	if (shape === 'member' && foreignItems(doc) !== before) return 'changed what somebody else wrote';
	const reloaded = new Y.Doc();
	define(reloaded);
	Y.applyUpdate(reloaded, Y.encodeStateAsUpdate(doc));
	if (reloaded.store.pendingStructs !== null || reloaded.store.pendingDs !== null) return 'does not reload';
	// The order within a list is the author's choice, even a bad one: only honest updates must keep it.
	if (isHonest && !isDeepStrictEqual(reloaded.toJSON(), doc.toJSON())) return 'reads differently after reloading';
	if (!Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(reloaded))) return 'differs after reloading';
	const soFar = events;
	doc.getArray('pages').push(['still alive']);
	doc.getMap('meta').set('alive', true);
	doc.getText('notes').insert(0, 'alive');
	return events === soFar + 3 ? null : 'events died';
}

/** Every id of the foreign client with what is left of it, however Yjs has split the items. */
function foreignItems(doc: Y.Doc): string {
	return JSON.stringify(
		(doc.store.clients.get(FOREIGN_CLIENT) ?? []).map((struct) =>
			struct instanceof Y.Item ? [struct.deleted, struct.content.getContent()] : 'gc'
		)
	);
}

/** `update` with one to three wounds; `other` is the donor. */
function mutate(random: Random, update: Uint8Array, other: Uint8Array): Uint8Array {
	let bytes = [...update];
	for (let i = random(3); i >= 0; i--) bytes = pick(random, WOUNDS)(bytes, random, other);
	return Uint8Array.from(bytes);
}

type Wound = (bytes: number[], random: Random, other: Uint8Array) => number[];

const EDGES = [0, 1, 2, 7, 8, 0x20, 0x40, 0x7f, 0x80, 0x88, 0xa8, 0xc8, 0xff];

const WOUNDS: readonly Wound[] = [
	(bytes, random) => at(bytes, random, (byte) => [byte ^ (1 << random(8))]),
	(bytes, random) => at(bytes, random, (byte) => [(byte + 1) & 0xff]),
	(bytes, random) => at(bytes, random, (byte) => [(byte + 0xff) & 0xff]),
	(bytes, random) => at(bytes, random, () => [pick(random, EDGES)]),
	(bytes, random) => at(bytes, random, (byte) => [byte, pick(random, EDGES)]),
	(bytes, random) => at(bytes, random, () => []),
	(bytes, random) => bytes.slice(0, random(bytes.length + 1)),
	(bytes, random) => {
		const from = random(bytes.length);
		return bytes.toSpliced(random(bytes.length), 0, ...bytes.slice(from, from + 1 + random(12)));
	},
	(bytes, random, other) => {
		const from = random(other.length);
		const length = 1 + random(12);
		return bytes.toSpliced(random(bytes.length), random(2) * length, ...other.slice(from, from + length));
	}
];

function at(bytes: number[], random: Random, change: (byte: number) => number[]): number[] {
	const place = random(bytes.length);
	return bytes.length === 0 ? bytes : bytes.toSpliced(place, 1, ...change(bytes[place] ?? 0));
}

const PER_SCENE = 250;
