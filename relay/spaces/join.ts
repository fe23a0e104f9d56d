/** Entering and leaving a space. */
import type { SpaceId } from '../../src/lib/base/ids';
import { isCertifiedBy } from '../../src/lib/wire/certificate';
import { checkAnswer, checkFormer, checkToken, connectionName } from '../../src/lib/wire/challenge';
import { mayRead, newest, type CharterMember } from '../../src/lib/wire/charter';
import type { DeviceFrame, RelayRefusal } from '../../src/lib/wire/frames';
import { MAX_JOINED } from '../../src/lib/wire/limits';
import type { Ticket } from '../../src/lib/wire/ticket';
import type { Context } from './context';
import { enterReception, leaveReception } from './reception-desk';
import { endPresence, greet } from './presence';
import type { Joined, LiveSpace, Peer } from './space';
import { newTickets } from './ticket-key';

/** Lets a connection into a space when its device answers the challenge. SPEC.md R1. */
export async function join(
	context: Context,
	connection: Peer,
	frame: Extract<DeviceFrame, { kind: 'join' }>
): Promise<void> {
	const { certificate } = frame;
	const { address } = connection.arrival;
	if (!context.addresses.mayProve(address)) {
		connection.refuse(frame.space, 'join', 'too-fast');
		return;
	}
	let isFormer = false;
	const refusal = await context.spaces.turn(frame.space, async (space): Promise<RelayRefusal | 'done'> => {
		if (connection.joined.size >= MAX_JOINED) return 'too-large';
		const answer = await checkAnswer(space.charter, connection.challenge, certificate, frame.signature);
		if (!answer.ok) {
			isFormer = await noteFormer(connection, space, frame);
			return answer.why === 'bad-signature' ? 'bad-signature' : 'not-member';
		}
		const holds: Joined['holds'] = async (charter) => {
			const member = charter.members.get(certificate.member);
			return member !== undefined && isCertifiedBy(charter.space, newest(member).sign, certificate);
		};
		const joined = enter(connection, space, answer.value, { holds, isQuiet: frame.quiet === 1, isProven: true });
		if (joined) sayJoined(joined, newTickets(context, space, answer.value));
		return 'done';
	});
	if (refusal === 'done') return enterReception(context, connection, frame.space);
	if (!isFormer) context.addresses.failed(address);
	connection.refuse(frame.space, 'join', refusal ?? 'unknown-space');
}

/** A former member may see the record that ended her membership, and nothing later. SPEC.md R40. */
async function noteFormer(
	connection: Peer,
	space: LiveSpace,
	{ certificate, signature }: Extract<DeviceFrame, { kind: 'join' }>
): Promise<boolean> {
	if (connection.former.size >= MAX_JOINED) return false;
	const former = await checkFormer(space.charter, connection.challenge, certificate, signature);
	if (former) connection.former.set(space.id, former);
	return former !== null;
}

/** Lets a stock y-websocket client into the reception, or closes it for good. SPEC.md R2. */
export async function joinWithToken(context: Context, connection: Peer, token: string): Promise<void> {
	const { reception, address, host } = connection.arrival;
	const atMs = context.now();
	const isIn =
		reception !== null &&
		context.addresses.mayProve(address) &&
		(await context.spaces.turn(reception, async (space) => {
			const member = await checkToken(space.charter, token, atMs, host);
			if (!member.ok) return false;
			const holds: Joined['holds'] = async (charter) => (await checkToken(charter, token, atMs, host)).ok;
			const joined = enter(connection, space, member.value, { holds, isQuiet: false, isProven: true });
			if (joined) sayJoined(joined);
			return true;
		}));
	if (isIn === true) return enterReception(context, connection, reception);
	context.addresses.failed(address);
	connection.close(4401, 'token refused');
}

/** Makes a connection part of a space, as this member; null when it is gone. */
export function enter(
	connection: Peer,
	space: LiveSpace,
	member: CharterMember,
	how: Pick<Joined, 'holds' | 'isQuiet' | 'isProven'>
): Joined | null {
	if (!connection.isOpen) return null;
	leave(connection, space.id);
	const handle = connectionName(space.id, connection.challenge);
	const joined: Joined = {
		connection,
		space,
		member: member.id,
		...how,
		handle,
		presence: null,
		isPulling: false
	};
	space.joined.add(joined);
	connection.joined.set(space.id, joined);
	connection.former.delete(space.id);
	connection.hasJoined();
	return joined;
}

/** Tells a newcomer how far the space goes, and who is present. */
export function sayJoined(joined: Joined, tickets: readonly Ticket[] = []): void {
	const { connection, space } = joined;
	const { length, head } = space.charter;
	connection.send({ kind: 'joined', space: space.id, length, head, feeds: space.heads(joined), tickets });
	if (mayRead(space.memberOf(joined))) greet(joined);
}

/** Takes a connection out of a space if it was in it. */
export function leave(connection: Peer, id: SpaceId): void {
	const joined = connection.joined.get(id);
	if (!joined) return;
	connection.joined.delete(id);
	joined.space.joined.delete(joined);
	endPresence(joined);
	leaveReception(joined);
	if (connection.joined.size === 0 && connection.isOpen) connection.expectJoin();
}
