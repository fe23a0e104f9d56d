/**
 * The seat that drops letters into somebody's box, under new keys: a colleague who has left can no longer
 * drop any. The keys are derived from an epoch of the centre that she does not have, so every colleague who
 * stays knows them, and a device that dies midway resumes with the same ones. SPEC.md O9.
 */
import { equal, fromHex } from '../../base/bytes';
import type { Seed, SpaceId } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { newest } from '../../wire/charter';
import { memberKeys } from '../keys/member';
import type { Replica } from '../exchange/replica';
import type { Space } from '../space/space';

/** How many of a seat's feeds one record can name. */
const MOST_FENCES = 4096;

/** The secret of the seat in `box` from an epoch of the centre on; null while this device lacks that epoch's key. */
export function posterSeed(centre: Space, epoch: number, box: SpaceId): Seed | null {
	const key = centre.epochs.get(epoch);
	return key ? derive(key.secret, 'poster', fromHex(box)) : null;
}

/**
 * Gives this device's member the keys of `seed`. Letters dropped before stay, as far as they are here;
 * letters under older keys are refused from then on. Does nothing when it has them already. Call it only
 * when nothing is missing. Rejects with a `Fault`.
 */
export async function renewPoster(replica: Pick<Replica, 'space' | 'amend'>, seed: Seed): Promise<void> {
	const { space } = replica;
	const { member } = space.credentials;
	const keys = await memberKeys(seed);
	const [sign, seal] = [keys.sign.publicKey, keys.seal.publicKey];
	await replica.amend((charter) => {
		const me = charter.members.get(member);
		if (!me || me.isRemoved || equal(newest(me).sign, sign)) return Promise.resolve(null);
		const last = me.generations.length - 1;
		const fences = [...space.feeds.values()]
			.filter((feed) => feed.member === member && feed.generation === last && feed.seq > 0)
			.slice(-MOST_FENCES)
			.map(({ id, seq }) => ({ feed: id, seq }));
		return Promise.resolve([{ kind: 'rekey', member, sign, seal, fences }]);
	});
}
