/**
 * A charter: the chain of signed records that says who belongs to a space. App and relay both read it
 * with this function, so they agree on everyone's rights. SPEC.md H.
 */
import { equal } from '../base/bytes';
import type { FeedId, Hash, MemberId, SealingPublic, SigningPublic, SpaceId } from '../base/ids';
import { bad, good, type Result } from '../base/result';
import { isWeakSealing, isWeakSigning } from '../crypto/weak';
import { memberIdOf } from './certificate';
import {
	isSignedBy,
	ROLES,
	spaceIdOf,
	type CharterOp,
	type CharterRecord,
	type FeedHead,
	type Role
} from './charter-record';
import { MAX_GENERATIONS, MAX_MEMBERS, MAX_READERS, MAX_RECORD_BYTES, MAX_RECORDS } from './limits';

/** One pair of keys of a member; `fences` is null while it is in force, else where its feeds ended. */
export interface Generation {
	readonly sign: SigningPublic;
	readonly seal: SealingPublic;
	readonly fences: ReadonlyMap<FeedId, number> | null;
}

/** A member according to the chain. `generations` from the first to the newest. */
export interface CharterMember {
	readonly id: MemberId;
	readonly role: Role;
	readonly generations: readonly Generation[];
	readonly isRemoved: boolean;
	/** Epoch -> its key, sealed to this member's newest sealing key. */
	readonly grants: ReadonlyMap<number, Uint8Array>;
}

/** The state at the end of a chain. Never changed in place. */
export interface Charter {
	readonly space: SpaceId;
	readonly form: 'feeds' | 'reception';
	readonly head: Hash;
	readonly length: number;
	readonly epoch: number;
	readonly members: ReadonlyMap<MemberId, CharterMember>;
}

/** The charter after one more record, or why the record is not allowed. SPEC.md H2-H7. */
export async function extend(charter: Charter | null, next: CharterRecord): Promise<Result<Charter>> {
	if (next.bytes.length > MAX_RECORD_BYTES) return bad('the record is too large');
	if (next.ops.length === 0) return bad('a record that changes nothing');
	if (charter === null) return found(next);
	if (next.index !== charter.length || !equal(next.previous, charter.head)) return bad('does not continue the chain');
	if (next.index >= MAX_RECORDS) return bad('the chain is full');
	const signer = charter.members.get(next.signer);
	const key = signer === undefined || signer.isRemoved ? null : newest(signer).sign;
	if (key === null || !(await isSignedBy(charter.space, key, next))) return bad('not signed by a member');
	return applied(charter, next);
}

/** The charter of a whole chain, first record first. */
export async function readChain(records: readonly CharterRecord[]): Promise<Result<Charter>> {
	let charter: Charter | null = null;
	for (const next of records) {
		const read: Result<Charter> = await extend(charter, next);
		if (!read.ok) return read;
		charter = read.value;
	}
	return charter ? good(charter) : bad('an empty chain');
}

/** The keys a member uses now. */
export function newest(member: CharterMember): Generation {
	const last = member.generations.at(-1);
	if (!last) throw new Error('bug: a member without keys');
	return last;
}

/** Whether the member exists, was not removed and may read: everyone except posters. */
export function mayRead(member: CharterMember | undefined): member is CharterMember {
	return member !== undefined && !member.isRemoved && member.role !== 'poster';
}

/** The last seq allowed in a feed whose device was certified by the member's generation `index`. SPEC.md H6. */
export function fenceOf(member: CharterMember, index: number, feed: FeedId): number {
	const generation = member.generations[index];
	if (!generation) return 0;
	return generation.fences === null ? Number.MAX_SAFE_INTEGER : (generation.fences.get(feed) ?? 0);
}

async function found(first: CharterRecord): Promise<Result<Charter>> {
	const [genesis, admit] = first.ops;
	if (genesis?.kind !== 'genesis' || admit?.kind !== 'admit' || admit.role !== 'host') return bad('not a first record');
	if (first.index !== 0 || first.previous.some((byte) => byte !== 0)) return bad('not a first record');
	const space = spaceIdOf(first);
	if (first.signer !== memberIdOf(admit.sign) || !(await isSignedBy(space, admit.sign, first)))
		return bad('not signed by its founder');
	if (isWeakSealing(admit.seal)) return bad('a weak key');
	const founder: CharterMember = {
		id: first.signer,
		role: 'host',
		generations: [{ sign: admit.sign, seal: admit.seal, fences: null }],
		isRemoved: false,
		grants: new Map()
	};
	const form = genesis.form === 0 ? 'feeds' : 'reception';
	const empty: Charter = {
		space,
		form,
		head: first.hash,
		length: 0,
		epoch: 0,
		members: new Map([[founder.id, founder]])
	};
	return applied(empty, { ...first, ops: first.ops.slice(2) });
}

