/** Policies of the gate and its verdicts, in the corpus's setting. */
import { fromHex } from '../../src/lib/base/bytes';
import { checkUpdate, type GatePolicy } from '../../src/lib/wire/gate';

/** The corpus's setting: client 1 pushed a, b, c to the array e; client 7 writes. */
export const MEMBER: GatePolicy = {
	authors: new Map([[7, 0]]),
	foreign: 'none',
	known: new Map([[1, 3]]),
	roots: new Set(['e', 'm', 't'])
};
/** The same, where members may delete what others wrote. */
export const SHARED: GatePolicy = { ...MEMBER, foreign: 'deletes' };

/** Why the gate refuses `hex` (spaces allowed), or 'accepted'. */
export function verdict(hex: string, policy: GatePolicy = MEMBER): string {
	const result = checkUpdate(fromHex(hex.replaceAll(' ', '')), policy);
	return result.ok ? 'accepted' : result.why;
}
