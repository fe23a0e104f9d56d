/** Taking keys of one's own in place of those that somebody else made. SPEC.md H5, S3. */
import { equal } from '../base/bytes';
import type { Seed } from '../base/ids';
import { newest } from '../wire/charter';
import type { CharterOp } from '../wire/charter-record';
import { beginEpoch, grantEpoch, nonceOf } from './epochs';
import { memberKeys } from './member';
import type { Replica } from './replica';

/**
 * Puts the keys of `seed` in the charter for this device's member; does nothing when they are there.
 * `isAlone`: nobody else reads this space; a new epoch shuts out whoever made its first key.
 */
export async function takeOwnKeys(replica: Replica, seed: Seed, isAlone: boolean): Promise<void> {
	const { space } = replica;
	const { member } = space.credentials;
	const keys = await memberKeys(seed);
	await replica.amend(async (charter) => {
		const me = charter.members.get(member);
		if (!me || equal(newest(me).sign, keys.sign.publicKey)) return null;
		const nonce = nonceOf(space.records[0]);
		const reader = { member, seal: keys.seal.publicKey };
		const [sign, seal] = [keys.sign.publicKey, keys.seal.publicKey];
		const rekey: CharterOp = { kind: 'rekey', member, sign, seal, fences: [] };
		if (isAlone) return [rekey, ...(await beginEpoch(nonce, charter.epoch + 1, [reader])).ops];
		const grants = [...space.epochs].map(([epoch, key]) => grantEpoch(nonce, epoch, key.secret, reader));
		return [rekey, ...(await Promise.all(grants))];
	});
}
