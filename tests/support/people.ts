/**
 * The people of the adversary scenes, with keys that are the same in every run: Berta and Cem counsel, Anton
 * and Mia are clients, Eve is an outsider, Rolf runs the relay and is curious.
 */
import { concat, utf8 } from '../../src/lib/base/bytes';
import type { FeedId, MemberId, SpaceId } from '../../src/lib/base/ids';
import type { Result } from '../../src/lib/base/result';
import { hash } from '../../src/lib/crypto/hash';
import { sealingKey, type SealingKey } from '../../src/lib/crypto/hpke';
import { signingKey, type SigningKey } from '../../src/lib/crypto/sign';
import { certifyDevice, memberIdOf, type DeviceCertificate } from '../../src/lib/wire/certificate';
import { extend, type Charter, type CharterMember } from '../../src/lib/wire/charter';
import {
	signRecord,
	type CharterBody,
	type CharterOp,
	type CharterRecord,
	type FeedHead,
	type Role
} from '../../src/lib/wire/charter-record';

/** One key pair with a device that it certifies. */
export interface Person {
	readonly id: MemberId;
	readonly sign: SigningKey;
	readonly seal: SealingKey;
	readonly device: SigningKey;
}

/** Bytes that are the same in every run. */
export function seed(name: string): Uint8Array {
	return hash('test', utf8(name));
}

/** The person with this name. */
export async function person(name: string): Promise<Person> {
	const sign = await signingKey(seed(`${name} signs`));
	const seal = await sealingKey(seed(`${name} opens`));
	return { id: memberIdOf(sign.publicKey), sign, seal, device: await signingKey(seed(`${name}'s device`)) };
}

/** The same member with the keys and device of `as`. */
export function renewed(member: Person, as: Person): Person {
	return { ...as, id: member.id };
}

/** The certificate of a person's device. */
export function certificateFor(space: SpaceId, { id, sign, device }: Person): Promise<DeviceCertificate> {
	return certifyDevice(space, id, sign, device.publicKey);
}

/** The value of a result that must be good. */
export function value<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(`refused: ${result.why}`);
	return result.value;
}

/** Admits somebody. */
export function admit({ sign, seal }: Person, role: Role): CharterOp {
	return { kind: 'admit', sign: sign.publicKey, seal: seal.publicKey, role };
}

/** Removes somebody. */
export function remove({ id }: Person, fences: readonly FeedHead[] = []): CharterOp {
	return { kind: 'remove', member: id, fences };
}

/** Continues with the keys of `as`. */
export function rekey({ id }: Person, as: Person, fences: readonly FeedHead[] = []): CharterOp {
	return { kind: 'rekey', member: id, sign: as.sign.publicKey, seal: as.seal.publicKey, fences };
}

/** Gives somebody an epoch's key; the charter does not care what is sealed. */
export function grant({ id }: Person, epoch: number, sealed = seed(`epoch ${epoch}`)): CharterOp {
	return { kind: 'grant', member: id, epoch, sealed };
}

/** Begins an epoch for these readers. */
export function begin(number: number, ...readers: readonly Person[]): CharterOp[] {
	return [{ kind: 'epoch', number }, ...readers.map((reader) => grant(reader, number))];
}

/** The ops of a first record. */
export function found(host: Person, ...more: readonly CharterOp[]): CharterOp[] {
	return [{ kind: 'genesis', form: 0, nonce: seed('genesis').slice(0, 16) }, admit(host, 'host'), ...more];
}

/** A signed record after `charter`, valid or not; `fields` override valid ones. */
export function draft(
	charter: Charter | null,
	signer: Person,
	ops: readonly CharterOp[],
	fields: Partial<CharterBody> = {}
): Promise<CharterRecord> {
	const place = { previous: charter?.head ?? new Uint8Array(32), index: charter?.length ?? 0 };
	const body: CharterBody = { version: 2, ...place, atMs: 1_800_000_000_000, signer: signer.id, ops, ...fields };
	return signRecord(charter?.space ?? null, body, signer.sign);
}

/** The charter after one more valid record. */
export async function after(charter: Charter | null, signer: Person, ...ops: readonly CharterOp[]): Promise<Charter> {
	return value(await extend(charter, await draft(charter, signer, ops)));
}

/** Why a record is refused, or 'accepted'. */
export async function verdict(
	charter: Charter | null,
	signer: Person,
	ops: readonly CharterOp[],
	fields: Partial<CharterBody> = {}
): Promise<string> {
	const read = await extend(charter, await draft(charter, signer, ops, fields));
	return read.ok ? 'accepted' : read.why;
}

/** Some feed's id. */
export function feedId(name: string): FeedId {
	return Buffer.from(seed(name)).toString('hex').slice(0, 32) as FeedId;
}

/** `raw` with one bit flipped. */
export function flipped<T extends Uint8Array>(raw: T, bit: number): Uint8Array<ArrayBuffer> {
	const damaged = concat(raw);
	damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
	return damaged;
}

/** Berta's group: she and Cem are hosts, Anton and Mia members, with one epoch. Eve and Rolf are not in it. */
export async function group(): Promise<
	Record<'berta' | 'cem' | 'anton' | 'mia' | 'eve' | 'rolf', Person> & { readonly charter: Charter }
> {
	const [berta, cem, anton, mia, eve, rolf] = await Promise.all([
		person('Berta'),
		person('Cem'),
		person('Anton'),
		person('Mia'),
		person('Eve'),
		person('Rolf')
	]);
	const others = [admit(cem, 'host'), admit(anton, 'member'), admit(mia, 'member')];
	const charter = await after(null, berta, ...found(berta, ...others, ...begin(1, berta, cem, anton, mia)));
	return { berta, cem, anton, mia, eve, rolf, charter };
}

/** A member who must be in a charter. */
export function memberIn(charter: Charter, { id }: Person): CharterMember {
	const member = charter.members.get(id);
	if (!member) throw new Error('no such member');
	return member;
}
