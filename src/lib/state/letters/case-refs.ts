/** The cases of each stream, as the desk notes them: founded here, or brought by a colleague's letter. */
import type * as Y from 'yjs';
import { base64url, fromBase64url } from '../../base/bytes';
import { asId, type MemberId, type Seed, type SpaceId } from '../../base/ids';
import { memberOf, type SpaceRef } from '../../sync/keys/member';
import { seatSeed } from '../../sync/exchange/taking-keys';
import { DESK, type CaseRecord } from '../../domain/tables/desk';

/** How to enter a case. */
export interface CaseRef extends SpaceRef {
	/** The secret that a letter brought, until her own keys replace it. */
	readonly provisional?: Seed;
	/** Whether a colleague let her in, so that others are there. */
	readonly isShared: boolean;
}

/** The cases of all streams, read in one go since there may be a thousand. Each in the order of `caseRefs`. */
export function allCaseRefs(desk: Y.Doc): ReadonlyMap<string, readonly CaseRef[]> {
	const found = new Map<string, Map<string, CaseRef>>();
	const add = (stream: string, ref: CaseRef): void => {
		const refs = found.get(stream) ?? new Map<string, CaseRef>();
		if (!refs.has(ref.space)) found.set(stream, refs.set(ref.space, ref));
	};
	for (const [id, fields] of DESK.cases.read(desk)) add(String(fields.stream), refOf(id, fields));
	// Earlier versions noted a letter's case with the stream.
	for (const [stream, { case: id, caseSeed }] of DESK.streams.read(desk))
		if (typeof id === 'string' && typeof caseSeed === 'string') add(stream, refOf(id, { seed: caseSeed }));
	const order = (a: CaseRef, b: CaseRef): number =>
		Number(b.isShared) - Number(a.isShared) || (a.space < b.space ? -1 : 1);
	return new Map([...found].map(([stream, refs]) => [stream, [...refs.values()].sort(order)]));
}

/**
 * The cases of a stream, first the one for new records: one shared with colleagues, then the lowest id, so that
 * every device chooses the same.
 */
export function caseRefs(desk: Y.Doc, stream: string): readonly CaseRef[] {
	return allCaseRefs(desk).get(stream) ?? [];
}

/** The stream that a case belongs to; '' if the desk does not know it. */
export function streamOfCase(desk: Y.Doc, space: SpaceId): string {
	return DESK.cases.get(desk, space).stream ?? '';
}

/** Notes the case that a letter brought; call it in the transaction that notes the letter. */
export async function caseOfLetter(
	own: Seed,
	stream: string,
	id: string,
	seed: Uint8Array
): Promise<(desk: Y.Doc) => void> {
	const space = asId<SpaceId>(id);
	const provisional = base64url(seed);
	const fields = {
		stream,
		provisional,
		seed: base64url(seatSeed(own, space, seed)),
		member: await memberOf(seed)
	};
	return (desk) => {
		if (DESK.cases.get(desk, space).provisional === provisional) return;
		DESK.cases.write(desk, space, fields);
	};
}

function refOf(id: string, { seed, member, provisional, taken }: CaseRecord): CaseRef {
	const ref = { space: asId<SpaceId>(id), seed: fromBase64url(String(seed)) };
	if (typeof member !== 'string') return { ...ref, isShared: false };
	const seat = { ...ref, member: asId<MemberId>(member), isShared: true };
	if (typeof provisional !== 'string') return seat;
	const offered = fromBase64url(provisional);
	return { ...seat, older: [offered], ...(taken === provisional ? {} : { provisional: offered }) };
}
