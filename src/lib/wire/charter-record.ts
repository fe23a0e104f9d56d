/** One record of a charter: its layout, hash and signature. */
import { concat, fromHex } from '../base/bytes';
import type { FeedId, Hash, MemberId, SpaceId } from '../base/ids';
import type { Result } from '../base/result';
import { hash, idOf } from '../crypto/hash';
import { sign, verify, type SigningKey } from '../crypto/sign';
import {
	algorithm,
	byteOf,
	bytes,
	decode,
	encode,
	fixed,
	id,
	list,
	oneOf,
	record,
	text,
	uint,
	type Carried
} from './codec';
import { MAX_FEEDS, MAX_GRANT_BYTES, MAX_MEMBERS } from './limits';

/** host: writes, and changes the charter; member: writes; poster: drops sealed letters only; reader: reads only. */
const role = text(8);
export type Role = 'host' | 'member' | 'poster' | 'reader';
export const ROLES: ReadonlySet<string> = new Set<Role>(['host', 'member', 'poster', 'reader']);

const feedHead = record({ feed: id<FeedId>(), seq: uint });
/** How far a feed goes: its last entry's number. */
export type FeedHead = Carried<typeof feedHead>;
export const feedHeads = list(feedHead, MAX_FEEDS);

/** A member's keys, each behind the algorithm that it is for. */
const signingPublic = algorithm('Ed25519', 1, fixed(32));
const sealingPublic = algorithm('X-Wing', 2, fixed(1216));

const op = oneOf({
	/** Opens the chain. `form`: 0 feeds, 1 reception. */
	genesis: [1, { form: byteOf(0, 1), nonce: fixed(16) }],
	admit: [2, { sign: signingPublic, seal: sealingPublic, role }],
	/** The member's feeds end here; feeds that `fences` does not name never existed. */
	remove: [3, { member: id<MemberId>(), fences: feedHeads }],
	/** The member continues under new keys; the feeds of the old keys end at `fences`. */
	rekey: [4, { member: id<MemberId>(), sign: signingPublic, seal: sealingPublic, fences: feedHeads }],
	epoch: [5, { number: uint }],
	/** An epoch's key, sealed to one member. */
	grant: [6, { member: id<MemberId>(), epoch: uint, sealed: bytes(MAX_GRANT_BYTES) }],
	/** Reserved: names an entry whose payload is to be discarded. */
	erase: [7, { feed: id<FeedId>(), seq: uint, hash: fixed(32) }]
});
/** One change to a charter. */
export type CharterOp = Carried<typeof op>;

const body = record({
	version: byteOf(2),
	previous: fixed(32),
	index: uint,
	atMs: uint,
	signer: id<MemberId>(),
	ops: list(op, 4 * MAX_MEMBERS)
});
const signed = record({ body, signature: fixed(64) });
/** The layout, for the protocol hash. */
export const CHARTER_LAYOUT = signed.layout;

/** A record without its signature. */
export type CharterBody = Carried<typeof body>;
/** A signed record with its bytes and its hash. */
export interface CharterRecord extends CharterBody {
	readonly signature: Uint8Array;
	readonly bytes: Uint8Array;
	readonly hash: Hash;
}

/** Parses one record; does not check whether it belongs in the chain. SPEC.md H1. */
export function parseRecord(raw: Uint8Array): Result<CharterRecord> {
	const read = decode(signed, raw);
	return read.ok ? { ok: true, value: finish(read.value.body, read.value.signature, raw) } : read;
}

/** Signs `draft`. SPEC.md H2. */
export async function signRecord(space: SpaceId | null, draft: CharterBody, key: SigningKey): Promise<CharterRecord> {
	const raw = encode(body, draft);
	const signature = await sign(key, 'charter', fromHex(space ?? spaceIdOf(draft)), raw);
	return finish(draft, signature, encode(signed, { body: draft, signature }));
}

/** Whether the record was signed by `publicKey` for this space. SPEC.md H2. */
export function isSignedBy(space: SpaceId, publicKey: Uint8Array, candidate: CharterRecord): Promise<boolean> {
	return verify(publicKey, candidate.signature, 'charter', fromHex(space), encode(body, candidate));
}

/** The space that a first record founds. SPEC.md H1. */
export function spaceIdOf(genesis: CharterBody): SpaceId {
	return idOf<SpaceId>('space', encode(body, genesis));
}

function finish(content: CharterBody, signature: Uint8Array, raw: Uint8Array): CharterRecord {
	return { ...content, signature, bytes: raw, hash: hash('charter-chain', concat(raw)) };
}
