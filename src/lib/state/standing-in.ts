/**
 * Handing a stream over and standing in, carried out: the counsellor who proposed it lets the colleague in
 * when the client agrees or the day is there, and out when it is over; who a stream was handed to puts
 * the one before her out. Done by whichever device visits the stream with a network; done twice it
 * changes nothing.
 */
import { base64url } from '../base/bytes';
import { Refusal } from '../base/fault';
import { asId, type MemberId } from '../base/ids';
import { handoverOf, isDue, isGivenAway, isOver, proposal, type Handover } from '../domain/handover';
import { readRecords, writeRecord, type Fields } from '../domain/records';
import { factsOf, writeFact, type Fact } from '../domain/stream-facts';
import { isoDay } from '../domain/time';
import { admitMember, offeredSeat } from '../sync/admission';
import type { SpaceRef } from '../sync/member';
import { removeMember } from '../sync/removal';
import type { Space } from '../sync/space';
import type { AccessParts } from './access';
import { jsonBytes } from './json';
import { NO_DOCUMENTS } from './policies';
import type { Opened } from './session';

/** What it is carried out with. */
export interface StandInParts extends AccessParts {
	/** Where a colleague's letters go; null while unknown. */
	readonly placeOf: (identity: string) => SpaceRef | null;
	/** Lets a colleague into the records of a stream; null when there are none. */
	readonly shareCase: (stream: string) => Promise<SpaceRef | null>;
}

/** The newest proposal that stands in a stream, with the client's answer; null when there is none. */
export function standInOf({ charter, documents }: Space): Handover | null {
	const said = new Map<string, ReadonlyMap<string, Fact>>();
	const answers: ReadonlyMap<string, Fact>[] = [];
	for (const [id, { doc }] of documents) {
		const role = charter.members.get(id as string as MemberId)?.role;
		if (role === 'host') said.set(id, factsOf(doc, 'handover/'));
		else if (role === 'member') answers.push(factsOf(doc, 'answer/'));
	}
	return handoverOf(said, answers);
}

/** Proposes that a colleague takes the stream, or stands in until a day. Rejects with 'not-allowed' for a day gone by. */
export async function propose(
	parts: StandInParts,
	opened: Opened,
	wish: Pick<Handover, 'to' | 'name' | 'from' | 'until'>
): Promise<void> {
	const today = isoDay(Date.now());
	if (wish.from < today || (wish.until !== null && wish.until < wish.from)) throw new Refusal('day-past');
	const id = asked();
	await parts.session.write(opened, (doc, stamp) => {
		writeFact(doc, stamp, `handover/${id}`, proposal(wish));
	});
	await note(parts, opened.space.id, { askedFor: id, standInFrom: wish.from, standInUntil: wish.until ?? '' });
}

/** Takes the present proposal back; who is in already goes out at the next visit. */
export async function withdraw(parts: StandInParts, opened: Opened): Promise<void> {
	const standing = standInOf(opened.space);
	if (!standing || standing.by !== opened.space.credentials.member) return;
	await parts.session.write(opened, (doc, stamp) => {
		writeFact(doc, stamp, `handover/${standing.id}`, '');
	});
	await note(parts, opened.space.id, { askedFor: '' });
}

/** The client's answer. */
export async function answerStandIn(
	session: AccessParts['session'],
	opened: Opened,
	id: string,
	answer: 'yes' | 'question'
): Promise<void> {
	await session.write(opened, (doc, stamp) => {
		writeFact(doc, stamp, `answer/${id}`, answer);
	});
}

/** Whether a stream's note says that something is to be done today without anybody writing. */
export function isStandInDue({ askedFor, standIn, standInFrom, standInUntil, standInMember }: Fields): boolean {
	const today = isoDay(Date.now());
	const isIn = typeof standInMember === 'string' && standInMember !== '';
	if (isIn && askedFor !== standIn) return true;
	if (isIn) return typeof standInUntil === 'string' && standInUntil !== '' && today > standInUntil;
	return typeof askedFor === 'string' && askedFor !== '' && askedFor !== standIn && today >= String(standInFrom);
}

/** Whether something is to be done in an open stream now: the client has just agreed, say. */
export function isStandInWaiting(parts: StandInParts, { space }: Opened): boolean {
	const today = isoDay(Date.now());
	const standing = standInOf(space);
	if (!standing || space.me?.role !== 'host') return false;
	const fields = readRecords(parts.desk.space.doc.getMap('streams')).get(space.id) ?? {};
	if (standing.by !== space.credentials.member) return standing.to === parts.identity && isGivenAway(standing, today);
	return fields.standIn !== standing.id && isDue(standing, today) && !isOver(standing, today);
}

/** Does what is due. Rejects with a `Fault` when it can not be done now. */
export async function carryOutStandIn(parts: StandInParts, opened: Opened): Promise<void> {
	const { space, replica } = opened;
	if (!replica.isCurrent || !space.isMember || space.me?.role !== 'host') return;
	const today = isoDay(Date.now());
	const standing = standInOf(space);
	const fields = readRecords(parts.desk.space.doc.getMap('streams')).get(space.id) ?? {};
	const isMine = standing?.by === space.credentials.member;
	await letOut(parts, opened, fields, standing, today);
	if (standing && isMine && fields.standIn !== standing.id && isDue(standing, today) && !isOver(standing, today))
		await letIn(parts, opened, standing, String(fields.client ?? ''));
	if (standing && !isMine && standing.to === parts.identity && isGivenAway(standing, today))
		await removeMember(replica, asId<MemberId>(standing.by));
}

async function letIn(parts: StandInParts, opened: Opened, standing: Handover, client: string): Promise<void> {
	const { session, identity } = parts;
	const { space, replica } = opened;
	const place = parts.placeOf(standing.to);
	if (!place) return;
	const records = await parts.shareCase(space.id);
	// the same seat however often it is offered: who is cut off here goes on with it
	const { seed } = await offeredSeat(space.credentials.keys.seed, standing.to, standing.atMs);
	const member = await admitMember(replica, seed, 'host');
	const there = await session.open(place, { policy: NO_DOCUMENTS });
	const seat = { kind: 'stream', stream: space.id, seed: base64url(seed), by: identity, client };
	const shared = records ? { case: records.space, caseSeed: base64url(records.seed) } : {};
	await session.post(there, jsonBytes({ ...seat, ...shared }));
	await note(parts, space.id, { standIn: standing.id, standInMember: member });
}

/** A deputy goes when her time is over, or when it was taken back. */
async function letOut(
	parts: StandInParts,
	{ space, replica }: Opened,
	{ standIn, standInMember }: Fields,
	standing: Handover | null,
	today: string
): Promise<void> {
	if (typeof standInMember !== 'string' || standInMember === '') return;
	if (standing && standing.id === standIn && !isOver(standing, today)) return;
	await removeMember(replica, asId<MemberId>(standInMember));
	await note(parts, space.id, { standInMember: '' });
}

function note({ session, desk }: StandInParts, stream: string, fields: Fields): Promise<void> {
	return session.write(desk, (doc) => {
		writeRecord(doc.getMap('streams'), stream, fields);
	});
}

/** A name that no other proposal has. */
function asked(): string {
	return crypto.randomUUID().slice(0, 18);
}
