/** Which members of a space are proven to be counsellors. SPEC.md S2. */
import { expect, it } from 'vitest';
import { asId, type FeedId, type MemberId, type SpaceId } from '../../base/ids';
import { freshSeed } from '../../crypto/random';
import { signingKey } from '../../crypto/sign';
import { certifyMember, identityOf, vouch } from '../keys/chain';
import type { Space } from '../space/space';
import { provenMembers } from './identity';

const SPACE = asId<SpaceId>('a'.repeat(32));

it('[S2] are known as of the moment of the answer: whoever comes while it is being found is in it', async () => {
	const root = await signingKey(freshSeed());
	const introductions = new Map<FeedId, Uint8Array>();
	const feeds = new Map<FeedId, { readonly member: MemberId }>();
	const members = new Map<MemberId, object>();
	const introduced = async (digit: string): Promise<{ readonly seat: [MemberId, object]; readonly id: string }> => {
		const [identity, member] = [await signingKey(freshSeed()), await signingKey(freshSeed())];
		const chain = await vouch(root.publicKey, root, identity.publicKey, 1);
		const [feed, name] = [asId<FeedId>(digit.repeat(32)), asId<MemberId>(digit.repeat(32))];
		introductions.set(feed, await certifyMember(chain, identity, SPACE, member.publicKey));
		feeds.set(feed, { member: name });
		return {
			seat: [name, { id: name, generations: [{ sign: member.publicKey }] }],
			id: identityOf(identity.publicKey)
		};
	};
	// Known, but not in the charter yet.
	const cem = await introduced('c');
	const berta = await introduced('b');
	members.set(...berta.seat);
	const space = { id: SPACE, introductions, feeds, charter: { members } };
	const answer = provenMembers(space as unknown as Space, root.publicKey);
	space.charter = { members: new Map([...members, cem.seat]) };
	const proven = await answer;
	expect([...proven.values()].map(({ id }) => id).sort()).toEqual([berta.id, cem.id].sort());
});
