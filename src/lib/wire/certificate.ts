/** Certificates that the relay may read: a member vouches for one device in one space. */
import { concat, fromHex } from '../base/bytes';
import type { MemberId, Signature, SigningPublic, SpaceId } from '../base/ids';
import { idOf } from '../crypto/hash';
import { sign, verify, type SigningKey } from '../crypto/sign';
import { fixed, id, record, type Carried } from './codec';

/** Whose device this is; unencrypted, checked by the relay and the members. SPEC.md W2. */
export const deviceCertificate = record({ member: id<MemberId>(), device: fixed(32), signature: fixed(64) });
export type DeviceCertificate = Carried<typeof deviceCertificate>;

/** The id of the member whose first signing key this is. SPEC.md W1. */
export function memberIdOf(publicKey: SigningPublic): MemberId {
	return idOf<MemberId>('member', publicKey);
}

/** Certifies `device` with the member's key. SPEC.md W2. */
export async function certifyDevice(
	space: SpaceId,
	member: MemberId,
	memberKey: SigningKey,
	device: SigningPublic
): Promise<DeviceCertificate> {
	const signature = await sign(memberKey, 'device', certified(space, member, device));
	return { member, device, signature };
}

/** Whether `certificate` was signed by `memberKey` for this space. SPEC.md W2. */
export function isCertifiedBy(
	space: SpaceId,
	memberKey: SigningPublic,
	certificate: DeviceCertificate
): Promise<boolean> {
	const signature: Signature = certificate.signature;
	return verify(memberKey, signature, 'device', certified(space, certificate.member, certificate.device));
}

function certified(space: SpaceId, member: MemberId, device: SigningPublic): Uint8Array {
	return concat(fromHex(space), fromHex(member), device);
}
