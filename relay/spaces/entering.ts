/** Entering many spaces at once that are only watched. SPEC.md R41. */
import { equal } from '../../src/lib/base/bytes';
import { utcDay } from '../../src/lib/base/day';
import type { SpaceId } from '../../src/lib/base/ids';
import { newest } from '../../src/lib/wire/charter';
import type { DeviceFrame } from '../../src/lib/wire/frames';
import { MAX_JOINED } from '../../src/lib/wire/limits';
import { checkTicket, digestOf, type ShownTicket } from '../../src/lib/wire/ticket';
import type { Context } from './context';
import { enter, sayJoined } from './join';
import type { Joined, LiveSpace, Peer } from './space';

/** As many refused tickets cost an address as much as one wrong proof: checking one is cheap, and many may lapse at once. */
const TICKETS_PER_FAILURE = 16;

/**
 * Lets a connection into spaces, each with a ticket. Answers `joined` for those that are not as the device knows
 * them, then `entered`.
 */
export async function enterWithTickets(
	context: Context,
	connection: Peer,
	{ tickets }: Extract<DeviceFrame, { kind: 'enter' }>
): Promise<void> {
	const { addresses, spaces } = context;
	const { address } = connection.arrival;
	const refused: SpaceId[] = [];
	for (const shown of tickets) {
		const isIn =
			addresses.mayProve(address) &&
			(await spaces.turn(shown.space, (space) => Promise.resolve(enterOne(context, connection, space, shown))));
		if (isIn !== true) refused.push(shown.space);
	}
	addresses.failed(address, refused.length / TICKETS_PER_FAILURE);
	connection.send({ kind: 'entered', refused });
}

function enterOne(context: Context, connection: Peer, space: LiveSpace, shown: ShownTicket): boolean {
	const { charter } = space;
	if (charter.form === 'reception' || connection.joined.size >= MAX_JOINED) return false;
	const member = checkTicket(context.ticketKey, charter, shown, connection.challenge, utcDay(context.now()));
	if (!member) return false;
	const { sign } = newest(member);
	const holds: Joined['holds'] = ({ members }) => {
		const now = members.get(member.id);
		return Promise.resolve(now !== undefined && equal(newest(now).sign, sign));
	};
	const joined = enter(connection, space, member, { holds, isQuiet: true, isProven: false });
	if (!joined) return false;
	const heads = space.heads(joined).map(({ feed, seq }) => [feed, seq] as const);
	if (!equal(digestOf(charter.length, heads), shown.digest)) sayJoined(joined);
	return true;
}
