/** Who is a counsellor of the centre. SPEC.md S2. */
import { describe, expect, it } from 'vitest';
import { freshSeed } from '../crypto/random';
import { signingKey } from '../crypto/sign';
import type { SpaceId } from '../base/ids';
import { decode, encode } from '../wire/codec';
import { certifyMember, checkIdentity, checkMember, fingerprint, identityChainCodec, identityOf, vouch } from './chain';

const key = () => signingKey(freshSeed());
const SPACE = '11'.repeat(16) as SpaceId;
const OTHER = '22'.repeat(16) as SpaceId;

/** Root -> Berta (Leitung) -> Cem. */
async function centre() {
	const [root, berta, cem, member] = await Promise.all([key(), key(), key(), key()]);
	const ofBerta = await vouch(root.publicKey, root, berta.publicKey, true);
	const ofCem = await vouch(ofBerta, berta, cem.publicKey, false);
	return { root, berta, cem, member, ofBerta, ofCem };
}

describe('chain', () => {
	it('[S2] proves a counsellor from the root’s key or its fingerprint', async () => {
		const { root, berta, cem, member, ofBerta, ofCem } = await centre();
		for (const known of [root.publicKey, fingerprint(root.publicKey)]) {
			expect(await checkIdentity(ofBerta, known)).toMatchObject({
				ok: true,
				value: { isLead: true, id: identityOf(berta.publicKey) }
			});
			expect(await checkIdentity(ofCem, known)).toMatchObject({
				ok: true,
				value: { isLead: false, id: identityOf(cem.publicKey) }
			});
			const proof = await certifyMember(ofCem, cem, SPACE, member.publicKey);
			expect(await checkMember(proof, known, SPACE, member.publicKey)).toMatchObject({
				ok: true,
				value: { id: identityOf(cem.publicKey) }
			});
		}
	});

	it('[S2] holds in one space and for one key alone', async () => {
		const { root, cem, member, ofCem } = await centre();
		const proof = await certifyMember(ofCem, cem, SPACE, member.publicKey);
		expect((await checkMember(proof, root.publicKey, OTHER, member.publicKey)).ok).toBe(false);
		expect((await checkMember(proof, root.publicKey, SPACE, (await key()).publicKey)).ok).toBe(false);
		const eve = await key();
		const byEve = await certifyMember(ofCem, eve, SPACE, eve.publicKey);
		expect((await checkMember(byEve, root.publicKey, SPACE, eve.publicKey)).ok).toBe(false);
	});

	it('[S2] refuses another centre’s root, a broken link, an empty chain', async () => {
		const { root, ofCem } = await centre();
		const elsewhere = await centre();
		expect(await checkIdentity(ofCem, elsewhere.root.publicKey)).toMatchObject({ ok: false, why: 'of another centre' });
		expect((await checkIdentity(ofCem, fingerprint(elsewhere.root.publicKey))).ok).toBe(false);
		expect((await checkIdentity({ ...ofCem, root: elsewhere.root.publicKey }, elsewhere.root.publicKey)).ok).toBe(
			false
		);
		expect((await checkIdentity({ root: root.publicKey, links: [] }, root.publicKey)).ok).toBe(false);
		expect((await checkIdentity({ ...ofCem, links: ofCem.links.slice(1) }, root.publicKey)).ok).toBe(false);
		expect((await checkIdentity({ ...ofCem, links: ofCem.links.toReversed() }, root.publicKey)).ok).toBe(false);
		const raised = ofCem.links.map((link) => ({ ...link, rank: 1 as const }));
		expect((await checkIdentity({ ...ofCem, links: raised }, root.publicKey)).ok).toBe(false);
	});

	it('[S2] lets no colleague vouch for others', async () => {
		const { root, cem, ofCem } = await centre();
		const eve = await key();
		const ofEve = await vouch(ofCem, cem, eve.publicKey, false);
		expect(await checkIdentity(ofEve, root.publicKey)).toMatchObject({ ok: false, why: 'chain does not hold' });
	});

	it('[S2] refuses every flipped bit of a proof', async () => {
		const { root, cem, member, ofCem } = await centre();
		const proof = await certifyMember(ofCem, cem, SPACE, member.publicKey);
		for (let i = 0; i < proof.length; i += 3) {
			const flipped = proof.slice();
			flipped[i] = (flipped[i] ?? 0) ^ 1;
			expect((await checkMember(flipped, root.publicKey, SPACE, member.publicKey)).ok, `byte ${String(i)}`).toBe(false);
		}
		const kept = decode(identityChainCodec, encode(identityChainCodec, ofCem));
		expect(kept.ok && (await checkIdentity(kept.value, root.publicKey)).ok).toBe(true);
	});
});
