/** Presence: sealed states passed on to everyone present, and kept by nobody. */
import type { DeviceFrame } from '../../src/lib/wire/frames';
import { mayRead } from '../../src/lib/wire/charter';
import type { Context } from './context';
import type { Joined, LiveSpace, Peer } from './space';

/** Passes one presence on. Too frequent ones are dropped: the next one repeats everything. SPEC.md R9. */
export function tellPresence(
	context: Context,
	connection: Peer,
	frame: Extract<DeviceFrame, { kind: 'presence' }>
): void {
	const joined = connection.joined.get(frame.space);
	const role = joined?.space.memberOf(joined)?.role;
	if (!joined || joined.isQuiet || (role !== 'host' && role !== 'member')) {
		connection.refuse(frame.space, 'presence', joined ? 'not-allowed' : 'not-member');
		return;
	}
	if (!connection.presence.tryTake(1, context.now())) return;
	joined.presence = frame.body.length > 0 ? frame.body : null;
	hand(joined, frame.body);
}

/** Tells the others that this one is gone. */
export function endPresence(joined: Joined): void {
	if (joined.presence === null) return;
	joined.presence = null;
	hand(joined, new Uint8Array());
}

/** Tells a newcomer who is present. */
export function greet(newcomer: Joined): void {
	if (newcomer.isQuiet) return;
	for (const { presence: body, handle, connection } of newcomer.space.joined) {
		if (body === null || connection === newcomer.connection) continue;
		newcomer.connection.send({ kind: 'presence', space: newcomer.space.id, connection: handle, body });
	}
}

function hand(from: Joined, body: Uint8Array): void {
	const { space, handle, connection } = from;
	const frame = { kind: 'presence', space: space.id, connection: handle, body } as const;
	space.tell(frame, (other) => other.connection !== connection && hears(space, other));
}

function hears(space: LiveSpace, joined: Joined): boolean {
	return !joined.isQuiet && mayRead(space.memberOf(joined));
}
