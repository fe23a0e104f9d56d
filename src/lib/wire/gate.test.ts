import { describe, expect, it } from 'vitest';
import { MEMBER, SHARED, verdict } from '../../../tests/support/gate';
import { fromHex } from '../base/bytes';
import { checkUpdate, rootPlace, type GatePolicy } from './gate';

describe('rules', () => {
	it('[G1] accepts an update that does nothing, and none that ends early or late', () => {
		expect(checkUpdate(fromHex('0000'), MEMBER)).toEqual({
			ok: true,
			value: { structs: 0, clients: new Map(), deletes: 0 }
		});
		const whole = '01 02 07 00 08 01 01 65 02 77 01 61 7d 05 00 02 00';
		expect(verdict(whole)).toBe('accepted');
		const bytes = fromHex(whole.replaceAll(' ', ''));
		for (let length = 0; length < bytes.length; length++) {
			expect(checkUpdate(bytes.slice(0, length), MEMBER).ok).toBe(false);
		}
		expect(verdict(`${whole} 00`)).toMatch('G1');
	});

	it('[G2] refuses numbers in a longer form than needed, beyond 2^53, and clocks beyond 2^31', () => {
		expect(verdict('80 00 00')).toMatch('G2');
		expect(verdict('ff ff ff ff ff ff ff 1f 00')).toMatch('G2');
		expect(verdict('80 80 80 80 80 80 80 80 80 00')).toMatch('G2');
		expect(verdict('01 01 07 00 00 fe ff ff ff 07 00')).toBe('accepted');
		expect(verdict('01 02 07 00 00 ff ff ff ff 07 00 01 00')).toMatch('G2');
		expect(verdict('01 01 07 00 08 01 01 65 01 7d 80 00 00')).toMatch('G2');
		expect(verdict('01 01 07 00 08 01 01 65 01 7d bf 01 00')).toBe('accepted');
	});

	it('[G3] believes no count that the remaining bytes cannot hold, and stops at its limits', () => {
		expect(verdict('05 01 07 00 00 01 00')).toMatch('G3');
		expect(verdict('01 01 07 00 08 01 01 65 01 76 03 01 61 7e 00')).toMatch('G3');
		const limits = { structs: 1, deletes: 1, values: 1 };
		expect(verdict('01 02 07 00 00 01 00 01 00', { ...MEMBER, limits })).toMatch('G3');
		expect(verdict('01 01 07 00 00 09 01 07 02 00 01 02 01', { ...MEMBER, limits })).toMatch('G3');
		expect(verdict('01 01 07 00 08 01 01 65 02 7e 7e 00', { ...MEMBER, limits })).toMatch('G3');
		const two = new Map([
			[7, 0],
			[8, 0]
		]);
		expect(verdict('02 01 07 00 00 01 01 08 00 00 01 00', { ...MEMBER, authors: two, limits })).toMatch('G3');
	});

	it("[G4] accepts only the authors' structs, each author's in one block", () => {
		expect(verdict('01 01 08 00 00 01 00')).toMatch('G4');
		expect(verdict('02 01 07 00 00 01 01 07 00 00 01 00')).toMatch('G4');
		expect(verdict('01 00 07 00 00 00 00')).toMatch('G4');
	});

	it('[G5] continues an author without a gap; known items may come again, but only whole', () => {
		const at2: GatePolicy = { ...MEMBER, authors: new Map([[7, 2]]), known: new Map([[7, 2]]) };
		expect(verdict('01 01 07 03 00 01 00', at2)).toMatch('G5');
		expect(verdict('01 01 07 02 00 01 00', at2)).toBe('accepted');
		expect(verdict('01 01 07 00 08 01 01 65 02 7e 7e 00', at2)).toBe('accepted');
		expect(verdict('01 01 07 01 08 01 01 65 02 7e 7e 00', at2)).toMatch('G5');
		expect(verdict('01 01 07 01 00 02 00', at2)).toBe('accepted');
	});

	it('[G6] refers only to what exists by then', () => {
		const two: GatePolicy = {
			...MEMBER,
			authors: new Map([
				[7, 0],
				[8, 0]
			])
		};
		// 8 stands behind 7, which comes later in the bytes.
		expect(verdict('02 01 08 00 88 07 00 01 7e 01 07 00 08 01 01 65 01 7e 00', two)).toBe('accepted');
		// Each stands behind the other.
		expect(verdict('02 01 08 00 88 07 00 01 7e 01 07 00 88 08 00 01 7e 00', two)).toMatch('G6');
		expect(verdict('01 01 07 00 88 01 02 01 7e 00')).toMatch('G6');
		expect(verdict('01 01 07 00 88 01 02 01 7e 00', SHARED)).toBe('accepted');
		expect(verdict('01 01 07 00 88 01 03 01 7e 00', SHARED)).toMatch('G6');
		expect(verdict('01 01 07 00 c8 01 02 01 02 01 7e 00', SHARED)).toMatch('G6');
		const lists: GatePolicy = {
			...SHARED,
			place: ({ clock }) => (clock < 2 ? { parent: rootPlace(clock === 0 ? 'e' : 'm'), key: null } : null)
		};
		expect(verdict('01 01 07 00 c8 01 00 01 01 01 7e 00', lists)).toMatch('G6');
		expect(verdict('01 01 07 00 c8 01 00 01 02 01 7e 00', lists)).toBe('accepted');
	});

	it('[G7] deletes only what exists, in ascending ranges, and nothing foreign in a member’s document', () => {
		const struct = '01 01 07 00 00 09';
		expect(verdict(`${struct} 01 07 02 00 02 04 05`)).toBe('accepted');
		expect(verdict(`${struct} 01 07 02 00 02 04 06`)).toMatch('G7');
		expect(verdict(`${struct} 01 07 02 00 02 01 05`)).toMatch('G7');
		expect(verdict(`${struct} 01 07 01 00 00`)).toMatch('G7');
		expect(verdict(`${struct} 01 07 00 00 00`)).toMatch('G7');
		expect(verdict(`${struct} 02 07 01 00 01 07 01 02 01`)).toMatch('G7');
		expect(verdict('00 01 01 01 00 03')).toMatch('G7');
		expect(verdict('00 01 01 01 00 03', SHARED)).toBe('accepted');
		expect(verdict('00 01 01 01 00 04', SHARED)).toMatch('G7');
	});
});
