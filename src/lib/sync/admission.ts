/** Admitting members to a space that exists, with its whole history. SPEC.md S6. */
import { memberIdOf } from '../wire/certificate';
import type { CharterOp, Role } from '../wire/charter-record';
import { grantEpoch, nonceOf, type Reader } from './epochs';
import { memberKeys } from './member';
import type { MemberId, Seed } from '../base/ids';
import type { Replica } from './replica';

/**
 * Admits whoever holds `seed` and gives her the keys of all epochs. Does nothing when she is a member, or
 * was one. Resolves with her member id when the relay has it; rejects with a `Fault`. Posters are given
 * no keys. SPEC.md S6.
 */
export async function admitMember(replica: Replica, seed: Seed, role: Role): Promise<MemberId> {
	const { space } = replica;
	const keys = await memberKeys(seed);
	const [sign, seal] = [keys.sign.publicKey, keys.seal.publicKey];
	const reader: Reader = { member: memberIdOf(sign), seal };
	await replica.amend(async (charter) => {
		if (charter.members.has(reader.member)) return null;
		const admit: CharterOp = { kind: 'admit', sign, seal, role };
		if (role === 'poster') return [admit];
		const nonce = nonceOf(space.records[0]);
		const grants = [...space.epochs].map(([epoch, key]) => grantEpoch(nonce, epoch, key.secret, reader));
		return [admit, ...(await Promise.all(grants))];
	});
	return reader.member;
}
