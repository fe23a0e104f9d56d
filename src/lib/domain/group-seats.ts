/**
 * Who is in a group according to its charter: each person has a seat there, noted in the centre's records
 * before it is admitted. The hosts' devices compare both and do what is left to do; from the same records
 * they decide the same.
 */
import type { Person } from './groups';
import type { GroupSeatRecord } from './tables/centre';

/** A seat in a group's charter that was offered to somebody. */
export interface Seat {
	/** The charter's member. */
	readonly member: string;
	readonly person: string;
	/** The mailbox or desk that holds its letter; '' for the founder's. */
	readonly place: string;
	readonly atMs: number;
	/** Its public keys, as base64url. */
	readonly sign: string;
	readonly seal: string;
	/** A colleague's member in the group's records, until removed from them; '' for everybody else. */
	readonly recorder: string;
	/** When its holder said no, and yes, as noted by a host who could read it; 0 if never. */
	readonly refusedAtMs: number;
	readonly agreedAtMs: number;
}

/** What the group's space says about a member. */
export interface Sitting {
	readonly isRemoved: boolean;
	/** Whether she has taken her own keys. */
	readonly isTaken: boolean;
	/** The name she appears under, or null. */
	readonly called: string | null;
	/** Her answer; null before, and where it cannot be read. */
	readonly answer: Answer | null;
}

/** What somebody says to an invitation, and when. */
export interface Answer {
	readonly isYes: boolean;
	readonly atMs: number;
}

/** What is left to do. */
export interface Plan {
	/** People without a seat; `turn` counts the ones they had. */
	readonly offer: readonly { readonly person: Person; readonly turn: number }[];
	readonly admit: readonly { readonly seat: Seat; readonly person: Person }[];
	/** Charter members whom nobody wants in the group, or in that seat. */
	readonly remove: readonly string[];
	/** Answers that must be noted: hosts who come later cannot read them. SPEC.md U16. */
	readonly note: readonly { readonly seat: Seat; readonly answer: Answer }[];
	/** Charter members whose refusal is already noted. */
	readonly dismiss: readonly string[];
}

/** Nothing to do. */
export const NOTHING: Plan = { offer: [], admit: [], remove: [], note: [], dismiss: [] };

/** In it; asked; asked and unwilling; wanted but not in the charter yet; no longer wanted but still in the charter. */
export type Standing = 'in' | 'invited' | 'declined' | 'joining' | 'leaving';

/** The key of a seat in the table `seats`. */
export function seatKey(group: string, member: string): string {
	return group + member;
}

/** A group's seats, the oldest first. */
export function seatsOf(seats: ReadonlyMap<string, GroupSeatRecord>, group: string): readonly Seat[] {
	const found: Seat[] = [];
	for (const [
		key,
		{ person, place = '', atMs = 0, sign, seal, recorder = '', refusedAtMs = 0, agreedAtMs = 0 }
	] of seats) {
		if (key.length !== 64 || !key.startsWith(group)) continue;
		if (person === undefined || sign === undefined || seal === undefined) continue;
		const member = key.slice(32);
		found.push({
			member,
			person,
			place,
			atMs,
			sign,
			seal,
			recorder,
			refusedAtMs,
			agreedAtMs
		});
	}
	return found.sort((a, b) => a.atMs - b.atMs || (a.member < b.member ? -1 : 1));
}

/**
 * What the hosts have to do. `placeOf`: where a person's letters go now, or null when nowhere yet; a
 * seat offered elsewhere was lost with a link. `me`: never removes herself. `isOpen`: whether nobody with
 * the right has said if the person is in the group; she stays as she is.
 */
