/** Epoch keys: made, sealed to readers, opened again from the charter. SPEC.md S3. */
import { concat, fromHex, utf8 } from '../../base/bytes';
import type { MemberId, SealingPublic, Seed } from '../../base/ids';
import { derive } from '../../crypto/derive';
import { idOf } from '../../crypto/hash';
import { openSealed, sealTo } from '../../crypto/hpke';
import { freshSeed } from '../../crypto/random';
import { contentKey } from '../../crypto/seal';
import type { Charter } from '../../wire/charter';
import type { CharterOp, CharterRecord } from '../../wire/charter-record';
import type { Credentials, MemberKeys } from './member';

/** One epoch's secret with the keys derived from it. */
export interface EpochKey {
	readonly secret: Seed;
	/** Seals entries. */
	readonly entries: CryptoKey;
	/** Seals presence. */
	readonly presence: CryptoKey;
}

/** A reader to whom an epoch's secret is sealed. */
export interface Reader {
	readonly member: MemberId;
	readonly seal: SealingPublic;
}

/** The keys of an epoch's secret. */
export async function epochKey(secret: Seed): Promise<EpochKey> {
	const [entries, presence] = await Promise.all([
		contentKey(derive(secret, 'entries')),
		contentKey(derive(secret, 'presence'))
	]);
	return { secret, entries, presence };
}

/** The ops that begin epoch `number` with a fresh secret for `readers`. SPEC.md S3. */
export async function beginEpoch(
	nonce: Uint8Array,
	number: number,
	readers: readonly Reader[]
): Promise<{ ops: CharterOp[]; secret: Seed }> {
	const secret = freshSeed();
	const grants = await Promise.all(readers.map((reader) => grantEpoch(nonce, number, secret, reader)));
	return { secret, ops: [{ kind: 'epoch', number }, ...grants] };
}

/** The op that gives one member an epoch's secret. `nonce`: from the space's first record. SPEC.md S3. */
export async function grantEpoch(nonce: Uint8Array, epoch: number, secret: Seed, reader: Reader): Promise<CharterOp> {
	const sealed = await sealTo(reader.seal, 'epoch', secret, context(nonce, epoch, reader.member));
	return { kind: 'grant', member: reader.member, epoch, sealed };
}

/** Who opens grants. */
export type Opener = Pick<Credentials, 'member' | 'sealing'> & { readonly keys: Pick<MemberKeys, 'sign'> };

/** Secrets of grants that were opened before, each by a hash of the grant and of who opened it. */
export type OpenedGrants = Map<string, Seed>;

/**
 * The epoch keys granted to a member (in the charter or `grants`) that her key opens, from `from` on. What `opened`
 * has already needs no key; what is opened now is added to it. SPEC.md S3, T1.
 */
export async function openEpochs(
	charter: Charter,
	nonce: Uint8Array,
	{ member, keys, sealing }: Opener,
	from = 0,
	grants = charter.members.get(member)?.grants ?? new Map<number, Uint8Array>(),
	opened: OpenedGrants = new Map()
): Promise<ReadonlyMap<number, EpochKey>> {
	const found = new Map<number, EpochKey>();
	for (const [epoch, sealed] of grants) {
		if (epoch < from) continue;
		const name = idOf('grant', keys.sign.publicKey, context(nonce, epoch, member), sealed);
		let secret = opened.get(name);
		if (!secret) {
			const [key] = await sealing();
			const open = await openSealed(key, 'epoch', sealed, context(nonce, epoch, member));
			if (!open.ok) continue;
			opened.set(name, (secret = open.value));
		}
		found.set(epoch, await epochKey(secret));
	}
	return found;
}

/** Everything granted to a member under her last keys, even if she was removed since. SPEC.md S9. */
export function everGranted(records: readonly CharterRecord[], member: MemberId): Map<number, Uint8Array> {
	const had = new Map<number, Uint8Array>();
	for (const { ops } of records)
		for (const op of ops) {
			if (op.kind === 'rekey' && op.member === member) had.clear();
			else if (op.kind === 'grant' && op.member === member) had.set(op.epoch, op.sealed);
		}
	return had;
}

/** Binds a grant to its space by the first record's nonce, which is known before the space's id. */
function context(nonce: Uint8Array, epoch: number, member: MemberId): Uint8Array {
	return concat(nonce, fromHex(member), utf8(String(epoch)));
}

/** The nonce of a space, from its first record. Throws on anything else. */
export function nonceOf(first: CharterRecord | undefined): Uint8Array {
	const genesis = first?.ops[0];
	if (genesis?.kind !== 'genesis') throw new Error('bug: not a first record');
	return genesis.nonce;
}

const firsts = new WeakMap<readonly CharterRecord[], Map<MemberId, number>>();

/**
 * The first epoch that a member may ever read: the oldest in her first grants. Older ones stay closed
 * to her even if granted later: their entries were skipped when they came. SPEC.md T1.
 */
export function readsFrom(records: readonly CharterRecord[], member: MemberId): number {
	const known = firsts.get(records) ?? new Map<MemberId, number>();
	firsts.set(records, known);
	const found = known.get(member) ?? firstGrant(records, member);
	known.set(member, found);
	return found;
}

function firstGrant(records: readonly CharterRecord[], member: MemberId): number {
	for (const { ops } of records) {
		let first = Infinity;
		for (const op of ops) if (op.kind === 'grant' && op.member === member) first = Math.min(first, op.epoch);
		if (first < Infinity) return first;
	}
	return 0;
}
