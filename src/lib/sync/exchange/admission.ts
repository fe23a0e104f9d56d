/** Admitting members to an existing space: with its whole history, or from now on. SPEC.md S6, T2. */
import { concat, fromHex, utf8 } from '../../base/bytes';
import type { MemberId, SealingPublic, Seed, SigningPublic } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { memberIdOf } from '../../wire/certificate';
import { mayRead, newest, type Charter } from '../../wire/charter';
import type { CharterOp, Role } from '../../wire/charter-record';
import { beginEpoch, grantEpoch, nonceOf, type Reader } from '../keys/epochs';
import { memberKeys } from '../keys/member';
import type { Replica } from './replica';
import type { Space } from '../space/space';

/** The public keys of a newcomer. */
export interface Newcomer {
	readonly sign: SigningPublic;
	readonly seal: SealingPublic;
}

/** A seat offered to somebody: the secret goes to her in a letter, the rest into the charter. */
export interface OfferedSeat extends Newcomer {
	readonly seed: Seed;
	readonly member: MemberId;
}

/** How many epochs one record can grant. */
const MOST_GRANTS = 800;

/**
 * Admits the holder of `seed` and gives her the keys of all epochs. Does nothing when she is or was a
 * member. Resolves with her member id when the relay has it; rejects with a `Fault`. Posters get no
 * keys. SPEC.md S6.
 */
export async function admitMember(replica: Replica, seed: Seed, role: Role): Promise<MemberId> {
	const keys = await memberKeys(seed);
	const newcomer = { sign: keys.sign.publicKey, seal: keys.seal.publicKey };
	await admitNewcomer(replica, newcomer, role, true);
	return memberIdOf(newcomer.sign);
}

/**
 * Admits a newcomer. With `history` she gets this device's keys of all epochs, otherwise only the key
 * of a new epoch that begins with her. `isWanted` is asked at the last moment. Does nothing when she
 * is or was a member. SPEC.md S6, T2.
 */
export async function admitNewcomer(
	replica: Replica,
	{ sign, seal }: Newcomer,
	role: Role,
	history: boolean,
	isWanted: () => boolean = () => true
): Promise<void> {
	const { space } = replica;
	const reader: Reader = { member: memberIdOf(sign), seal };
	await replica.amend(async (charter) => {
		if (charter.members.has(reader.member) || !isWanted()) return null;
		const admit: CharterOp = { kind: 'admit', sign, seal, role };
		if (role === 'poster') return [admit];
		return [admit, ...(history ? await grantAll(space, reader) : await beginWith(space, charter, reader))];
	});
}

/**
 * A seat for `person` in a space, always the same for the same `turn` and `use`, so that an interrupted
 * offer resumes with it. `own`: the secret of our own seat there.
 */
export async function offeredSeat(own: Seed, person: string, turn: number, use = ''): Promise<OfferedSeat> {
	const seed = derive(own, 'offer', concat(fromHex(person), utf8(`${use}${String(turn)}`)));
	const keys = await memberKeys(seed);
	return { seed, member: memberIdOf(keys.sign.publicKey), sign: keys.sign.publicKey, seal: keys.seal.publicKey };
}

/** The newest epochs, if there are more than one record holds. */
async function grantAll(space: Space, reader: Reader): Promise<readonly CharterOp[]> {
	const epochs = [...space.epochs].sort(([a], [b]) => b - a).slice(0, MOST_GRANTS);
	const nonce = nonceOf(space.records[0]);
	return Promise.all(epochs.map(([epoch, key]) => grantEpoch(nonce, epoch, key.secret, reader)));
}

async function beginWith(space: Space, charter: Charter, newcomer: Reader): Promise<readonly CharterOp[]> {
	const readers = [...charter.members.values()]
		.filter(mayRead)
		.map((member): Reader => ({ member: member.id, seal: newest(member).seal }));
	return (await beginEpoch(nonceOf(space.records[0]), charter.epoch + 1, [...readers, newcomer])).ops;
}
