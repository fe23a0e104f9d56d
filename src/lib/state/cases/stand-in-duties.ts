/**
 * Carrying out handovers and standing in: the stream's counsellor lets the colleague in when the client agrees
 * or the day has come, and out when it is over, case included. A counsellor who got the stream for good removes
 * everybody before her from both, whether their devices ever come back or not. Done by any device that visits
 * the stream with a network; doing it twice changes nothing. SPEC.md U8, U9, U10.
 */
import { base64url } from '../../base/bytes';
import { Refusal } from '../../base/fault';
import { asId, type MemberId } from '../../base/ids';
import { isDue, isGivenAway, isOver, proposal, type Handover } from '../../domain/handover';
import { writeFact } from '../../domain/stream-facts';
import { isoDay } from '../../domain/time';
import { admitMember, offeredSeat } from '../../sync/exchange/admission';
import type { SpaceRef } from '../../sync/keys/member';
import { removeMember } from '../../sync/exchange/removal';
import type { Cases } from './cases';
import { jsonBytes } from '../session/json';
import { isHers, seatDutyOf, type SeatDutyParts } from '../access/seat-duties';
import { foundIn } from '../letters/addresses';
import { noteStream, streamFields } from '../stream/desk-streams';
import { standInOf } from '../stream/handover';
import type { OpenSpace } from '../session/open-space';
import type { StreamRecord } from '../../domain/tables/desk';

/** What it is carried out with. */
export interface StandInParts extends SeatDutyParts {
	/** Where a colleague's letters go; null while unknown. */
	readonly placeOf: (identity: string) => SpaceRef | null;
	/** The cases of streams. */
	readonly cases: Pick<Cases, 'refs' | 'open' | 'admit' | 'remove'>;
}

/**
 * Proposes that a colleague takes the stream, or stands in until a day. Rejects with 'day-past', and with
 * 'not-allowed' for a stand-in.
 */
export async function propose(
	parts: StandInParts,
	opened: OpenSpace,
	wish: Pick<Handover, 'to' | 'name' | 'from' | 'until'>
): Promise<void> {
	const today = isoDay(Date.now());
	if (!isHers(streamFields(parts.desk, opened.space.id))) throw new Refusal('not-allowed');
	if (wish.from < today || (wish.until !== null && wish.until < wish.from)) throw new Refusal('day-past');
	const id = asked();
	await opened.write((doc, stamp) => {
		writeFact(doc, stamp, `handover/${id}`, proposal(wish));
	});
	await noteStream(parts.desk, opened.space.id, {
		askedFor: id,
		standInFrom: wish.from,
		standInUntil: wish.until ?? ''
	});
}

/** Withdraws the current proposal; a colleague already in leaves at the next visit. */
export async function withdraw(parts: StandInParts, opened: OpenSpace): Promise<void> {
	const standing = standInOf(opened.space);
	if (!standing || standing.by !== opened.space.credentials.member) return;
	await opened.write((doc, stamp) => {
		writeFact(doc, stamp, `handover/${standing.id}`, '');
	});
	await noteStream(parts.desk, opened.space.id, { askedFor: '' });
}

/** Whether a stream's note says that something is due today without anybody writing. */
export function isStandInDue(stream: StreamRecord): boolean {
	const { kind, over, provisional, taken, metAs, keeps, keepsFrom, keptCase } = stream;
	const today = (): string => isoDay(Date.now());
	if (kind === 'group' || over === true) return false;
	if (provisional !== undefined) {
		if (metAs !== provisional) return taken === provisional;
		if (keeps !== provisional) return isSaid(keepsFrom) && today() >= keepsFrom;
		if (keptCase !== provisional) return true;
	}
	const { askedFor, standIn, standInFrom, standInUntil } = stream;
	if (isSomebodyIn(stream)) return askedFor !== standIn || (isSaid(standInUntil) && today() > standInUntil);
	return isSaid(askedFor) && askedFor !== standIn && today() >= String(standInFrom);
}

/** Whether a stream's note names a day yet to come. */
export function isStandInToCome(stream: StreamRecord): boolean {
	const { kind, over, provisional, keeps, keepsFrom, askedFor, standIn, standInUntil } = stream;
	if (kind === 'group' || over === true) return false;
	if (provisional !== undefined && keeps !== provisional) return isSaid(keepsFrom);
	return isSomebodyIn(stream) ? isSaid(standInUntil) : isSaid(askedFor) && askedFor !== standIn;
}

/** Whether something is due in an open stream now, for example because the client has just agreed. */
export function isStandInWaiting(parts: StandInParts, { space }: OpenSpace): boolean {
	const today = isoDay(Date.now());
	const standing = standInOf(space);
	if (!standing || space.me?.role !== 'host') return false;
	const fields = streamFields(parts.desk, space.id);
	if (standing.by !== space.credentials.member)
		return standing.to === parts.identity && isGivenAway(standing, today) && !isHers(fields);
	return fields.standIn !== standing.id && isDue(standing, today) && !isOver(standing, today);
}

