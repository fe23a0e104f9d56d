/** What the reception shows never goes back. SPEC.md Q2. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { desk, sync } from '../../../../tests/support/reception-scene';
import { identityOf } from '../keys/chain';

describe('reception', () => {
	it('[Q2] never goes back: an older version, a deletion, rubbish or a swapped key changes nothing', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		const values = one.doc.getMap<Uint8Array>('values');
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const first = values.get(card) ?? new Uint8Array();
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		await sync(one, reader);
		for (const value of [first, new Uint8Array(5), new Uint8Array(400)]) {
			values.set(card, value);
			await sync(one, reader);
			expect(reader.shown.get(card)?.value).toBe('zweite');
		}
		values.delete(card);
		values.set('centre', first);
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('zweite');
		expect(reader.shown.has('centre')).toBe(false);
		await one.publish(card, 'dritte', await proof(ofBerta, berta, one));
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('dritte');
	});

	it('[Q2] remembers across a restart which version it has seen', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const older = new Y.Doc();
		Y.applyUpdate(older, Y.encodeStateAsUpdate(one.doc));
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		await sync(one, reader);
		// the document's own copy is lost, and the relay supplies an old one
		const again = await at(2, older);
		await again.settled();
		expect(again.shown.has(card)).toBe(false);
		await sync(one, again);
		expect(again.shown.get(card)?.value).toBe('zweite');
	});

	it('[Q2] publishes above what was seen, even where everything was lost', async () => {
		const { at, lose, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		for (const value of ['eins', 'zwei', 'drei']) await one.publish(card, value, await proof(ofBerta, berta, one));
		await sync(one, reader);
		lose(0);
		const late = await at(0, new Y.Doc(), 1_000);
		await late.publish(card, 'vier', await proof(ofBerta, berta, late));
		for (const value of [...late.doc.getMap<Uint8Array>('values').values()]) one.doc.getMap('values').set(card, value);
		await sync(one, reader);
		expect(reader.shown.get(card)?.value).toBe('vier');
	});

	it('[Q2] restores its own value when an older one replaced it in the document', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const one = await at(0);
		const card = `card/${identityOf(berta.publicKey)}`;
		const values = one.doc.getMap<Uint8Array>('values');
		await one.publish(card, 'erste', await proof(ofBerta, berta, one));
		const first = values.get(card) ?? new Uint8Array();
		await one.publish(card, 'zweite', await proof(ofBerta, berta, one));
		values.set(card, first);
		await one.settled();
		const newcomer = await at(2);
		await sync(one, newcomer);
		expect(newcomer.shown.get(card)?.value).toBe('zweite');
	});
});
