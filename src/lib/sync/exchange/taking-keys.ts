/** Replacing keys that somebody else made with our own. SPEC.md H5, S3. */
import { concat, equal, fromHex } from '../../base/bytes';
import type { Seed, SpaceId } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { newest } from '../../wire/charter';
import type { CharterOp } from '../../wire/charter-record';
import { beginEpoch, grantEpoch, nonceOf } from '../keys/epochs';
import { memberKeys } from '../keys/member';
import type { Replica } from './replica';

/**
 * Puts the keys of `seed` in the charter for this device's member; does nothing when they are there.
 * `isAlone`: nobody else reads this space; a new epoch shuts out the maker of its first key.
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

/**
 * Our own secret for a seat that a letter brought: derived from the secret of the space that held the
 * letter, so that two devices taking the same letter at once get the same keys.
 */
export function seatSeed(own: Seed, space: SpaceId, provisional: Seed): Seed {
	return derive(own, 'seat', concat(fromHex(space), provisional));
}
