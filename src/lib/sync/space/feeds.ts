/** Feeds as a device knows them: their owner, their length, and the Yjs client that writes them. */
import { fromHex } from '../../base/bytes';
import type { FeedId, Hash, MemberId, SigningPublic, SpaceId } from '../../base/ids';
import { good, type Result } from '../../base/result';
import { hash } from '../../crypto/hash';
import { byteOf, decode, encode, fixed, id, list, record, uint } from '../../wire/codec';
import { feedIdOf, NO_ENTRY } from '../../wire/entry';

/** Why a feed stops: 'fork' (two entries of one number), 'damaged' (an entry that must not be applied). */
export type Trouble = 'none' | 'fork' | 'damaged';
const TROUBLES: readonly Trouble[] = ['none', 'fork', 'damaged'];

/** One feed. Only ingest and sealing change it in place. */
export interface Feed {
	readonly id: FeedId;
	readonly member: MemberId;
	/** Which of the member's key generations certified the device. */
	readonly generation: number;
	readonly device: SigningPublic;
	readonly nonce: Uint8Array;
	/** Number and hash of its last entry here; 0 when it is only reserved. */
	seq: number;
	hash: Hash;
	/** The last entry that the relay is known to have. May exceed `seq` when rows were lost here: it returns them. */
	acked: number;
	trouble: Trouble;
	/** The author's progress mark up to which the relay has everything (our feeds). */
	relayed: number;
	/** Progress marks of sealed, unacknowledged entries, oldest first. */
	unacked: { readonly seq: number; readonly mark: number }[];
	/** Ours: its last checkpoint, and the last that stands for many entries; 0 for none. SPEC.md J1. */
	summed: number;
	summedFar: number;
	/** Whether checkpoints stand here for entries that are not here. SPEC.md J2. */
	isBrief: boolean;
	/** Whether entries may be here that no document has been given yet, and whose updates nobody has checked. SPEC.md D6. */
	isUnchecked: boolean;
	/** A feed of this device that it now only reads: a twin writes to it, or rows of it were lost. SPEC.md O6. */
	isLeft: boolean;
}

const row = record({
	id: id<FeedId>(),
	member: id<MemberId>(),
	generation: uint,
	device: fixed(32),
	nonce: fixed(16),
	seq: uint,
	hash: fixed(32),
	acked: uint,
	trouble: byteOf(0, 1, 2),
	relayed: uint,
	unacked: list(record({ seq: uint, mark: uint }), 1 << 20),
	left: byteOf(0, 1),
	summed: uint,
	summedFar: uint,
	brief: byteOf(0, 1),
	unchecked: byteOf(0, 1)
});

/** A feed that nobody has written to yet. */
export function newFeed(
	space: SpaceId,
	member: MemberId,
	generation: number,
	device: SigningPublic,
	nonce: Uint8Array
): Feed {
	const feed = feedIdOf(space, device, nonce);
	return {
		id: feed,
		member,
		generation,
		device,
		nonce,
		seq: 0,
		hash: NO_ENTRY,
		acked: 0,
		trouble: 'none',
		relayed: 0,
		unacked: [],
		summed: 0,
		summedFar: 0,
		isBrief: false,
		isUnchecked: false,
		isLeft: false
	};
}

/** The feed's row for the vault. */
export function feedBytes(feed: Feed): Uint8Array {
	const trouble = TROUBLES.indexOf(feed.trouble) as 0 | 1 | 2;
	const flags = { left: flag(feed.isLeft), brief: flag(feed.isBrief), unchecked: flag(feed.isUnchecked) };
	return encode(row, { ...feed, ...flags, trouble });
}

/** The feed of a vault row, or why not. */
export function readFeed(raw: Uint8Array): Result<Feed> {
	const read = decode(row, raw);
	if (!read.ok) return read;
	const { trouble, unacked, left, brief, unchecked, ...rest } = read.value;
	const flags = { isLeft: left === 1, isBrief: brief === 1, isUnchecked: unchecked === 1 };
	return good({ ...rest, ...flags, unacked: [...unacked], trouble: TROUBLES[trouble] ?? 'damaged' });
}

function flag(is: boolean): 0 | 1 {
	return is ? 1 : 0;
}

const clients = new Map<FeedId, number>();

/** The Yjs client id of a feed: 48 bits of its hash, so that two never collide by chance or by search. SPEC.md S4. */
export function clientOf(feed: FeedId): number {
	const known = clients.get(feed);
	if (known !== undefined) return known;
	const client = hash('client', fromHex(feed))
		.subarray(0, 6)
		.reduce((value, byte) => value * 256 + byte, 0);
	clients.set(feed, client);
	return client;
}

/** The number of the entry that a key names. */
export function seqOf(key: string): number {
	return parseInt(key.slice(ENTRY_PREFIX), 36);
}

/** The hexadecimal digits of space and feed. */
const ENTRY_PREFIX = 64;

/** The vault key of one entry: sorts by feed, then by number. */
export function entryKey(space: SpaceId, feed: FeedId, seq: number): string {
	return `${space}${feed}${seq.toString(36).padStart(8, '0')}`;
}
