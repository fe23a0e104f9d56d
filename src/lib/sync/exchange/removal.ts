/** Removing members: their feeds end where they are; later writes are sealed to those who stay. SPEC.md S3, S5. */
import { Refusal } from '../../base/fault';
import type { MemberId } from '../../base/ids';
import { mayRead, newest, type Charter } from '../../wire/charter';
import type { CharterOp, FeedHead } from '../../wire/charter-record';
import { beginEpoch, nonceOf } from '../keys/epochs';
import type { Replica } from './replica';
import type { Space } from '../space/space';

/**
 * Removes members in one record: with their fences and a new epoch for all who stay. Does nothing for
 * those who are already out. Resolves when the relay has it. Rejects with 'not-allowed' when this device's
 * member is no host or no host would be left, with a `Fault` when there is no connection. SPEC.md S5.
 */
export async function removeMember(replica: Replica, ...gone: readonly MemberId[]): Promise<void> {
	await replica.amend((charter) => removal(replica.space, charter, gone));
}

/** The ops of a removal for the current charter, or null when nobody is left to remove. */
async function removal(
	space: Space,
	charter: Charter,
	gone: readonly MemberId[]
): Promise<readonly CharterOp[] | null> {
	const leaving = new Set(gone.filter((id) => charter.members.get(id)?.isRemoved === false));
	if (leaving.size === 0) return null;
	const staying = [...charter.members.values()].filter(({ id, isRemoved }) => !isRemoved && !leaving.has(id));
	const me = charter.members.get(space.credentials.member);
	if (me?.role !== 'host' || me.isRemoved || !staying.some(({ role }) => role === 'host'))
		throw new Refusal('not-allowed');
	const removals = [...leaving].map((member): CharterOp => ({
		kind: 'remove',
		member,
		fences: fencesOf(space, member)
	}));
	if (charter.epoch === 0) return removals;
	const readers = staying.filter(mayRead).map((member) => ({ member: member.id, seal: newest(member).seal }));
	return [...removals, ...(await beginEpoch(nonceOf(space.records[0]), charter.epoch + 1, readers)).ops];
}

/**
 * Where the feeds of a member's current keys end on this device. The relay refuses fences below what it has
 * acknowledged ('fence'); they are then rebuilt from what it sends. SPEC.md X12.
 */
export function fencesOf(space: Space, member: MemberId): FeedHead[] {
	const last = (space.charter.members.get(member)?.generations.length ?? 0) - 1;
	return [...space.feeds.values()]
		.filter((feed) => feed.member === member && feed.generation === last && feed.seq > 0)
		.map(({ id, seq }) => ({ feed: id, seq }));
}
