/** Who is a counsellor of the centre. SPEC.md S2. */
import { describe, expect, it } from 'vitest';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import type { SpaceId } from '../../base/ids';
import { decode, encode } from '../../wire/codec';
import { certifyMember, checkIdentity, checkMember, fingerprint, identityChainCodec, identityOf, vouch } from './chain';

const key = () => signingKey(freshSeed());
const SPACE = '11'.repeat(16) as SpaceId;
const OTHER = '22'.repeat(16) as SpaceId;

/** Root -> Berta (Leitung) -> Cem. */
async function centre() {
	const [root, berta, cem, member] = await Promise.all([key(), key(), key(), key()]);
	const ofBerta = await vouch(root.publicKey, root, berta.publicKey, 1);
	const ofCem = await vouch(ofBerta, berta, cem.publicKey, 2);
	return { root, berta, cem, member, ofBerta, ofCem };
}

describe('chain', () => {
	it('[S2] proves a counsellor by the root’s key or its fingerprint', async () => {
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

	it('[S2] holds only in one space and for one key', async () => {
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
		const ofEve = await vouch(ofCem, cem, eve.publicKey, 2);
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

describe('invitations', () => {
	it('[S7] let the invitee vouch for herself while the Leitung is away', async () => {
		const { root, berta, ofBerta } = await centre();
		for (const [invited, as] of [
			[3, 2],
			[4, 1]
		] as const) {
			const [invitation, dora] = [await key(), await key()];
			const ofInvitation = await vouch(ofBerta, berta, invitation.publicKey, invited);
			const ofDora = await vouch(ofInvitation, invitation, dora.publicKey, as);
			expect(await checkIdentity(ofDora, root.publicKey)).toMatchObject({
				ok: true,
				value: { id: identityOf(dora.publicKey), isLead: as === 1 }
			});
		}
	});

	it('[S7] are made only by a Leitung, are no identities themselves, and lead to one rank and no further', async () => {
		const { root, berta, cem, ofBerta, ofCem } = await centre();
		const [invitation, eve, mallory] = [await key(), await key(), await key()];
		const why = async (chain: Awaited<ReturnType<typeof vouch>>): Promise<string> => {
			const checked = await checkIdentity(chain, root.publicKey);
			return checked.ok ? 'accepted' : checked.why;
		};
		const byCem = await vouch(ofCem, cem, invitation.publicKey, 3);
		expect(await why(await vouch(byCem, invitation, eve.publicKey, 2))).toBe('chain does not hold');
		for (const [invited, allowed] of [
			[3, 2],
			[4, 1]
		] as const) {
			const ofInvitation = await vouch(ofBerta, berta, invitation.publicKey, invited);
			expect(await why(ofInvitation)).toBe('an invitation is nobody');
			const proof = await certifyMember(ofInvitation, invitation, SPACE, eve.publicKey);
			expect((await checkMember(proof, root.publicKey, SPACE, eve.publicKey)).ok).toBe(false);
			for (const as of [1, 2, 3, 4] as const) {
				const ofEve = await vouch(ofInvitation, invitation, eve.publicKey, as);
				expect(await why(ofEve), `${String(invited)} -> ${String(as)}`).toBe(
					as === allowed ? 'accepted' : 'chain does not hold'
				);
				const further = await vouch(ofEve, eve, mallory.publicKey, 2);
				// only a Leitung invites others in turn
				expect(await why(further)).toBe(as === 1 && invited === 4 ? 'accepted' : 'chain does not hold');
			}
			// an invitee of one rank claims another
			const raised = { ...ofInvitation, links: ofInvitation.links.map((link) => ({ ...link, rank: 1 as const })) };
			expect(await why(await vouch(raised, invitation, eve.publicKey, 1))).toBe('chain does not hold');
		}
	});

	it('[S7] reach eight invitations in a row, and no further', async () => {
		const root = await key();
		let [leader, chain] = [await key(), null as Awaited<ReturnType<typeof vouch>> | null];
		chain = await vouch(root.publicKey, root, leader.publicKey, 1);
		for (let generation = 0; generation < 8; generation++) {
			const [invitation, next] = [await key(), await key()];
			const ofInvitation = await vouch(chain, leader, invitation.publicKey, 4);
			[chain, leader] = [await vouch(ofInvitation, invitation, next.publicKey, 1), next];
		}
		const kept = decode(identityChainCodec, encode(identityChainCodec, chain));
		expect(kept.ok && (await checkIdentity(kept.value, root.publicKey)).ok).toBe(true);
		const over = await vouch(await vouch(chain, leader, root.publicKey, 4), root, leader.publicKey, 1);
		expect(() => encode(identityChainCodec, over)).toThrow();
	});
});
