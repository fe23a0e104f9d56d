/**
 * Seats: places in other people's spaces that letters brought, kept in the mailbox (a client's) or desk (a
 * counsellor's) where the letters arrived. To take a seat, a person replaces the keys it was offered with by
 * her own; every step may be interrupted and is resumed.
 */
import { base64url, equal, fromBase64url } from '../../base/bytes';
import { Fault, must, passOver, Refusal } from '../../base/fault';
import { asId, type MemberId, type Seed, type SpaceId } from '../../base/ids';
import { readLetters } from '../../sync/exchange/letters';
import { memberOf, type SpaceRef } from '../../sync/keys/member';
import { seatSeed, takeOwnKeys } from '../../sync/exchange/taking-keys';
import { caseOfLetter } from './case-refs';
import { letter } from './letters';
import { readJson } from '../session/json';
import type { Session } from '../session/session';
import type { OpenSpace, Opening } from '../session/open-space';
import { MAILBOX, type SeatRecord } from '../../domain/tables/mailbox';

/** A place in a stream or group. `provisional`: the secret it was offered with. */
export interface Seat {
	readonly space: SpaceId;
	readonly kind: 'single' | 'group';
	readonly provisional: Seed;
	readonly own: Seed;
	readonly member: MemberId;
	/** Whether the charter has her own keys already. */
	readonly isTaken: boolean;
	readonly atMs: number;
	/** Everything else noted about it. */
	readonly fields: SeatRecord;
}

/**
 * Whether the charter has her own keys at a seat; one that no letter brought needs no taking. Noted for that
 * very offer, so another device that finds the letter later does not contradict it. SPEC.md U15.
 */
export function isTaken({ provisional, taken }: SeatRecord): boolean {
	return provisional === undefined || taken === provisional;
}

/** The note on a seat whose keys are taken. */
export function takenAs(provisional: Seed): SeatRecord {
	return { taken: base64url(provisional) };
}

/** The seats of a mailbox or desk, oldest first. */
export function seatsOf(holder: OpenSpace): readonly Seat[] {
	const all = [...MAILBOX.streams.read(holder.space.doc)].flatMap(([space, fields]) => seatOf(space, fields) ?? []);
	return all.sort((a, b) => a.atMs - b.atMs || (a.space < b.space ? -1 : 1));
}

/** The seat that a note is about; undefined for a space of her own. */
export function seatOf(space: string, fields: SeatRecord): Seat | undefined {
	if (fields.provisional === undefined || fields.member === undefined) return undefined;
	return {
		space: asId<SpaceId>(space),
		kind: fields.kind === 'group' ? 'group' : 'single',
		provisional: fromBase64url(fields.provisional),
		own: fromBase64url(String(fields.seed)),
		member: asId<MemberId>(fields.member),
		isTaken: isTaken(fields),
		atMs: Number(fields.atMs),
		fields
	};
}

/** What a letter offers, and when it was written. */
interface Offer {
	readonly letter: ReturnType<typeof letter>;
	readonly atMs: number;
}

/** Whether a letter changes nothing: her own space while she is in it, or a seat that this very letter brought. */
function isSettled({ provisional, offered, over }: SeatRecord, by: string): boolean {
	return provisional === undefined ? over !== true : (offered ?? provisional) === by;
}

/**
 * Notes the seats that letters bring. A later letter for the same space replaces the seat, except in her own
 * spaces while she is in them, and in a group where she has taken her seat: if two hosts asked at once, there
 * are two letters, and the hosts take back the one not taken. To be called again when that seat is over.
 */
export async function takeLetters(holder: OpenSpace): Promise<void> {
	const known = MAILBOX.streams.read(holder.space.doc);
	for (const [stream, offers] of await offersIn(holder)) {
		const newest = must(offers.at(-1), 'a letter');
		const offered = base64url(newest.letter.seed);
		const before = known.get(stream);
		if (before && isSettled(before, offered)) continue;
		if (before?.kind === 'group' && isTaken(before) && before.over !== true) continue;
		await noteOffer(holder, stream, newest, {
			offered,
			// Silent on anything that another device of hers may have said meanwhile.
			...(before?.over === true ? { over: false } : {}),
			// Asked again, so the answer to an earlier offer no longer counts.
			...(before ? { answer: '', told: '' } : {}),
			...(before?.over === true ? { after: Number(before.atMs) } : {}),
			...(before ? await formerOf(before) : {})
		});
	}
}

/** The seat that an offer takes the place of, unless she never took it. SPEC.md U20. */
async function formerOf(before: SeatRecord): Promise<SeatRecord> {
	const { seed, member } = before;
	if (!isTaken(before) || seed === undefined) return {};
	return { formerSeed: seed, formerMember: member ?? (await memberOf(fromBase64url(seed))) };
}

/** Her earlier seat, while a later offer is taken back: there is nothing else to open it with. SPEC.md U20. */
export function formerSeat({ over, formerSeed, formerMember, ...rest }: SeatRecord): SeatRecord | null {
	if (isTaken(rest) || over !== true || formerSeed === undefined || formerMember === undefined) return null;
	return { seed: formerSeed, member: formerMember };
}

/**
 * The other letters for a seat in a group, newest first: if two hosts asked at once, one of them may never have
 * finished.
 */
