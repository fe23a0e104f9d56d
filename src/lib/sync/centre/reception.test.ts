/** What the centre shows of itself, and by whose word. SPEC.md Q1. */
import { describe, expect, it } from 'vitest';
import { desk, sync } from '../../../../tests/support/reception-scene';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { certifyMember, identityOf, vouch } from '../keys/chain';

describe('reception', () => {
	it('[Q1] shows readers what counsellors publish about themselves', async () => {
		const { at, proof, ofBerta, berta } = await desk();
		const [one, reader] = [await at(0), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await one.publish('centre', 'Beratungsstelle', await proof(ofBerta, berta, one));
		await one.publish(card, 'Berta', await proof(ofBerta, berta, one));
		await sync(one, reader);
		expect(reader.shown.get('centre')).toMatchObject({ value: 'Beratungsstelle', isLead: true });
		expect(reader.shown.get(card)?.value).toBe('Berta');
	});

	it('[Q1] shows nobody’s card written by somebody else, and no centre written by a colleague', async () => {
		const { at, proof, ofCem, cem, ofBerta, berta } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const card = `card/${identityOf(berta.publicKey)}`;
		await colleague.publish(card, 'nicht Berta', await proof(ofCem, cem, colleague));
		await colleague.publish('centre', 'nicht die Stelle', await proof(ofCem, cem, colleague));
		await colleague.publish(`card/${identityOf(cem.publicKey)}`, 'Cem', await proof(ofCem, cem, colleague));
		await colleague.publish('other', 'x', await proof(ofCem, cem, colleague));
		await colleague.publish(`status/${identityOf(berta.publicKey)}`, 'weg', await proof(ofCem, cem, colleague));
		await colleague.publish('status/', 'weg', await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect([...reader.shown.keys()]).toEqual([`card/${identityOf(cem.publicKey)}`]);
		// Berta's proof is hers alone: it names her key in this space
		await colleague.publish(card, 'nicht Berta', await proof(ofBerta, berta, host));
		await sync(colleague, reader);
		expect(reader.shown.has(card)).toBe(false);
	});

	it('[Q1] shows the status that a counsellor published for herself', async () => {
		const { at, proof, ofCem, cem } = await desk();
		const [colleague, reader] = [await at(1), await at(2)];
		const status = `status/${identityOf(cem.publicKey)}`;
		await colleague.publish(status, 'da', await proof(ofCem, cem, colleague));
		await colleague.publish(status, 'weg', await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect(reader.shown.get(status)).toMatchObject({ value: 'weg', by: identityOf(cem.publicKey), isLead: false });
	});

	it('[Q1] accepts no chain of another root', async () => {
		const { at } = await desk();
		const [eve, root] = [await signingKey(freshSeed()), await signingKey(freshSeed())];
		const ofEve = await vouch(root.publicKey, root, eve.publicKey, 1);
		const [one, reader] = [await at(1), await at(2)];
		await one.publish(
			'centre',
			'falsch',
			await certifyMember(ofEve, eve, one.space.id, one.space.credentials.keys.sign.publicKey)
		);
		await sync(one, reader);
		expect(reader.shown.size).toBe(0);
	});
});
