/** Invitations as keys: the one a Leitung vouches for, and the identity it vouches for. SPEC.md S7. */
import { Fault, Refusal } from '../../base/fault';
import type { IdentityId, Seed } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { decode, encode } from '../../wire/codec';
import { identityChainCodec, identityOf, MAX_LINKS, vouch, type IdentityChain, type Rank } from './chain';

/** A secret with the chain that vouches for its key. */
export interface NewIdentity {
	readonly seed: Seed;
	readonly chain: Uint8Array<ArrayBuffer>;
	readonly id: IdentityId;
}

/** A fresh invitation by the Leitung of `seed` and `chain`. Rejects with 'not-allowed' when her chain is full. */
export async function makeInvitation(chain: Uint8Array, seed: Seed, isLead: boolean): Promise<NewIdentity> {
	const above = parsed(chain);
	if (above.links.length + 2 > MAX_LINKS || above.links.at(-1)?.rank !== 1) throw new Refusal('not-allowed');
	return vouched(above, seed, isLead ? 4 : 3);
}

/** A fresh identity, vouched for by the invitation. */
export function joinByInvitation(chain: Uint8Array, seed: Seed, isLead: boolean): Promise<NewIdentity> {
	return vouched(parsed(chain), seed, isLead ? 1 : 2);
}

async function vouched(above: IdentityChain, by: Seed, rank: Rank): Promise<NewIdentity> {
	const seed = freshSeed();
	const key = await signingKey(seed);
	const chain = encode(identityChainCodec, await vouch(above, await signingKey(by), key.publicKey, rank));
	return { seed, chain, id: identityOf(key.publicKey) };
}

function parsed(chain: Uint8Array): IdentityChain {
	const read = decode(identityChainCodec, chain);
	if (!read.ok) throw new Fault('relay-nonsense');
	return read.value;
}
