import { describe, expect, it } from 'vitest';
import { MEMBER, SHARED, verdict } from '../../../tests/support/gate';
import { fromHex, utf8 } from '../base/bytes';
import { checkUpdate, rootPlace, type GatePolicy } from './gate';

describe('rules', () => {
	it('[G8] knows values, texts, bytes, deleted items and three types, none of them empty', () => {
		const item = (content: string): string => verdict(`01 01 07 00 ${content} 00`);
		expect(item('01 01 01 65 03')).toBe('accepted');
		expect(item('03 01 01 65 02 ff ff')).toBe('accepted');
		expect(item('04 01 01 65 02 c3 9f')).toBe('accepted');
		for (const type of ['00', '01', '02']) expect(item(`07 01 01 65 ${type}`)).toBe('accepted');
		expect(item('03 01 01 65 09 ff')).toMatch('G1');
		expect(item('04 01 01 65 01 ff')).toMatch('G8');
		for (const empty of ['01 01 01 65 00', '04 01 01 65 00', '08 01 01 65 00', '00 00'])
			expect(item(empty)).toMatch('G8');
	});

	it('[G8] allows one value under a key and none in front of another, whether it names its key or not', () => {
		expect(verdict('01 01 07 00 28 01 01 6d 01 6b 01 7e 00')).toBe('accepted');
		expect(verdict('01 01 07 00 28 01 01 6d 01 6b 02 7e 7e 00')).toMatch('G8');
		expect(verdict('01 01 07 00 28 01 01 6d 01 6b 02 7e 7e 01 07 01 00 02')).toBe('accepted');
		expect(verdict('01 01 07 00 28 01 01 6d 01 6b 02 7e 7e 01 07 01 00 01')).toMatch('G8');
		expect(verdict('01 01 07 00 28 01 01 6d 01 6b 02 7e 7e 01 07 01 01 01')).toMatch('G8');
		expect(verdict('01 01 07 00 21 01 01 6d 01 6b 02 00')).toBe('accepted');
		const keyed: GatePolicy = { ...SHARED, place: () => ({ parent: rootPlace('m'), key: 'k' }) };
		expect(verdict('01 01 07 00 88 01 02 01 7e 00', keyed)).toBe('accepted');
		expect(verdict('01 01 07 00 88 01 02 02 7e 7e 00', keyed)).toMatch('G8');
		expect(verdict('01 01 07 00 48 01 02 01 7e 00', keyed)).toMatch('G6');
		// The same, behind a neighbour in this same update.
		expect(verdict('01 02 07 00 28 01 01 6d 01 6b 01 7e 88 07 00 02 7e 7e 00')).toMatch('G8');
	});

	it('[G9] accepts JSON values and bytes, four deep, and no bigint', () => {
		const value = (hex: string): string => verdict(`01 01 07 00 08 01 01 65 01 ${hex} 00`);
		const kinds = ['7f', '7e', '7d 05', '7c 00000000', '7b 0000000000000000', '79', '78', '77 01 61', '74 02 ff ff'];
		for (const kind of kinds) expect(value(kind)).toBe('accepted');
		expect(value('7a 0000000000000000')).toMatch('G9');
		expect(value('73')).toMatch('G9');
		expect(value('75 01 76 01 01 61 75 01 75 01 7e')).toBe('accepted');
		expect(value('75 01 76 01 01 61 75 01 75 01 75 00')).toMatch('G9');
		expect(value('75 01 76 01 01 61 75 01 75 01 76 00')).toMatch('G9');
	});

	it('[G10] allows writes under the document’s roots and under short, plain keys', () => {
		expect(verdict('01 01 07 00 08 02 00 01 7e 00')).toMatch('G10');
		expect(verdict('01 01 07 00 08 01 01 66 01 7e 00')).toMatch('G10');
		for (const [key, expected] of [
			['a'.repeat(200), 'accepted'],
			['a'.repeat(201), 'G10'],
			['__proto__', 'G10'],
			['constructor', 'G10'],
			['prototype', 'G10']
		] as const) {
			const spelled = Buffer.from(utf8(key)).toString('hex');
			const length =
				key.length < 128 ? key.length.toString(16).padStart(2, '0') : `${((key.length & 127) | 128).toString(16)}01`;
			expect(verdict(`01 01 07 00 28 01 01 6d ${length} ${spelled} 01 7e 00`)).toMatch(expected);
			expect(verdict(`01 01 07 00 08 01 01 65 01 76 01 ${length} ${spelled} 7e 00`)).toMatch(expected);
		}
	});

	it('[G11] nests types eight deep at most, however they are linked', () => {
		/** One array in another, `depth` times; `behind` puts each behind a text inside instead of alone. */
		const nested = (depth: number, behind: boolean): Uint8Array => {
			const structs = ['07010165 00'];
			let clock = 0;
			const at = (): string => clock.toString(16).padStart(2, '0');
			for (let i = 0; i < depth; i++) {
				structs.push(behind ? `08 00 07 ${at()} 02 7e 7e` : `07 00 07 ${at()} 00`);
				clock += 1;
				if (!behind) continue;
				clock += 1;
				structs.push(`87 07 ${at()} 00`);
				clock += 1;
			}
			const count = structs.length.toString(16).padStart(2, '0');
			return fromHex(`01 ${count} 07 00 ${structs.join(' ')} 00`.replaceAll(' ', ''));
		};
		for (const behind of [false, true]) {
			expect(checkUpdate(nested(8, behind), MEMBER).ok).toBe(true);
			expect(checkUpdate(nested(9, behind), MEMBER)).toMatchObject({ ok: false, why: 'G11 types nested too deep' });
		}
	});
});
