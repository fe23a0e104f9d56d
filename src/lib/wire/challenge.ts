/** How a connection authenticates: an answer to the relay's nonce per space, or a short-lived token. SPEC.md W3, W4. */
import { base64url, concat, fromBase64url, fromHex, utf8 } from '../base/bytes';
import type { MemberId, SpaceId } from '../base/ids';
import { attempt, bad, good, type Result } from '../base/result';
import { hash } from '../crypto/hash';
import { sign, verify, type SigningKey } from '../crypto/sign';
import { isCertifiedBy, type DeviceCertificate, deviceCertificate } from './certificate';
import { newest, type Charter, type CharterMember } from './charter';
import { decode, encode, fixed, id, record, uint } from './codec';
import { TOKEN_MS } from './limits';

/**
 * The host in an address (`wss://…`, or a Host header), in lower case and without its port. Null when there
 * is none.
 */
export function hostOf(address: string): string | null {
	const [authority = ''] = address.replace(/^[a-z]+:\/\//i, '').split(/[/?#]/);
	const host = authority.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
	return /^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/.test(host) ? host : null;
}

/**
 * What a connection's answers sign: the relay's nonce and the host at which the device reached it. If a
 * man in the middle forwards another relay's nonce, the answers are worthless there. SPEC.md W3.
 */
export function challengeOf(nonce: Uint8Array, host: string): Uint8Array {
	return hash('challenge', nonce, utf8(host));
}

/** The device's signature over a connection's challenge (`challengeOf`) for one space. SPEC.md W3. */
export function answerChallenge(space: SpaceId, challenge: Uint8Array, device: SigningKey): Promise<Uint8Array> {
	return sign(device, 'join', fromHex(space), challenge);
}

/**
 * A connection's name in one space, 16 bytes: both ends know it, another connection's presence
 * does not fit it, and its names in two spaces cannot be linked. SPEC.md W6.
 */
export function connectionName(space: SpaceId, nonce: Uint8Array): Uint8Array {
	return hash('connection', fromHex(space), nonce).subarray(0, 16);
}

/** The member whose certified device answered this nonce, or why not. SPEC.md W3. */
export async function checkAnswer(
	charter: Charter,
	nonce: Uint8Array,
	certificate: DeviceCertificate,
	signature: Uint8Array
): Promise<Result<CharterMember>> {
	const member = await certified(charter, certificate);
	if (!member.ok) return member;
	const isAnswer = await verify(certificate.device, signature, 'join', fromHex(charter.space), nonce);
	return isAnswer ? member : bad('bad-signature');
}

/** The member a device once stood for, and which of her keys certified it, counted from 0. */
export interface Former {
	readonly member: MemberId;
	readonly generation: number;
}

/** The member whose device, certified by any of her keys, past ones too, answered this nonce; else null. SPEC.md W3. */
export async function checkFormer(
	charter: Charter,
	nonce: Uint8Array,
	certificate: DeviceCertificate,
	signature: Uint8Array
): Promise<Former | null> {
	const member = charter.members.get(certificate.member);
	if (!member) return null;
	if (!(await verify(certificate.device, signature, 'join', fromHex(charter.space), nonce))) return null;
	for (const [generation, { sign: key }] of member.generations.entries())
		if (await isCertifiedBy(charter.space, key, certificate)) return { member: member.id, generation };
	return null;
}

const tokenBody = record({ space: id<SpaceId>(), certificate: deviceCertificate, untilMs: uint });
const token = record({ body: tokenBody, signature: fixed(64) });
/** The layout, for the protocol hash. */
export const TOKEN_LAYOUT = token.layout;

/** A base64url token for one space at one host, valid TOKEN_MS from `nowMs`, for y-websocket and HTTP. SPEC.md W4. */
export async function makeToken(
	space: SpaceId,
	certificate: DeviceCertificate,
	device: SigningKey,
	nowMs: number,
	host: string
): Promise<string> {
	const body = { space, certificate, untilMs: nowMs + TOKEN_MS };
	const signature = await sign(device, 'token', encode(tokenBody, body), utf8(host));
	return base64url(encode(token, { body, signature }));
}

/** The space that a token names; nothing in it has been checked yet. */
export function spaceOfToken(raw: string): Result<SpaceId> {
	const read = parseToken(raw);
	return read.ok ? good(read.value.body.space) : read;
}

/** The member whose token this is, valid at `nowMs` and this host, or why not. SPEC.md W4. */
export async function checkToken(
	charter: Charter,
	raw: string,
	nowMs: number,
	host: string
): Promise<Result<CharterMember>> {
	const read = parseToken(raw);
	if (!read.ok) return read;
	const { body, signature } = read.value;
	if (body.space !== charter.space) return bad('not-allowed');
	if (body.untilMs < nowMs || body.untilMs > nowMs + 2 * TOKEN_MS) return bad('token-expired');
	const member = await certified(charter, body.certificate);
	if (!member.ok) return member;
	const isSigned = await verify(body.certificate.device, signature, 'token', encode(tokenBody, body), utf8(host));
	return isSigned ? member : bad('bad-signature');
}

/** The root key claims the centre, over a relay's nonce: at founding, and again after a total loss. SPEC.md W5. */
export function claimCentre(
	centre: SpaceId,
	reception: SpaceId,
	nonce: Uint8Array,
	root: SigningKey
): Promise<Uint8Array> {
	return sign(root, 'claim', concat(fromHex(centre), fromHex(reception), nonce));
}

/** Whether `root` signed this claim. SPEC.md W5. */
export function isClaim(
	centre: SpaceId,
	reception: SpaceId,
	nonce: Uint8Array,
	root: Uint8Array,
	signature: Uint8Array
): Promise<boolean> {
	return verify(root, signature, 'claim', concat(fromHex(centre), fromHex(reception), nonce));
}

function parseToken(
	raw: string
): Result<{ body: { space: SpaceId; certificate: DeviceCertificate; untilMs: number }; signature: Uint8Array }> {
	if (raw.length > 1024) return bad('malformed');
	const binary = attempt('malformed', () => fromBase64url(raw));
	return binary.ok ? decode(token, binary.value) : binary;
}

/** A device is valid only under its member's newest keys. */
async function certified(charter: Charter, certificate: DeviceCertificate): Promise<Result<CharterMember>> {
	const member = charter.members.get(certificate.member);
	if (!member || member.isRemoved) return bad('not-member');
	return (await isCertifiedBy(charter.space, newest(member).sign, certificate)) ? good(member) : bad('not-member');
}
