/** Who has left the centre, as its reception says it to everybody, and what of hers still counts. SPEC.md Y2, sync Q4. */
import type { IdentityId, MemberId } from '../../base/ids';
import type { Counsellor } from '../../sync/keys/chain';
import type { Reception } from '../../sync/centre/reception';
import { readJsonText, shape, text, type Reader } from '../session/json';

const time: Reader<number> = (value) => {
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error('not a time');
	return value;
};
const departure = shape({ name: text, atMs: time });
/** What is left of somebody who left: her name, over what she wrote, and when she went. */
export type Departure = ReturnType<typeof departure>;

/** The key and value under which a Leitung says it. */
export function departureValue(id: IdentityId, { name, atMs }: Departure): readonly [key: string, value: string] {
	return [`left/${id}`, JSON.stringify({ name, atMs })];
}

/** When somebody left, and what she was called; null when no Leitung has said so. */
export function departureOf({ shown }: Reception, id: IdentityId): Departure | null {
	const read = readJsonText(shown.get(`left/${id}`)?.value ?? '', departure);
	return read.ok ? read.value : null;
}

/** The hosts of a space as their chains prove them, told apart by whether they still work here. */
export interface Hosts {
	readonly proven: ReadonlyMap<MemberId, Counsellor>;
	readonly reception: Reception | null;
}

/** Whether anybody of the centre hosts a space; who left before it began hosts nothing. SPEC.md Y2. */
export function isHosted({ proven, reception }: Hosts, beganAtMs: number): boolean {
	return [...proven.values()].some((one) => {
		if (!reception?.hasLeft(one)) return true;
		const gone = departureOf(reception, one.id);
		return gone !== null && beganAtMs <= gone.atMs;
	});
}

/**
 * Whether what a host says at that time counts: not what somebody says who had left, nor in a space of
 * hers whoever shows no chain. Who is merely unknown is believed nothing less than before. SPEC.md Y2.
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
