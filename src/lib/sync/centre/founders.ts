/**
 * A group's id proves its founder: it is derived from the first record, whose key vouches for her identity.
 * So a colleague outside the group, without its charter, knows whose word counts there. See ../state/SPEC.md U6.
 */
import { base64url, equal, fromBase64url } from '../../base/bytes';
import { asId, type IdentityId, type SpaceId } from '../../base/ids';
import { attempt } from '../../base/result';
import { checkMember, identityOf } from '../keys/chain';
import type { Space } from '../space/space';
import { certifyDevice, isCertifiedBy } from '../../wire/certificate';
import { newest, readChain } from '../../wire/charter';
import { parseRecord } from '../../wire/charter-record';

/** Proof of a founder as stored: base64url. */
export interface FounderProof {
	readonly genesis: string;
	readonly founderKey: string;
	readonly founderSign: string;
}

/** What the founder's device stores about a group: fields of its record in the centre. Null on any other device. */
export async function founderProof(space: Space, chain: Uint8Array, root: Uint8Array): Promise<FounderProof | null> {
	const [first] = space.records;
	const { member, keys } = space.credentials;
	if (!first || first.signer !== member) return null;
	const mine = await checkMember(chain, root, space.id, keys.sign.publicKey);
	const founded = await readChain([first]);
	if (!mine.ok || !founded.ok) return null;
	const founder = founded.value.members.get(member);
	// later keys prove nothing through the first record
	if (!founder || !equal(newest(founder).sign, keys.sign.publicKey)) return null;
	const { signature } = await certifyDevice(space.id, member, keys.sign, mine.value.key);
	return { genesis: base64url(first.bytes), founderKey: base64url(mine.value.key), founderSign: base64url(signature) };
}

/** The founder proven by these fields of a group's record; null when they prove nobody. */
export async function provenFounder(
	group: string,
	fields: Readonly<Record<string, unknown>>
): Promise<IdentityId | null> {
	const read = attempt('no proof', () =>
		[fields.genesis, fields.founderKey, fields.founderSign].map((field) =>
			fromBase64url(typeof field === 'string' ? field : '')
		)
	);
	const [genesis, key, signature] = read.ok ? read.value : [];
	const record = genesis && parseRecord(genesis);
	if (!record?.ok || key?.length !== 32 || signature?.length !== 64) return null;
	const founded = await readChain([record.value]);
	if (!founded.ok || (founded.value.space as string) !== group) return null;
	const founder = founded.value.members.get(record.value.signer);
	if (!founder) return null;
	const certificate = { member: founder.id, device: key, signature };
	const isHers = await isCertifiedBy(asId<SpaceId>(group), newest(founder).sign, certificate);
	return isHers ? identityOf(key) : null;
}
