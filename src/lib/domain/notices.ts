/**
 * Quiet lines between a stream's messages: a new device, a new link, a lock, counsellors who came and
 * went. So that nobody silently enters under somebody else's name. A pure function of signed values:
 * both sides see the same.
 */

/** One line. `side`: whose device, link or arrival it is. */
export interface Notice {
	readonly id: string;
	readonly atMs: number;
	readonly kind: 'device' | 'keys' | 'link' | 'locked' | 'came' | 'left';
	readonly side: 'client' | 'counsellor';
	readonly member: string;
	/** Whether the device is this one. */
	readonly isHere: boolean;
	/** How often it happened with no message in between. */
	readonly times: number;
}

/** Somebody came, went, or changed keys; `index` 0: with the founding. */
export interface MemberChange {
	readonly kind: 'admit' | 'remove' | 'rekey';
	readonly member: string;
	readonly role: string;
	readonly index: number;
	readonly atMs: number;
}

/** A device that writes, and since when. */
export interface MemberDevice {
	readonly member: string;
	readonly role: string;
	readonly device: string;
	readonly ms: number;
	readonly count: number;
	readonly isHere: boolean;
}

/** A client removed and admitted again within this time has a new link, and was not locked out. */
const AT_ONCE_MS = 60_000;

/** All lines of a stream with one client, oldest first. First devices and a member's first own keys make none. */
export function noticesOf(changes: readonly MemberChange[], devices: readonly MemberDevice[]): readonly Notice[] {
	const notices = [...changed(changes), ...opened(devices)];
	return notices.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
}

/** Merges two lines with no message between them, or null: further devices of the same person. */
export function joined(one: Notice, next: Notice): Notice | null {
	const isSame =
		one.kind === 'device' && next.kind === 'device' && one.side === next.side && one.isHere === next.isHere;
	const isOfOne = one.side === 'client' || one.member === next.member;
	return isSame && isOfOne ? { ...next, id: one.id, times: one.times + 1 } : null;
}

function changed(changes: readonly MemberChange[]): Notice[] {
	const rekeyed = new Set<string>();
	return changes.flatMap((change, i): Notice[] => {
		const side = sideOf(change.role);
		if (side === null || change.index === 0) return [];
		const { member, atMs, index } = change;
		const line = (kind: Notice['kind']): Notice[] => [
			{ id: `notice ${String(index)} ${member}`, atMs, kind, side, member, isHere: false, times: 1 }
		];
		if (change.kind === 'rekey') {
			const isFirst = !rekeyed.has(member);
			rekeyed.add(member);
			return isFirst ? [] : line('keys');
		}
		if (side === 'counsellor') return line(change.kind === 'admit' ? 'came' : 'left');
		if (change.kind === 'admit') return line('link');
		const next = changes.slice(i + 1).find(({ kind, role }) => kind !== 'rekey' && sideOf(role) === 'client');
		const isMoved = next?.kind === 'admit' && Math.abs(next.atMs - atMs) <= AT_ONCE_MS;
		return isMoved ? [] : line('locked');
	});
}

function opened(devices: readonly MemberDevice[]): Notice[] {
	const known = new Set<string>();
	const sorted = [...devices].sort((a, b) => a.ms - b.ms || a.count - b.count || (a.device < b.device ? -1 : 1));
	return sorted.flatMap(({ member, role, device, ms, isHere }): Notice[] => {
		const side = sideOf(role);
		// one client, in whichever seats; each counsellor separately
		const who = side === 'client' ? 'client' : member;
		const isFirst = !known.has(who);
		known.add(who);
		if (side === null || isFirst) return [];
		return [{ id: `notice ${device}`, atMs: ms, kind: 'device', side, member, isHere, times: 1 }];
	});
}

function sideOf(role: string): Notice['side'] | null {
	if (role === 'member') return 'client';
	return role === 'host' ? 'counsellor' : null;
}
