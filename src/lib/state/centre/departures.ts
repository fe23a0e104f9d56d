/** Who has left the centre, as its reception tells everybody, and what of her word still counts. SPEC.md Y2, sync Q4. */
import type { IdentityId, MemberId } from '../../base/ids';
import type { Counsellor } from '../../sync/keys/chain';
import type { Reception } from '../../sync/centre/reception';
import { readJsonText, shape, text, type Reader } from '../session/json';

const time: Reader<number> = (value) => {
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error('not a time');
	return value;
};
const departure = shape({ name: text, atMs: time });
/** What remains of somebody who left: her name, shown with what she wrote, and when she left. */
export type Departure = ReturnType<typeof departure>;

/** The key and value with which a Leitung announces it. */
export function departureValue(id: IdentityId, { name, atMs }: Departure): readonly [key: string, value: string] {
	return [`left/${id}`, JSON.stringify({ name, atMs })];
}

/** When somebody left, and her name; null if no Leitung has announced it. */
export function departureOf({ shown }: Reception, id: IdentityId): Departure | null {
	const read = readJsonText(shown.get(`left/${id}`)?.value ?? '', departure);
	return read.ok ? read.value : null;
}

/** The hosts of a space as proven by their chains, and the reception, which says who has left. */
export interface Hosts {
	readonly proven: ReadonlyMap<MemberId, Counsellor>;
	readonly reception: Reception | null;
}

/** Whether anybody of the centre hosts a space; someone who left before it began does not. SPEC.md Y2. */
export function isHosted({ proven, reception }: Hosts, beganAtMs: number): boolean {
	return [...proven.values()].some((one) => {
		if (!reception?.hasLeft(one)) return true;
		const gone = departureOf(reception, one.id);
		return gone !== null && beganAtMs <= gone.atMs;
	});
}

/**
 * Whether a host's word at that time counts: not after she left, nor, in a space whose proven hosts have all
 * left by then, from anybody without a chain. A merely unknown member is believed as before. SPEC.md Y2.
 */
export function mayStillSay({ proven, reception }: Hosts, member: MemberId, atMs: number): boolean {
	if (!reception) return true;
	const one = proven.get(member);
	if (one && !reception.hasLeft(one)) return true;
	if (one) return atMs <= (departureOf(reception, one.id)?.atMs ?? Infinity);
	const all = [...proven.values()];
	if (all.length === 0 || all.some((host) => !reception.hasLeft(host))) return true;
	return atMs <= Math.max(...all.map(({ id }) => departureOf(reception, id)?.atMs ?? Infinity));
}
