/** The reception as its counsellors and clients have it. */
import * as Y from 'yjs';
import type { MemberId } from '../../src/lib/base/ids';
import { freshSeed } from '../../src/lib/crypto/random';
import { signingKey } from '../../src/lib/crypto/sign';
import { newest, extend } from '../../src/lib/wire/charter';
import { signRecord } from '../../src/lib/wire/charter-record';
import { certifyMember, vouch, type IdentityChain } from '../../src/lib/sync/keys/chain';
import { beginEpoch, nonceOf } from '../../src/lib/sync/keys/epochs';
import { foundSpace, newMember } from '../../src/lib/sync/keys/founding';
import { credentials, memberKeys } from '../../src/lib/sync/keys/member';
import { Reception } from '../../src/lib/sync/centre/reception';
import { keptRows } from '../../src/lib/sync/space/kept-rows';
import { Space } from '../../src/lib/sync/space/space';
import { MemoryVault } from '../../src/lib/sync/vault/memory';
import { SealedRows } from '../../src/lib/sync/vault/sealed';
import { NO_DOCUMENTS_POLICY } from './policies';
import { charterChanges } from '../../src/lib/sync/vault/naming';

/** Berta (Leitung) and Cem each at their desks; clients read. */
export async function desk() {
	const [root, berta, cem] = await Promise.all([
		signingKey(freshSeed()),
		signingKey(freshSeed()),
		signingKey(freshSeed())
	]);
	const ofBerta = await vouch(root.publicKey, root, berta.publicKey, 1);
	const ofCem = await vouch(ofBerta, berta, cem.publicKey, 2);
	const made = await foundSpace(
		'reception',
		await memberKeys(freshSeed()),
		[await newMember('member'), await newMember('reader')],
		1
	);
	const disk = async (): Promise<MemoryVault> => {
		const vault = new MemoryVault();
		await vault.commit(charterChanges(made.space, made.records));
		return vault;
	};
	const disks = new Map<number, SealedRows>();
	/** At the desk of a member who keeps what she saw, or at a new one. */
	const at = async (index: number, doc = new Y.Doc(), nowMs = 1): Promise<Reception> => {
		const rows = disks.get(index) ?? (await SealedRows.under(await disk(), freshSeed()));
		disks.set(index, rows);
		const seed = made.members[index]?.seed ?? freshSeed();
		const space = await Space.open(
			rows,
			await credentials(made.space, seed, freshSeed()),
			NO_DOCUMENTS_POLICY,
			() => nowMs,
			await keptRows(rows, made.space)
		);
		return new Reception(space, doc, root.publicKey);
	};
	const proof = (chain: IdentityChain, key: typeof berta, one: Reception): Promise<Uint8Array> =>
		certifyMember(chain, key, one.space.id, one.space.credentials.keys.sign.publicKey);
	const lose = (index: number): boolean => disks.delete(index);
	return { root, berta, cem, ofBerta, ofCem, at, lose, proof };
}

/** Brings what one has to another. */
export function sync(from: Reception, to: Reception): Promise<void> {
	Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc));
	return to.settled();
}

/** Berta's record that removes members of the reception, on every device. */
export async function remove(host: Reception, gone: MemberId, ...others: readonly Reception[]): Promise<void> {
	const { charter, credentials: mine } = host.space;
	const staying = [...charter.members.values()].filter(({ id, isRemoved }) => id !== gone && !isRemoved);
	const readers = staying.map((member) => ({ member: member.id, seal: newest(member).seal }));
	const begun = await beginEpoch(nonceOf(host.space.records[0]), charter.epoch + 1, readers);
	const draft = {
		version: 2 as const,
		previous: charter.head,
		index: charter.length,
		atMs: 1,
		signer: mine.member,
		ops: [{ kind: 'remove' as const, member: gone, fences: [] }, ...begun.ops]
	};
	const record = await signRecord(host.space.id, draft, mine.keys.sign);
	const next = await extend(charter, record);
	if (!next.ok) throw new Error(next.why);
	for (const one of [host, ...others]) {
		await one.space.takeCharter(next.value, [record]);
		await one.settled();
	}
}
