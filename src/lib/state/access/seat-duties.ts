/**
 * A client's seat in a stream, as its own host wants it: in a mailbox (a new link moves it to another), or
 * taken away (a lock). The wish is in the host's desk, which only she writes: nothing that colleagues share
 * moves a seat. Carried out whenever there is a network; doing it twice changes nothing. SPEC.md U1.
 */
import { base64url } from '../../base/bytes';
import { asId, type IdentityId, type SpaceId } from '../../base/ids';
import { admitMember, offeredSeat } from '../../sync/exchange/admission';
import type { SpaceRef } from '../../sync/keys/member';
import { removeMember } from '../../sync/exchange/removal';
import { noteStream, streamFields } from '../stream/desk-streams';
import type { Letters } from '../letters/unsent';
import type { AccessState } from '../contract/access';
import { jsonBytes } from '../session/json';
import { postRef, foundIn } from '../letters/addresses';
import type { OpenSpace } from '../session/open-space';
import type { StreamRecord } from '../../domain/tables/desk';

/**
 * Whether a stream of the desk is hers to open and lock: she founded it or has taken it over for good. A
 * stand-in may not. SPEC.md U3.
 */
export function isHers({ kind, over, provisional, keeps }: StreamRecord): boolean {
	return kind !== 'group' && over !== true && (provisional === undefined || keeps === provisional);
}

/** What to do about a stream's client: nothing, give her a new seat, or take hers away. */
export function seatDutyOf(stream: StreamRecord): 'none' | 'move' | 'take away' {
	const { wish, wishLock, wishBox, mailbox, isLocked } = stream;
	if (!isHers(stream) || !wish) return 'none';
	if (wishLock === true) return isLocked === true ? 'none' : 'take away';
	return wishBox !== undefined && (isLocked === true || wishBox !== mailbox) ? 'move' : 'none';
}

/** Whether a stream's client can come in, and what is still to be carried out. */
export function accessOf(stream: StreamRecord): AccessState {
	if (!isHers(stream)) return 'another';
	const what = seatDutyOf(stream);
	if (what === 'none') return stream.isLocked === true ? 'locked' : 'open';
	return what === 'move' ? 'renewing' : 'locking';
}

/** Whether a stream's client must not come in, or not yet again. */
export function isShutOut({ isLocked, wish, wishLock }: StreamRecord): boolean {
	return isLocked === true || (Boolean(wish) && wishLock === true);
}

/** The mailbox that the host wants a stream's client to have; null while unknown. */
export function boxOf(stream: StreamRecord): SpaceRef | null {
	const { wish, wishBox, wishPoster } = stream;
	return wish && typeof wishBox === 'string' ? postRef(wishBox, wishPoster) : foundIn(stream);
}

/** What is needed to give and take a seat. */
export interface SeatDutyParts {
	readonly desk: OpenSpace;
	/** The host's own identity. */
	readonly identity: IdentityId;
	readonly letters: Pick<Letters, 'drop'>;
}

/**
 * Does what is due about one stream's client. Noted as done only when the relay has all of it, the letter
 * included. Resolves with whether this run completed it. Rejects with a `Fault` if it cannot be done now.
 */
export async function carryOutSeat(
	{ desk, identity, letters }: SeatDutyParts,
	id: string,
	{ space, replica }: OpenSpace
): Promise<boolean> {
	const stream = streamFields(desk, id);
	const what = seatDutyOf(stream);
	if (what === 'none' || !replica.isCurrent || space.missing > 0 || space.me?.role !== 'host') return false;
	const note = async (fields: StreamRecord): Promise<boolean> => {
		await noteStream(desk, id, fields);
		return true;
	};
	const clients = [...space.charter.members.values()]
		.filter(({ role, isRemoved }) => role === 'member' && !isRemoved)
		.map((member) => member.id);
	if (what === 'take away') {
		await removeMember(replica, ...clients);
		return note({ isLocked: true });
	}
	const box = boxOf(stream);
	if (!box) return false;
	// Always the same seat, so an interrupted run can be continued.
	const { seed, member } = await offeredSeat(space.credentials.keys.seed, box.space, Number(stream.wish), 'access');
	await removeMember(replica, ...clients.filter((client) => client !== member));
	await admitMember(replica, seed, 'member');
	// After the charter: a letter that leads nowhere would be worse than none.
	const letter = { kind: 'stream', stream: asId<SpaceId>(id), seed: base64url(seed), by: identity };
	if (!(await letters.drop(box, member, jsonBytes(letter)))) return false;
	return note({ mailbox: box.space, poster: base64url(box.seed), isLocked: false, seatedAtMs: Date.now() });
}
