/** New spaces: their first record, made on the device, offline too. */
import type { MemberId, Seed, SpaceId } from '../../base/ids';
import { freshSeed, randomBytes } from '../../crypto/random';
import { memberIdOf } from '../../wire/certificate';
import {
	signRecord,
	spaceIdOf,
	type CharterBody,
	type CharterOp,
	type CharterRecord,
	type Role
} from '../../wire/charter-record';
import { beginEpoch, type Reader } from './epochs';
import { memberKeys, type MemberKeys } from './member';

/** A member to be admitted with the space. */
export interface FirstMember {
	readonly role: Role;
	readonly keys: MemberKeys;
}

/** A newly made space: one record, and the secrets of its members. */
export interface NewSpace {
	readonly space: SpaceId;
	readonly records: readonly CharterRecord[];
	readonly members: readonly { readonly id: MemberId; readonly seed: Seed }[];
}

/** Fresh keys for a first member. */
export async function newMember(role: Role): Promise<FirstMember> {
	return { role, keys: await memberKeys(freshSeed()) };
}

/** Founds a space, signed by its first host; epoch 1 is granted to all who may read. SPEC.md H1, S3. */
export async function foundSpace(
	form: 'feeds' | 'reception',
	founder: MemberKeys,
	others: readonly FirstMember[],
	nowMs: number
): Promise<NewSpace> {
	const nonce = randomBytes(16);
	const everyone: readonly FirstMember[] = [{ role: 'host', keys: founder }, ...others];
	const readers = everyone.flatMap(({ role, keys }): Reader[] =>
		role === 'poster' ? [] : [{ member: memberIdOf(keys.sign.publicKey), seal: keys.seal.publicKey }]
	);
	const admits = everyone.map(({ role, keys }): CharterOp => {
		return { kind: 'admit', role, sign: keys.sign.publicKey, seal: keys.seal.publicKey };
	});
	const epoch = await beginEpoch(nonce, 1, readers);
	const draft: CharterBody = {
		version: 2,
		previous: new Uint8Array(32),
		index: 0,
		atMs: nowMs,
		signer: memberIdOf(founder.sign.publicKey),
		ops: [{ kind: 'genesis', form: form === 'feeds' ? 0 : 1, nonce }, ...admits, ...epoch.ops]
	};
	const record = await signRecord(null, draft, founder.sign);
	const members = everyone.map(({ keys }) => ({ id: memberIdOf(keys.sign.publicKey), seed: keys.seed }));
	return { space: spaceIdOf(draft), records: [record], members };
}
