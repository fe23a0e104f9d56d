/** A counsellor's identity in use: introducing her in a space, and recognising others there. SPEC.md S2. */
import { Fault } from '../../base/fault';
import type { IdentityId, MemberId, Seed } from '../../base/ids';
import { signingKey } from '../../crypto/sign';
import { newest } from '../../wire/charter';
import { decode } from '../../wire/codec';
import { certifyMember, checkMember, identityChainCodec, identityOf, type Counsellor } from '../keys/chain';
import type { Space } from '../space/space';

/** An identity with what it can say about itself. */
export interface Identity {
	readonly id: IdentityId;
	/** Whether its chain makes her a Leitung. */
	readonly isLead: boolean;
	/** The chain down to this device's member in a space, as bytes: its first entry seals them. */
	readonly introduce: (space: Space) => Promise<Uint8Array>;
}

/** The identity of a secret and its chain from the root. Rejects with 'storage-unreadable' if the chain is damaged. */
export async function openIdentity(seed: Seed, chain: Uint8Array): Promise<Identity> {
	const key = await signingKey(seed);
	const read = decode(identityChainCodec, chain);
	if (!read.ok) throw new Fault('storage-unreadable');
	return {
		id: identityOf(key.publicKey),
		isLead: read.value.links.at(-1)?.rank === 1,
		introduce: ({ id, credentials }) => certifyMember(read.value, key, id, credentials.keys.sign.publicKey)
	};
}

/** The hosts of a space who prove to be counsellors of the centre with this root (or its fingerprint). */
export async function provenHosts(space: Space, root: Uint8Array): Promise<ReadonlyMap<MemberId, Counsellor>> {
	const proven = await provenMembers(space, root);
	return new Map([...proven].filter(([id]) => space.charter.members.get(id)?.role === 'host'));
}

/**
 * The members of a space, in any role, who prove to be counsellors of that centre, as of the moment it resolves: of
 * two calls, the one that resolves later knows no less. SPEC.md S2.
 */
export async function provenMembers(space: Space, root: Uint8Array): Promise<ReadonlyMap<MemberId, Counsellor>> {
	for (;;) {
		const { charter } = space;
		const { size } = space.introductions;
		const proven = await checkAll(space, root);
		if (space.charter === charter && space.introductions.size === size) return proven;
	}
}

async function checkAll(space: Space, root: Uint8Array): Promise<ReadonlyMap<MemberId, Counsellor>> {
	const proven = new Map<MemberId, Counsellor>();
	for (const [feed, chain] of space.introductions) {
		const id = space.feeds.get(feed)?.member;
		const member = id === undefined ? undefined : space.charter.members.get(id);
		if (!member || chain.length === 0) continue;
		const counsellor = await checkMember(chain, root, space.id, newest(member).sign);
		if (counsellor.ok) proven.set(member.id, counsellor.value);
	}
	return proven;
}
