/**
 * The chain by which a client recognises a counsellor of the centre: the root key vouches for a Leitung,
 * a Leitung for a counsellor, a counsellor's identity key for her member key in one space. Between a
 * Leitung and her invitee stands the invitation's key, which vouches for one kind of identity and
 * is not one itself. Sealed wherever it travels: the relay learns none of it. SPEC.md S2, S7.
 */
import { concat, equal, fromHex, utf8 } from '../../base/bytes';
import type { IdentityId, SigningPublic, SpaceId } from '../../base/ids';
import { bad, good, type Result } from '../../base/result';
import { hash, idOf } from '../../crypto/hash';
import { sign, verify, type SigningKey } from '../../crypto/sign';
import { FINGERPRINT_BYTES } from './link';
import { byteOf, decode, encode, fixed, list, record, type Carried } from '../../wire/codec';

/** The maximum number of links: eight invitations, one after another. */
export const MAX_LINKS = 17;

/** 1: Leitung. 2: counsellor. 3: invitation for a counsellor. 4: invitation for a Leitung. */
const rank = byteOf(1, 2, 3, 4);
const link = record({ subject: fixed(32), rank, signature: fixed(64) });
/** The founder, plus two links for each invitation. */
const identityChain = record({ root: fixed(32), links: list(link, MAX_LINKS) });
const chain = record({ identity: identityChain, signature: fixed(64) });
type Link = Carried<typeof link>;
/** What a key in a chain is. */
export type Rank = Link['rank'];
/** The ranks that a key of each rank may vouch for. Only 1 and 2 are identities. SPEC.md S7. */
const MAY_VOUCH_FOR: Readonly<Record<Rank, readonly Rank[]>> = { 1: [1, 2, 3, 4], 2: [], 3: [2], 4: [1] };
/** From the root key to one counsellor's identity key, the last link's subject. */
export type IdentityChain = Carried<typeof identityChain>;

/** A counsellor as her chain proves her. */
export interface Counsellor {
	readonly id: IdentityId;
	readonly isLead: boolean;
	readonly root: SigningPublic;
	readonly key: SigningPublic;
	/** The Leitungen in the chain: what one of them vouches for after she has left is worthless. SPEC.md Q4. */
	readonly via: readonly IdentityId[];
}

/** The fingerprint of a centre's root key, 16 bytes. */
export function fingerprint(root: SigningPublic): Uint8Array {
	return hash('root', root).subarray(0, FINGERPRINT_BYTES);
}

/** Vouches for `subject` with the root key, as its Leitung, or with an invitation's key. SPEC.md S2, S7. */
export async function vouch(
	above: IdentityChain | SigningPublic,
	by: SigningKey,
	subject: SigningPublic,
	as: Rank
): Promise<IdentityChain> {
	const base = above instanceof Uint8Array ? { root: above, links: [] } : above;
	const body = { subject, rank: as };
	return { root: base.root, links: [...base.links, { ...body, signature: await sign(by, 'vouch', vouched(body)) }] };
}

/** The chain down to a member key in one space, as bytes. SPEC.md S2. */
export async function certifyMember(
	identity: IdentityChain,
	key: SigningKey,
	space: SpaceId,
	member: SigningPublic
): Promise<Uint8Array> {
	const signature = await sign(key, 'member', concat(fromHex(space), member));
	return encode(chain, { identity, signature });
}

/** The counsellor of the centre with this root who holds `member`'s keys in `space`, or why not. SPEC.md S2. */
export async function checkMember(
	raw: Uint8Array,
	root: Uint8Array,
	space: SpaceId,
	member: SigningPublic
): Promise<Result<Counsellor>> {
	const read = decode(chain, raw);
	if (!read.ok) return read;
	const counsellor = await checkIdentity(read.value.identity, root);
	if (!counsellor.ok) return counsellor;
	const isMember = await verify(counsellor.value.key, read.value.signature, 'member', concat(fromHex(space), member));
	return isMember ? counsellor : bad('not the key of this counsellor');
}

/** The counsellor at a chain's end; `root` is the key itself or its fingerprint. */
export async function checkIdentity(identity: IdentityChain, root: Uint8Array): Promise<Result<Counsellor>> {
	const known = root.length === FINGERPRINT_BYTES ? fingerprint(identity.root) : identity.root;
	if (!equal(known, root)) return bad('of another centre');
	let key: SigningPublic = identity.root;
	let last: Rank | null = null;
	const via: IdentityId[] = [];
	for (const next of identity.links) {
		const isAllowed = MAY_VOUCH_FOR[last ?? 1].includes(next.rank);
		if (!isAllowed || !(await verify(key, next.signature, 'vouch', vouched(next)))) return bad('chain does not hold');
		if (last === 1) via.push(identityOf(key));
		key = next.subject;
		last = next.rank;
	}
	if (last === null) return bad('an empty chain');
	return last === 1 || last === 2
		? good({ id: identityOf(key), isLead: last === 1, root: identity.root, key, via })
		: bad('an invitation is nobody');
}

/** A counsellor's id in all spaces. */
export function identityOf(key: SigningPublic): IdentityId {
	return idOf<IdentityId>('identity', key);
}

/** Stores a chain as bytes and reads it back. */
export const identityChainCodec = identityChain;

function vouched(body: Pick<Link, 'subject' | 'rank'>): Uint8Array {
	return concat(body.subject, utf8(String(body.rank)));
}
