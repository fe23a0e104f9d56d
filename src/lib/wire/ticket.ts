/**
 * Tickets: how a device enters spaces that it only watches again, hundreds in one frame and without a signature
 * each. The relay gives a ticket to whoever answered its challenge, and keeps none. SPEC.md W7, W8.
 */
import { fromHex } from '../base/bytes';
import type { FeedId, MemberId, SpaceId } from '../base/ids';
import { hash } from '../crypto/hash';
import { isMac, mac } from '../crypto/mac';
import { newest, type Charter, type CharterMember } from './charter';
import { feedHeads } from './charter-record';
import { encode, fixed, id, record, uint, type Carried } from './codec';

/** One member's way back into one space, up to and including a day (since 1970, UTC). */
export const ticket = record({ member: id<MemberId>(), untilDay: uint, secret: fixed(32) });
export type Ticket = Carried<typeof ticket>;

/** A ticket as it is shown: the proof that the secret is known, and what the device knows of the space. */
export const shownTicket = record({
	space: id<SpaceId>(),
	member: id<MemberId>(),
	untilDay: uint,
	proof: fixed(16),
	digest: fixed(16)
});
export type ShownTicket = Carried<typeof shownTicket>;

const extent = record({ records: uint, heads: feedHeads });

/** The relay's ticket for this member, good while her newest keys are. SPEC.md W7. */
export function makeTicket(key: Uint8Array, space: SpaceId, member: CharterMember, untilDay: number): Ticket {
	const until = encode(uint, untilDay);
	const secret = mac(key, 'ticket', fromHex(space), fromHex(member.id), newest(member).sign, until);
	return { member: member.id, untilDay, secret };
}

/** Shows a ticket on a connection with this challenge. SPEC.md W7. */
export function showTicket(space: SpaceId, ticket: Ticket, challenge: Uint8Array, digest: Uint8Array): ShownTicket {
	const { member, untilDay } = ticket;
	return { space, member, untilDay, proof: proofOf(ticket, challenge), digest };
}

/** The member whose valid ticket this is on this day (since 1970, UTC); null when it is nobody's. SPEC.md W7. */
export function checkTicket(
	key: Uint8Array,
	{ space, members }: Charter,
	{ member: id, untilDay, proof }: ShownTicket,
	challenge: Uint8Array,
	today: number
): CharterMember | null {
	const member = members.get(id);
	if (!member || member.isRemoved || untilDay < today) return null;
	return isMac(proofOf(makeTicket(key, space, member, untilDay), challenge), proof) ? member : null;
}

/** How far a space goes, in 16 bytes: the same on both sides when neither has anything that the other lacks. SPEC.md W8. */
export function digestOf(records: number, heads: Iterable<readonly [feed: FeedId, seq: number]>): Uint8Array {
	const sorted = [...heads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([feed, seq]) => ({ feed, seq }));
	return hash('extent', encode(extent, { records, heads: sorted })).subarray(0, 16);
}

function proofOf({ secret }: Ticket, challenge: Uint8Array): Uint8Array {
	return mac(secret, 'enter', challenge).subarray(0, 16);
}
