/** Charter changes for tests. */
import type { MemberId } from '../../src/lib/base/ids';
import { beginEpoch, nonceOf } from '../../src/lib/sync/keys/epochs';
import { mayRead, newest } from '../../src/lib/wire/charter';
import type { CharterOp } from '../../src/lib/wire/charter-record';
import type { Device, Scene } from './devices';
import { settle } from './settling';

/** A new epoch for everybody who may read, except `gone`. */
export async function newEpoch({ space }: Device, gone?: MemberId): Promise<CharterOp[]> {
	const readers = [...space.charter.members.values()].filter((member) => mayRead(member) && member.id !== gone);
	const begun = await beginEpoch(
		nonceOf(space.records[0]),
		space.charter.epoch + 1,
		readers.map((member) => ({ member: member.id, seal: newest(member).seal }))
	);
	return begun.ops;
}

/** Begins one, and waits until everybody has it. */
export async function beginsEpoch(stream: Scene, by: Device): Promise<void> {
	const amended = by.replica.amend(() => newEpoch(by));
	await settle(stream);
	await amended;
}

/** Removes a member: its feeds end where the remover has them. */
export async function removal(by: Device, gone: MemberId): Promise<CharterOp[]> {
	const fences = [...by.space.feeds.values()]
		.filter(({ member }) => member === gone)
		.map(({ id, seq }) => ({ feed: id, seq }));
	return [{ kind: 'remove', member: gone, fences }, ...(await newEpoch(by, gone))];
}
