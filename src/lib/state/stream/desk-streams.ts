/** A counsellor's part in her streams, as her desk has it. */
import { fromBase64url } from '../../base/bytes';
import { asId, type MemberId, type SpaceId } from '../../base/ids';
import type { SpaceRef } from '../../sync/keys/member';
import { formerSeat, seatOf, type Seat } from '../letters/seats';
import type { OpenSpace } from '../session/open-space';
import { DESK, type StreamRecord } from '../../domain/tables/desk';

/** The desk's note of a stream. */
export function streamFields(desk: OpenSpace, id: string): StreamRecord {
	return DESK.streams.get(desk.space.doc, id);
}

/** Notes fields of a stream. */
export function noteStream(desk: OpenSpace, id: string, fields: StreamRecord): Promise<void> {
	return desk.write((doc) => {
		DESK.streams.write(doc, id, fields);
	});
}

/** How to open a stream. */
export function streamRef(desk: OpenSpace, id: string): SpaceRef {
	const fields = streamFields(desk, id);
	const { seed, member } = formerSeat(fields) ?? fields;
	const ref = { space: asId<SpaceId>(id), seed: fromBase64url(seed ?? '') };
	return typeof member === 'string' ? { ...ref, member: asId<MemberId>(member) } : ref;
}

/** Her seat there, while it is offered and not taken. */
export function offeredSeat(desk: OpenSpace, id: string): Seat | undefined {
	const fields = streamFields(desk, id);
	const seat = seatOf(id, fields);
	return seat && !seat.isTaken && !formerSeat(fields) ? seat : undefined;
}