/** Does what is due. Rejects with a `Fault` if it cannot be done now. */
export async function carryOutStandIn(parts: StandInParts, opened: OpenSpace): Promise<void> {
	const { space, replica } = opened;
	if (!replica.isCurrent || space.missing > 0 || !space.isMember || space.me?.role !== 'host') return;
	const today = isoDay(Date.now());
	const standing = standInOf(space);
	const fields = streamFields(parts.desk, space.id);
	const isMine = standing?.by === space.credentials.member;
	await letOut(parts, opened, fields, standing, today);
	if (standing && isMine && fields.standIn !== standing.id && isDue(standing, today) && !isOver(standing, today))
		await letIn(parts, opened, standing, fields);
	if (fields.provisional !== undefined) await settleIn(parts, opened, standing, today);
}

/** Lets the colleague in; done once the relay has her letter. */
async function letIn(parts: StandInParts, opened: OpenSpace, standing: Handover, fields: StreamRecord): Promise<void> {
	const { identity, letters } = parts;
	const { space, replica } = opened;
	const place = parts.placeOf(standing.to);
	// The letter says where the client is found, so a pending move comes first.
	if (!place || !isHers(fields) || seatDutyOf(fields) === 'move') return;
	// Always the same seats, so an interrupted run can be continued.
	const own = space.credentials.keys.seed;
	const records = await offeredSeat(own, standing.to, standing.atMs, 'records');
	const { seed, member } = await offeredSeat(own, standing.to, standing.atMs);
	await noteStream(parts.desk, space.id, {
		standInFor: standing.id,
		standInMember: member,
		standInRecorder: records.member
	});
	const home = await parts.cases.admit(space.id, records.seed);
	await admitMember(replica, seed, 'host');
	const box = standing.until === null ? foundIn(fields) : null;
	const letter = {
		kind: 'stream',
		stream: space.id,
		seed: base64url(seed),
		by: identity,
		client: fields.client ?? '',
		case: home,
		caseSeed: base64url(records.seed),
		...(box ? { mailbox: box.space, poster: base64url(box.seed) } : {})
	};
	if (await letters.drop(place, member, jsonBytes(letter)))
		await noteStream(parts.desk, space.id, { standIn: standing.id });
}

/** Removes a deputy from the stream and its records when her time is over or the proposal was withdrawn. */
async function letOut(
	parts: StandInParts,
	{ space, replica }: OpenSpace,
	{ standIn, standInFor, standInMember, standInRecorder }: StreamRecord,
	standing: Handover | null,
	today: string
): Promise<void> {
	if (!isSaid(standInMember)) return;
	if (standing && standing.id === (standInFor ?? standIn) && !isOver(standing, today)) return;
	await removeMember(replica, asId<MemberId>(standInMember));
	if (isSaid(standInRecorder)) await parts.cases.remove(space.id, [asId<MemberId>(standInRecorder)]);
	await noteStream(parts.desk, space.id, { standInMember: '', standInRecorder: '' });
}

/** A counsellor who came by letter learns what she is here: a deputy, or the stream's owner from a day on. */
async function settleIn(
	parts: StandInParts,
	opened: OpenSpace,
	standing: Handover | null,
	today: string
): Promise<void> {
	const { space } = opened;
	const fields = streamFields(parts.desk, space.id);
	const provisional = String(fields.provisional);
	if (fields.keeps !== provisional) {
		const isHanded =
			standing?.by !== space.credentials.member && standing?.to === parts.identity && standing.until === null;
		const keepsFrom = isHanded ? standing.from : '';
		if (fields.metAs !== provisional || fields.keepsFrom !== keepsFrom)
			await noteStream(parts.desk, space.id, { metAs: provisional, keepsFrom });
		if (!isHanded || !isGivenAway(standing, today)) return;
		await putOthersOut(opened);
		const { members } = space.charter;
		const isLocked = ![...members.values()].some(({ role, isRemoved }) => role === 'member' && !isRemoved);
		// What she once wanted here in another role is over.
		await noteStream(parts.desk, space.id, {
			keeps: provisional,
			wish: 0,
			wishLock: false,
			wishMine: false,
			seatedAtMs: 0,
			isLocked
		});
	}
	if (fields.keptCase === provisional) return;
	const here = await parts.cases.open(space.id);
	// What is not here yet is on its way.
	if (here.length < parts.cases.refs(space.id).length) return;
	for (const each of here) {
		const others = othersIn(each);
		if (others.length > 0) await parts.cases.remove(space.id, others);
	}
	await noteStream(parts.desk, space.id, { keptCase: provisional });
}

async function putOthersOut(opened: OpenSpace): Promise<void> {
	await removeMember(opened.replica, ...othersIn(opened));
}

/** The hosts of a space except oneself. */
function othersIn({ space }: OpenSpace): readonly MemberId[] {
	return [...space.charter.members.values()]
		.filter(({ id, role, isRemoved }) => role === 'host' && !isRemoved && id !== space.credentials.member)
		.map(({ id }) => id);
}

function isSomebodyIn({ standInMember }: StreamRecord): boolean {
	return isSaid(standInMember);
}

function isSaid(value: string | undefined): value is string {
	return value !== undefined && value !== '';
}

/** A name that no other proposal has. */
function asked(): string {
	return crypto.randomUUID().slice(0, 18);
}
