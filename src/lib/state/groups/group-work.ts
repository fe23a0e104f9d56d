/**
 * Brings a group's charter in line with what its hosts have said in the centre's records; their devices do it
 * while connected. Each step is at the relay before the next begins, and repeating one changes nothing: for a
 * colleague first the case, then the letter, the seat's note, the charter. SPEC.md U4, U5, U8.
 */
import { base64url, fromBase64url } from '../../base/bytes';
import { asId, type IdentityId, type MemberId, type Seed, type SpaceId } from '../../base/ids';
import {
	NOTHING,
	planOf,
	recordersToRemove,
	seatKey,
	type Plan,
	type Seat,
	type Sitting
} from '../../domain/group-seats';
import type { Person } from '../../domain/groups';
import { factOf } from '../../domain/stream-facts';
import { admitNewcomer, offeredSeat } from '../../sync/exchange/admission';
import type { SpaceRef } from '../../sync/keys/member';
import { removeMember } from '../../sync/exchange/removal';
import type { Space } from '../../sync/space/space';
import { jsonBytes } from '../session/json';
import type { Letters } from '../letters/unsent';
import type { OpenSpace } from '../session/open-space';
import { CENTRE } from '../../domain/tables/centre';

/** What is known of a group at this moment. */
export interface GroupState {
	readonly people: ReadonlyMap<string, Person>;
	readonly seats: readonly Seat[];
	/** Whether no valid word says if somebody should be in it. */
	readonly isOpen: (person: string) => boolean;
}

/** What the work needs. */
export interface GroupWorkParts {
	readonly centre: OpenSpace;
	readonly identity: IdentityId;
	readonly letters: Letters;
	/** The group as the records have it now, or null. */
	readonly read: () => GroupState | null;
	/** Where a person's letters go, or null while unknown. */
	readonly place: (person: Person) => SpaceRef | null;
	/** Admits the holder of a secret to the group's case; resolves with its space once the relay has it. */
	readonly letIn: (seed: Seed) => Promise<SpaceId>;
	/** Removes members from the group's case; resolves once the relay has it. */
	readonly putOut: (members: readonly MemberId[]) => Promise<void>;
	/** The content of a letter besides the seat. */
	readonly letter: (person: Person) => Readonly<Record<string, string>>;
}

/** Who sits in a group, by its charter and their own words. */
export function sittingsOf({ charter, documents }: Space): ReadonlyMap<string, Sitting> {
	const sittings = new Map<string, Sitting>();
	for (const { id, isRemoved, generations } of charter.members.values()) {
		const doc = [...documents].find(([name]) => (name as string) === id)?.[1].doc;
		const fact = doc && factOf(doc, 'joined');
		const answer = fact ? { isYes: fact.v === 'yes', atMs: fact.ms } : null;
		const called = (doc && factOf(doc, 'name')?.v) ?? null;
		sittings.set(id, { isRemoved, isTaken: generations.length > 1, called, answer });
	}
	return sittings;
}

/** What is left to do in a group and in its case. */
export interface Work extends Plan {
	readonly putOut: readonly Seat[];
}

/** What is left to do in a group. */
export function workOf(parts: GroupWorkParts, space: Space): Work {
	const state = parts.read();
	if (!state) return { ...NOTHING, putOut: [] };
	const { people, seats, isOpen } = state;
	// A person without an address right now stays where she was.
	const place = (person: Person): string | null =>
		parts.place(person)?.space ??
		seats.findLast((seat) => seat.person === person.id && seat.place !== '')?.place ??
		null;
	const sittings = sittingsOf(space);
	return {
		...planOf(people, seats, sittings, place, parts.identity, isOpen),
		putOut: recordersToRemove(people, seats, sittings, isOpen)
	};
}

/** Whether anything is left to do. */
export function isLeft(work: Work): boolean {
	return Object.values(work).some((part: readonly unknown[]) => part.length > 0);
}

/** Does what is possible now; whatever waits for the relay continues at the next call. Rejects with a `Fault`. */
export async function workOn(parts: GroupWorkParts, opened: OpenSpace): Promise<void> {
	const { space, replica } = opened;
	if (space.me?.role !== 'host' || !space.isMember || !replica.isCurrent) return;
	await note(parts, space);
	const { remove, dismiss } = workOf(parts, space);
	// Any host may dismiss and admit once the note about it is at the relay.
	const out = parts.centre.isSent ? [...remove, ...dismiss] : remove;
	if (out.length > 0) await removeMember(replica, ...out.map((id) => asId<MemberId>(id)));
	for (const { person, turn } of workOf(parts, space).offer) await offer(parts, opened, person, turn);
	for (const { seat, person } of parts.centre.isSent ? workOf(parts, space).admit : []) {
		const keys = { sign: fromBase64url(seat.sign), seal: fromBase64url(seat.seal) };
		const isWanted = (): boolean => workOf(parts, space).admit.some((next) => next.seat.member === seat.member);
		await admitNewcomer(replica, keys, person.kind === 'client' ? 'member' : 'host', person.history, isWanted);
	}
	await putOut(parts, space);
}

/** Notes who has agreed and who declined, so that hosts who cannot read the answer know it. SPEC.md U16. */
async function note(parts: GroupWorkParts, space: Space): Promise<void> {
	const news = workOf(parts, space).note;
	if (news.length === 0) return;
	await parts.centre.write((doc) => {
		for (const { seat, answer } of news) {
			const noted = answer.isYes ? { agreedAtMs: answer.atMs } : { refusedAtMs: answer.atMs };
			CENTRE.seats.say(doc, seatKey(space.id, seat.member), noted);
		}
	});
}

/** Removes former members from the group's case, too; last, so that nothing waits for it. */
async function putOut(parts: GroupWorkParts, space: Space): Promise<void> {
	const seats = workOf(parts, space).putOut;
	if (seats.length === 0) return;
	await parts.putOut(seats.map(({ recorder }) => asId<MemberId>(recorder)));
	await parts.centre.write((doc) => {
		for (const { member } of seats) CENTRE.seats.say(doc, seatKey(space.id, member), { recorder: '' });
	});
}

/** Offers a seat; it is noted once the relay has the letter. */
async function offer(parts: GroupWorkParts, { space }: OpenSpace, person: Person, turn: number): Promise<void> {
	const { centre } = parts;
	const place = parts.place(person);
	if (!place) return;
	const own = space.credentials.keys.seed;
	const { seed, member, sign, seal } = await offeredSeat(own, person.id, turn);
	const records = person.kind === 'counsellor' ? await offeredSeat(own, person.id, turn, 'records') : null;
	const shared = records ? { case: await parts.letIn(records.seed), caseSeed: base64url(records.seed) } : {};
	const letter = { kind: 'group', stream: space.id, seed: base64url(seed), ...parts.letter(person), ...shared };
	if (!(await parts.letters.drop(place, member, jsonBytes(letter)))) return;
	await centre.write((doc) => {
		CENTRE.seats.say(doc, seatKey(space.id, member), {
			person: person.id,
			place: place.space,
			atMs: Date.now(),
			by: parts.identity,
			sign: base64url(sign),
			seal: base64url(seal),
			...(records ? { recorder: records.member } : {})
		});
	});
}