/** Applies a record whose signature and position are right: every op must be allowed, and the outcome sound. */
function applied(charter: Charter, next: CharterRecord): Result<Charter> {
	const members = new Map(charter.members);
	let epoch = charter.epoch;
	for (const op of next.ops) {
		const why = forbidden(charter, next.signer, members, epoch, op);
		if (why !== null) return bad(why);
		if (op.kind === 'epoch') epoch = op.number;
		else change(members, op);
	}
	const isNewEpoch = epoch !== charter.epoch;
	const everyone = [...members.values()];
	if (isNewEpoch && everyone.some((member) => mayRead(member) && !member.grants.has(epoch)))
		return bad('an epoch that leaves a reader out');
	if (next.ops.some((op) => op.kind === 'remove') && epoch > 0 && !isNewEpoch)
		return bad('a removal without a new epoch');
	if (!everyone.some((member) => member.role === 'host' && !member.isRemoved)) return bad('a space without a host');
	return good({ ...charter, head: next.hash, length: next.index + 1, epoch, members });
}

/** Why the signer may not do this, or null. The only place that decides rights over a charter. SPEC.md H3-H5. */
function forbidden(
	before: Charter,
	signer: MemberId,
	members: ReadonlyMap<MemberId, CharterMember>,
	epoch: number,
	op: CharterOp
): string | null {
	const isHost = before.members.get(signer)?.role === 'host';
	switch (op.kind) {
		case 'genesis':
			return 'a second first record';
		case 'erase':
			return 'erasing is reserved';
		case 'admit':
			if (!isHost) return 'only a host admits';
			if (!ROLES.has(op.role)) return 'an unknown role';
			if (members.has(memberIdOf(op.sign))) return 'already a member';
			if (members.size >= MAX_MEMBERS) return 'too many members';
			if (op.role !== 'poster' && readersOf(members) >= MAX_READERS) return 'too many readers';
			return whyNotKeys(members, op);
		case 'remove':
			if (!isHost && op.member !== signer) return 'only a host removes others';
			// The new epoch's key is for those who stay.
			if (epoch !== before.epoch) return 'a removal behind its epoch';
			return isThere(members, op.member) ? null : 'nobody to remove';
		case 'rekey':
			if (op.member !== signer || !isThere(members, signer)) return 'only oneself takes new keys';
			return (members.get(signer)?.generations.length ?? 0) < MAX_GENERATIONS
				? whyNotKeys(members, op)
				: 'too many keys';
		case 'epoch':
			if (!isHost) return 'only a host begins an epoch';
			// With two in one record, the first could silently leave readers out.
			return epoch === before.epoch && op.number === epoch + 1 ? null : 'not the next epoch';
		case 'grant': {
			if (!isHost && op.member !== signer) return 'only a host grants to others';
			const member = members.get(op.member);
			if (!mayRead(member) || op.epoch < 1 || op.epoch > epoch) return 'nothing to grant';
			// Used after new keys; nobody can fill the chain with grants to herself.
			return isHost || !member.grants.has(op.epoch) ? null : 'granted already';
		}
	}
}

function readersOf(members: ReadonlyMap<MemberId, CharterMember>): number {
	return [...members.values()].filter(mayRead).length;
}

/** Why nobody may take these keys, or null: weak keys, or a signing key that somebody here has or had. */
function whyNotKeys(
	members: ReadonlyMap<MemberId, CharterMember>,
	keys: { readonly sign: Uint8Array; readonly seal: Uint8Array }
): string | null {
	if (isWeakSigning(keys.sign) || isWeakSealing(keys.seal)) return 'a weak key';
	for (const { generations } of members.values())
		if (generations.some(({ sign }) => equal(sign, keys.sign))) return 'a key that was used before';
	return null;
}

function change(members: Map<MemberId, CharterMember>, op: Exclude<CharterOp, { kind: 'epoch' }>): void {
	if (op.kind === 'admit') {
		const member = memberIdOf(op.sign);
		const generations = [{ sign: op.sign, seal: op.seal, fences: null }];
		members.set(member, { id: member, role: op.role as Role, generations, isRemoved: false, grants: new Map() });
		return;
	}
	if (op.kind === 'genesis' || op.kind === 'erase') return;
	const member = members.get(op.member);
	if (!member) return;
	if (op.kind === 'grant') {
		members.set(member.id, { ...member, grants: new Map(member.grants).set(op.epoch, op.sealed) });
	} else {
		const closed = [...member.generations.slice(0, -1), { ...newest(member), fences: fencesOf(op.fences) }];
		const generations = op.kind === 'rekey' ? [...closed, { sign: op.sign, seal: op.seal, fences: null }] : closed;
		members.set(member.id, { ...member, generations, isRemoved: op.kind === 'remove', grants: new Map() });
	}
}

function isThere(members: ReadonlyMap<MemberId, CharterMember>, id: MemberId): boolean {
	return members.get(id)?.isRemoved === false;
}

function fencesOf(heads: readonly FeedHead[]): ReadonlyMap<FeedId, number> {
	return new Map(heads.map(({ feed, seq }) => [feed, seq]));
}