export function planOf(
	people: ReadonlyMap<string, Person>,
	seats: readonly Seat[],
	sittings: ReadonlyMap<string, Sitting>,
	placeOf: (person: Person) => string | null,
	me: string,
	isOpen: (person: string) => boolean = () => false
): Plan {
	const plan: Filling = { offer: [], admit: [], remove: [], note: [], dismiss: [] };
	const isLive = ({ member }: Seat): boolean => sittings.get(member)?.isRemoved === false;
	for (const seat of seats)
		if (!people.has(seat.person) && !isOpen(seat.person) && seat.person !== me && isLive(seat))
			plan.remove.push(seat.member);
	for (const person of people.values()) {
		const hers = seats.filter((seat) => seat.person === person.id);
		const place = placeOf(person);
		const isHere = (seat: Seat): boolean => seat.place === '' || seat.place === place;
		const live = hers.filter(isLive);
		if (person.id === me) continue;
		const news = hers.flatMap((seat) => {
			const answer = sittings.get(seat.member)?.answer;
			return answer && answer.atMs > (answer.isYes ? seat.agreedAtMs : seat.refusedAtMs) ? [{ seat, answer }] : [];
		});
		plan.note.push(...news);
		if (hasDeclined(person, hers, sittings)) {
			if (news.length === 0) plan.dismiss.push(...live.map(({ member }) => member));
			continue;
		}
		const valid = live.filter(isHere);
		const kept = valid.find(({ member }) => sittings.get(member)?.isTaken) ?? valid[0];
		const isSure = kept !== undefined && (kept.place === '' || sittings.get(kept.member)?.isTaken === true);
		for (const seat of live) if (!isHere(seat) || (isSure && seat !== kept)) plan.remove.push(seat.member);
		if (isSure) continue;
		// where two hosts offered at once, nobody knows which letter she uses: until then all of them hold
		const waiting = hers.filter((seat) => isHere(seat) && !sittings.has(seat.member));
		plan.admit.push(...waiting.map((seat) => ({ seat, person })));
		if (!kept && waiting.length === 0 && place !== null) plan.offer.push({ person, turn: hers.length });
	}
	return plan;
}

type Filling = { -readonly [Part in keyof Plan]: Plan[Part][number][] };

/** Seats whose holders are out of the group, or must leave it, but are still in its records. */
export function recordersToRemove(
	people: ReadonlyMap<string, Person>,
	seats: readonly Seat[],
	sittings: ReadonlyMap<string, Sitting>,
	isOpen: (person: string) => boolean = () => false
): readonly Seat[] {
	return seats.filter(
		({ member, person, recorder }) =>
			recorder !== '' && ((!people.has(person) && !isOpen(person)) || sittings.get(member)?.isRemoved === true)
	);
}

/** Somebody's standing. `person`: null when nobody wants her in it any more. */
export function standingOf(
	person: Person | null,
	hers: readonly Seat[],
	sittings: ReadonlyMap<string, Sitting>,
	kind: Person['kind']
): Standing | null {
	const live = hers.filter(({ member }) => sittings.get(member)?.isRemoved === false);
	if (!person) return live.length > 0 ? 'leaving' : null;
	if (hasDeclined(person, hers, sittings)) return 'declined';
	if (live.length === 0) return 'joining';
	const hasJoined = live.some((seat) => agreementTo(seat, sittings) > 0);
	return kind === 'counsellor' || hasJoined ? 'in' : 'invited';
}

/** Whether her last answer was no, and nobody has asked her again since. */
function hasDeclined(person: Person, hers: readonly Seat[], sittings: ReadonlyMap<string, Sitting>): boolean {
	const latest = (times: readonly number[]): number => Math.max(0, ...times);
	const refusedAtMs = latest(hers.flatMap((seat) => [seat.refusedAtMs, refusalOf(sittings.get(seat.member))]));
	const agreedAtMs = latest(hers.map((seat) => agreementTo(seat, sittings)));
	return refusedAtMs > agreedAtMs && refusedAtMs >= person.atMs;
}

/** When she said yes in this seat, as she says herself or as noted; 0 when she did not, or has said no since. */
function agreementTo({ member, agreedAtMs }: Seat, sittings: ReadonlyMap<string, Sitting>): number {
	const answer = sittings.get(member)?.answer;
	if (!answer) return agreedAtMs;
	return answer.isYes ? answer.atMs : 0;
}

/** When she said no in this seat; 0 when she did not. */
function refusalOf(sitting: Sitting | undefined): number {
	return sitting?.answer?.isYes === false ? sitting.answer.atMs : 0;
}
