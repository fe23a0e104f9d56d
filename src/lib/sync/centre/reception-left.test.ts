/** Counsellors who are removed or have left, as the reception shows it. SPEC.md Q3, Q4. */
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { desk, remove, sync } from '../../../../tests/support/reception-scene';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { identityOf, vouch } from '../keys/chain';

describe('reception', () => {
	it('[Q3] forgets a removed counsellor, knows that she left, and shows values from earlier epochs', async () => {
		const { at, proof, ofBerta, berta, ofCem, cem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const [cards, left] = [
			[berta, cem].map(({ publicKey }) => `card/${identityOf(publicKey)}`),
			identityOf(cem.publicKey)
		];
		await host.publish(cards[0] ?? '', 'Berta', await proof(ofBerta, berta, host));
		await colleague.publish(cards[1] ?? '', 'Cem', await proof(ofCem, cem, colleague));
		await sync(host, reader);
		await sync(colleague, reader);
		expect(reader.shown.size).toBe(2);
		await remove(host, colleague.space.credentials.member, reader);
		expect([...reader.shown.keys()]).toEqual([cards[0]]);
		expect([...reader.left]).toEqual([left]);
		// a newcomer, who has never seen him, gets the same
		const late = await at(2, reader.doc);
		await late.settled();
		expect([[...late.shown.keys()], [...late.left]]).toEqual([[cards[0]], [left]]);
		await host.publish(cards[0] ?? '', 'Berta neu', await proof(ofBerta, berta, host));
		await colleague.publish(cards[1] ?? '', 'noch da', await proof(ofCem, cem, colleague));
		await sync(host, late);
		await sync(colleague, late);
		expect([...late.shown.values()].map(({ value }) => value)).toEqual(['Berta neu']);
	});
});

describe('a counsellor who has left', () => {
	const LEFT = '{"name":"Cem","atMs":5}';

	it('[Q4] is known by a Leitung’s word, even without her card, for good and across restarts', async () => {
		const { at, proof, ofBerta, berta, cem } = await desk();
		const [host, reader] = [await at(0), await at(2)];
		const counsellor = { id: identityOf(cem.publicKey), via: [identityOf(berta.publicKey)] };
		// Cem removed his card before he left
		await host.publish(`left/${counsellor.id}`, LEFT, await proof(ofBerta, berta, host));
		await sync(host, reader);
		expect(reader.hasLeft(counsellor)).toBe(true);
		expect(reader.shown.get(`left/${counsellor.id}`)?.value).toBe(LEFT);
		// Rolf forgets it again
		const again = await at(2, new Y.Doc());
		await again.settled();
		expect(again.hasLeft(counsellor)).toBe(true);
		expect(again.hasLeft({ id: identityOf(berta.publicKey), via: [] })).toBe(false);
	});

	it('[Q4] is named only by a Leitung, and never by one who has left', async () => {
		const { at, proof, ofBerta, berta, cem, ofCem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const ofBertas = { id: identityOf(berta.publicKey), via: [] };
		await colleague.publish(`left/${ofBertas.id}`, LEFT, await proof(ofCem, cem, colleague));
		await sync(colleague, reader);
		expect(reader.hasLeft(ofBertas)).toBe(false);
		// a Leitung in Cem's place, who is removed, and whom Rolf still lets write
		const lead = await vouch(ofBerta, berta, cem.publicKey, 1);
		await remove(host, colleague.space.credentials.member, reader);
		await colleague.publish(`left/${ofBertas.id}`, LEFT, await proof(lead, cem, colleague));
		await sync(colleague, reader);
		const again = await at(2, reader.doc);
		await again.settled();
		for (const one of [reader, again]) expect(one.hasLeft(ofBertas)).toBe(false);
	});

	it('[Q4] vouches for nobody: her invitees count only if the reception shows their card', async () => {
		const { at, proof, ofBerta, berta, cem } = await desk();
		const [host, colleague, reader] = [await at(0), await at(1), await at(2)];
		const [dora, eve] = [await signingKey(freshSeed()), await signingKey(freshSeed())];
		const ofDora = await vouch(ofBerta, berta, dora.publicKey, 1);
		const ofCem = await vouch(ofDora, dora, cem.publicKey, 2);
		await colleague.publish(`card/${identityOf(cem.publicKey)}`, 'Cem', await proof(ofCem, cem, colleague));
		await host.publish(`left/${identityOf(dora.publicKey)}`, LEFT, await proof(ofBerta, berta, host));
		await sync(host, reader);
		await sync(colleague, reader);
		const via = [identityOf(berta.publicKey), identityOf(dora.publicKey)];
		expect(reader.hasLeft({ id: identityOf(cem.publicKey), via })).toBe(false);
		expect(reader.hasLeft({ id: identityOf(eve.publicKey), via })).toBe(true);
	});
});
