/** Presence and typing: sealed, signed, padded, bound to one connection and one moment. SPEC.md N. */
import { concat, equal, fromHex } from '../../base/bytes';
import type { MemberId } from '../../base/ids';
import { bad, good, type Result } from '../../base/result';
import { seal, unseal } from '../../crypto/seal';
import { sign, verify } from '../../crypto/sign';
import { deviceCertificate, isCertifiedBy } from '../../wire/certificate';
import { connectionName } from '../../wire/challenge';
import { newest } from '../../wire/charter';
import { byteOf, bytes, decode, encode, fixed, record, uint } from '../../wire/codec';
import type { Space } from '../space/space';

/** What a member shows of herself. */
export interface Presence {
	readonly member: MemberId;
	readonly isTyping: boolean;
	readonly atMs: number;
}

/** A presence older than this is ignored. */
export const PRESENCE_MS = 45_000;
/** Two clocks may differ by this much. */
const SKEW_MS = 10 * 60_000;
/** How long a presence may be shown after it was made. SPEC.md N2. */
export const LASTS_MS = SKEW_MS + PRESENCE_MS;
const SIZE = 512;

const body = record({ certificate: deviceCertificate, connection: fixed(16), atMs: uint, typing: byteOf(0, 1) });
const signed = record({ body: bytes(256), signature: fixed(64) });

/** This member's presence for one connection, sealed; null when the space's key is not here. SPEC.md N1, N2. */
export async function sealPresence(space: Space, nonce: Uint8Array, isTyping: boolean): Promise<Uint8Array | null> {
	const key = space.epochs.get(space.charter.epoch);
	if (!key) return null;
	const { certificate, device } = space.credentials;
	const content = encode(body, {
		certificate,
		connection: connectionName(space.id, nonce),
		atMs: space.now(),
		typing: isTyping ? 1 : 0
	});
	const signature = await sign(device, 'presence', fromHex(space.id), content);
	const plain = new Uint8Array(SIZE);
	plain.set(encode(signed, { body: content, signature }));
	return seal(key.presence, 'presence', plain, fromHex(space.id));
}

/** Whose presence this is, or why it is refused: not sealed here, another connection's, old or ours. SPEC.md N2, N3. */
export async function openPresence(
	space: Space,
	connection: Uint8Array | null,
	sealed: Uint8Array
): Promise<Result<Presence>> {
	const key = space.epochs.get(space.charter.epoch);
	if (!key) return bad('no key');
	const plain = await unseal(key.presence, 'presence', sealed, fromHex(space.id));
	if (!plain.ok) return plain;
	const outer = decode(signed, trimmed(plain.value));
	if (!outer.ok) return outer;
	const inner = decode(body, outer.value.body);
	if (!inner.ok) return inner;
	const { certificate, atMs, typing } = inner.value;
	if (connection && !equal(inner.value.connection, connection)) return bad('of another connection');
	if (Math.abs(space.now() - atMs) > LASTS_MS) return bad('old');
	const member = space.charter.members.get(certificate.member);
	if (!member || member.isRemoved || member.id === space.credentials.member) return bad('nobody, or myself');
	const isCertified = await isCertifiedBy(space.id, newest(member).sign, certificate);
	const isSigned = await verify(
		certificate.device,
		outer.value.signature,
		'presence',
		concat(fromHex(space.id), outer.value.body)
	);
	return isCertified && isSigned ? good({ member: member.id, isTyping: typing === 1, atMs }) : bad('not signed');
}

/** Strips the zero padding: the record encodes its own length. */
function trimmed(padded: Uint8Array): Uint8Array {
	const length = ((padded[0] ?? 0) & 0x7f) + ((padded[0] ?? 0) >= 0x80 ? (padded[1] ?? 0) * 128 : 0);
	const lead = (padded[0] ?? 0) >= 0x80 ? 2 : 1;
	return padded.slice(0, lead + length + 64);
}
