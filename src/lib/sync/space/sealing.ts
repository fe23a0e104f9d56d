/** Sealing and opening one entry's payload: under an epoch key, or to the host's public key. SPEC.md E3, E4, E6. */
import { fromHex } from '../../base/bytes';
import { bad, type Result } from '../../base/result';
import { openSealed, sealTo } from '../../crypto/hpke';
import { seal, unseal } from '../../crypto/seal';
import { newest } from '../../wire/charter';
import { headerBytes, signEntry, type Entry, type EntryHeader } from '../../wire/entry';
import type { Feed } from './feeds';
import { pad, unpad, type Payload } from './payload';
import type { SpaceState } from './state';

/** The part of a space needed to open an entry. */
type Keys = Pick<SpaceState, 'id' | 'epochs' | 'charter' | 'credentials'>;

/** Seals, signs and chains the next entry of our feed; the caller advances the feed. */
export async function sealEntry(
	space: Keys,
	feed: Feed,
	kind: 'open' | 'update' | 'drop' | { readonly checkpointFrom: number },
	payload: Payload,
	blobs: readonly Uint8Array[] = []
): Promise<Entry> {
	const { epoch, epochKey } = currentEpoch(space);
	const common = { version: 2 as const, feed: feed.id, seq: feed.seq + 1, epoch, previous: feed.hash, blobs };
	const header: EntryHeader =
		typeof kind === 'object'
			? { kind: 'checkpoint', ...common, from: kind.checkpointFrom }
			: kind === 'open'
				? { kind, ...common, nonce: feed.nonce, certificate: space.credentials.certificate }
				: { kind, ...common };
	const context = [fromHex(space.id), headerBytes(header)];
	const sealed = epochKey
		? await seal(epochKey, 'entry', pad(payload, header.kind), ...context)
		: await sealTo(hostKey(space), 'letter', pad(payload), ...context);
	return signEntry(space.id, header, sealed, space.credentials.device);
}

/** Why a payload stays closed: 'locked' may open later; every other reason is final. */
export const LOCKED = 'locked';

/** The payload of an entry, or why not. Never throws. */
export async function unsealEntry(space: Keys, feed: Feed, entry: Entry): Promise<Result<Payload>> {
	if (entry.sealed === null) return bad('payload given up');
	const context = [fromHex(space.id), entry.head];
	if (entry.header.epoch === 0) {
		for (const key of await space.credentials.sealing()) {
			const letter = await openSealed(key, 'letter', entry.sealed, ...context);
			if (letter.ok) return unpad(letter.value);
		}
		return bad('a letter to somebody else');
	}
	const key = space.epochs.get(entry.header.epoch);
	if (!key) return bad(LOCKED);
	const plain = await unseal(key.entries, 'entry', entry.sealed, ...context);
	return plain.ok ? unpad(plain.value, entry.header.kind) : bad(`feed ${feed.id.slice(0, 4)}: ${plain.why}`);
}

/** Posters have no epoch key: their writing is sealed to the host, as epoch 0. */
function currentEpoch(space: Keys): { epoch: number; epochKey: CryptoKey | null } {
	const key = space.epochs.get(space.charter.epoch);
	if (key) return { epoch: space.charter.epoch, epochKey: key.entries };
	if (space.charter.members.get(space.credentials.member)?.role !== 'poster')
		throw new Error('bug: sealing without the epoch key');
	return { epoch: 0, epochKey: null };
}

function hostKey(space: Keys): Uint8Array {
	const host = [...space.charter.members.values()].find((member) => member.role === 'host' && !member.isRemoved);
	if (!host) throw new Error('bug: a space without a host');
	return newest(host).seal;
}