async function otherOffers(holder: OpenSpace, { space, provisional, kind, fields }: Seat): Promise<readonly Offer[]> {
	if (kind !== 'group') return [];
	const all = (await offersIn(holder)).get(space) ?? [];
	const isOther = ({ letter: { seed }, atMs }: Offer): boolean =>
		atMs > (fields.after ?? 0) && !equal(seed, provisional);
	return all.filter(isOther).reverse();
}

/** All letters by the space they lead to, each seat once, oldest first. */
async function offersIn(holder: OpenSpace): Promise<ReadonlyMap<string, readonly Offer[]>> {
	const offers = new Map<string, Offer[]>();
	for (const { body, clock } of await readLetters(holder.space)) {
		const read = readJson(body, letter);
		if (!read.ok || !/^[0-9a-f]{32}$/.test(read.value.stream)) continue;
		const { stream, seed } = read.value;
		const others = (offers.get(stream) ?? []).filter((one) => !equal(one.letter.seed, seed));
		offers.set(stream, [...others, { letter: read.value, atMs: clock.ms }]);
	}
	return offers;
}

async function noteOffer(
	holder: OpenSpace,
	stream: string,
	{ letter: read, atMs }: Offer,
	more: SeatRecord
): Promise<void> {
	const space = asId<SpaceId>(stream);
	const { seed: own } = holder.space.credentials.keys;
	const { by, name, as, client, mailbox, poster } = read;
	const fields: SeatRecord = {
		kind: read.kind === 'group' ? 'group' : 'single',
		provisional: base64url(read.seed),
		seed: base64url(seatSeed(own, space, read.seed)),
		member: await memberOf(read.seed),
		atMs,
		...named({ by, name, as, client, mailbox, poster }),
		...more
	};
	const isCase =
		'cases' in holder.space.policy.roots && read.caseSeed !== null && /^[0-9a-f]{32}$/.test(read.case ?? '');
	const noteCase = isCase ? await caseOfLetter(own, stream, read.case ?? '', read.caseSeed) : null;
	await holder.write((doc) => {
		MAILBOX.streams.write(doc, space, fields);
		noteCase?.(doc);
	});
}

/** Notes fields of a seat. */
export function note(holder: OpenSpace, space: SpaceId, fields: SeatRecord): Promise<void> {
	return holder.write((doc) => {
		MAILBOX.streams.write(doc, space, fields);
	});
}

/** How to enter a seat's space under her own keys. */
export function refOf({ space, own, member, provisional }: Seat): SpaceRef {
	return { space, seed: own, member, older: [provisional] };
}

/**
 * Opens a seat's space under her own keys, first taking them if the charter still has those it was offered
 * with; resolves once it has met the relay. Another letter is noted only if it leads somewhere: a vain attempt
 * must not leave a reason to try again. Rejects with a `Refusal` or a `Fault`.
 */
export async function enterSeat(session: Session, holder: OpenSpace, seat: Seat, opening: Opening): Promise<OpenSpace> {
	const enter = ({ own, provisional, member }: Pick<Seat, 'own' | 'provisional' | 'member'>): Promise<OpenSpace> =>
		enterSpace(session, refOf({ ...seat, own, provisional, member }), provisional, opening, { isNew: !seat.isTaken });
	try {
		const opened = await enter(seat);
		if (!seat.isTaken) await note(holder, seat.space, takenAs(seat.provisional));
		return opened;
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		for (const offer of await otherOffers(holder, seat)) {
			await session.close(seat.space);
			const provisional = offer.letter.seed;
			const own = seatSeed(holder.space.credentials.keys.seed, seat.space, provisional);
			const opened = await enter({ own, provisional, member: await memberOf(provisional) }).catch(
				passOver('not-allowed')
			);
			if (!opened) continue;
			await noteOffer(holder, seat.space, offer, takenAs(provisional));
			return opened;
		}
		throw error;
	}
}

/**
 * The same for a space with these keys. `isAlone`: nobody else reads it, and a new epoch shuts out the keys' maker;
 * `isNew`: as far as this device knows, her own keys are not there yet, so they are tried last. SPEC.md S11.
 */
export async function enterSpace(
	session: Session,
	own: SpaceRef,
	provisional: Seed,
	opening: Opening,
	{ isAlone = false, isNew = false }: { readonly isAlone?: boolean; readonly isNew?: boolean } = {}
): Promise<OpenSpace> {
	if (!isNew) {
		try {
			return await current(session, own, opening);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
		await session.close(own.space);
	}
	const member = own.member ?? (await memberOf(provisional));
	try {
		const opened = await current(session, { space: own.space, seed: provisional, member, isOffered: true }, opening);
		await takeOwnKeys(opened.replica, own.seed, isAlone);
	} catch (error) {
		// Another device of hers may have taken them in between.
		if (!(error instanceof Refusal)) throw error;
	}
	await session.close(own.space);
	return current(session, own, opening);
}

/** The open space, once it has met the relay. Rejects with 'not-allowed' if she is not in it, or 'no-connection'. */
async function current(session: Session, ref: SpaceRef, opening: Opening): Promise<OpenSpace> {
	const opened = await session.open(ref, opening);
	await opened.until(() => opened.replica.isCurrent);
	if (opened.isOut) throw new Refusal('not-allowed');
	if (!opened.replica.isCurrent) throw new Fault('no-connection', { retry: true });
	return opened;
}

function named(fields: Readonly<Record<string, string | null>>): SeatRecord {
	return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null));
}
