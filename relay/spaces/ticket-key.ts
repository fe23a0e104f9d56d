/** The relay's tickets: made under one key that it keeps; which ones it gave, it does not. SPEC.md R41. */
import { randomBytes, randomInt } from 'node:crypto';
import { utcDay } from '../../src/lib/base/day';
import type { CharterMember } from '../../src/lib/wire/charter';
import { makeTicket, type Ticket } from '../../src/lib/wire/ticket';
import type { Log } from '../settings/log';
import { findFact, putFact } from '../store/rows';
import type { Store } from '../store/store';
import type { Context } from './context';
import type { LiveSpace } from './space';

/** A ticket lasts between so many and twice so many days: those given on one day do not all lapse on another. */
const DAYS = 30;

/** The key of this store's tickets; one that is not kept when the disk takes none, so that its tickets lapse with the process. */
export async function readTicketKey(store: Store, log: Log): Promise<Uint8Array> {
	const kept = await findFact(store, 'ticket-key');
	if (kept) return kept;
	const key = new Uint8Array(randomBytes(32));
	await store.commit([putFact('ticket-key', key)]).catch((why: unknown) => log('store failed', why));
	return key;
}

/** A ticket for a member who has just proved who she is; none where nobody only watches. */
export function newTickets({ ticketKey, now }: Context, { charter }: LiveSpace, member: CharterMember): Ticket[] {
	if (charter.form === 'reception') return [];
	const untilDay = utcDay(now()) + DAYS + randomInt(DAYS + 1);
	return [makeTicket(ticketKey, charter.space, member, untilDay)];
}
