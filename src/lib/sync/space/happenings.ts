/** What happened to a space's members, and which devices they write from: from signed records alone. SPEC.md S10. */
import { hex } from '../../base/bytes';
import type { Clock } from '../../base/clock';
import type { FeedId, MemberId } from '../../base/ids';
import { memberIdOf } from '../../wire/certificate';
import type { Role } from '../../wire/charter-record';
import { parseEntry } from '../../wire/entry';
import { entryKey, type Feed } from './feeds';
import { unsealEntry } from './sealing';
import type { Space } from './space';

/** Somebody came, went or changed keys. `index`: of the charter's record; 0 for the founder and first members. */
export interface Change {
	readonly kind: 'admit' | 'remove' | 'rekey';
	readonly member: MemberId;
	readonly role: Role;
	readonly index: number;
	readonly atMs: number;
}

/** A device that writes, and the clock of its first entry here. */
export interface WritingDevice extends Clock {
	readonly member: MemberId;
	readonly role: Role;
	/** Its key, as text. */
	readonly device: string;
	/** Whether it is this device. */
	readonly isHere: boolean;
}

/** All changes to a space's members, in the charter's order. */
export function changesOf({ records, charter }: Pick<Space, 'records' | 'charter'>): readonly Change[] {
	return records.flatMap(({ ops, index, atMs }) =>
		ops.flatMap((op): Change[] => {
			if (op.kind !== 'admit' && op.kind !== 'remove' && op.kind !== 'rekey') return [];
			const member = op.kind === 'admit' ? memberIdOf(op.sign) : op.member;
			const role = charter.members.get(member)?.role;
			return role === undefined ? [] : [{ kind: op.kind, member, role, index, atMs }];
		})
	);
}

const firsts = new WeakMap<Space, Map<FeedId, Clock>>();

/** The devices that write in a space. `isWhole`: no started feed's first entry is still on its way into the vault. */
export interface WritingDevices {
	readonly devices: readonly WritingDevice[];
	readonly isWhole: boolean;
}

/** Each device that writes in a space, by its earliest feed readable here. Rejects with a `Fault`. */
export async function devicesOf(space: Space): Promise<WritingDevices> {
	const devices = new Map<string, WritingDevice>();
	let isWhole = true;
	for (const feed of [...space.feeds.values()]) {
		const clock = await firstOf(space, feed);
		if (clock === 'coming') isWhole = false;
		const role = space.charter.members.get(feed.member)?.role;
		if (!clock || clock === 'coming' || !role) continue;
		const device = hex(feed.device);
		const known = devices.get(device);
		if (known && known.ms <= clock.ms) continue;
		devices.set(device, { ...clock, member: feed.member, role, device, isHere: space.isMine(feed) });
	}
	return { devices: [...devices.values()], isWhole };
}

/** The clock of a feed's first entry; null if there is none or it does not open here; 'coming' before it is stored. */
async function firstOf(space: Space, feed: Feed): Promise<Clock | 'coming' | null> {
	const known = firsts.get(space) ?? new Map<FeedId, Clock>();
	firsts.set(space, known);
	const kept = known.get(feed.id);
	if (kept || feed.seq === 0) return kept ?? null;
	const raw = await space.rows.vault.get('entries', entryKey(space.id, feed.id, 1));
	if (!raw) return 'coming';
	const entry = parseEntry(space.id, raw);
	const payload = entry.ok ? await unsealEntry(space, feed, entry.value) : null;
	if (!payload?.ok) return null;
	known.set(feed.id, payload.value.clock);
	return payload.value.clock;
}
