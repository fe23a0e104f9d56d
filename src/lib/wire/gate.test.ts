import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { counted } from '../../../tests/torture/counted';
import { fromHex, utf8 } from '../base/bytes';
import { checkUpdate, rootPlace, type GatePolicy } from './gate';

interface Corpus {
	readonly updates: readonly { readonly name: string; readonly hex: string }[];
}

const corpus = JSON.parse(
	readFileSync(new URL('../../../tests/corpus/yjs-hostile.json', import.meta.url), 'utf8')
) as Corpus;

/** The corpus's setting: client 1 pushed a, b, c to the array e; client 7 writes. */
const MEMBER: GatePolicy = {
	authors: new Map([[7, 0]]),
	foreign: 'none',
	known: new Map([[1, 3]]),
	roots: new Set(['e', 'm', 't'])
};
const SHARED: GatePolicy = { ...MEMBER, foreign: 'deletes' };

/** Why the gate refuses `hex` (spaces allowed), or 'accepted'. */
function verdict(hex: string, policy: GatePolicy = MEMBER): string {
	const result = checkUpdate(fromHex(hex.replaceAll(' ', '')), policy);
	return result.ok ? 'accepted' : result.why;
}

/** The rule that each update of the corpus breaks. */
const BROKEN: Readonly<Record<string, string>> = {
	prealloc: 'G3',
	prealloc2: 'G3',
	gcHuge: 'G2',
	gcOverflow: 'G2',
	delHuge: 'G2',
	squat: 'G4',
	squatItem: 'G4',
	deleteAll: 'G7',
	deleteForeign: 'G7',
	deleteFuture: 'G7',
	gap: 'G5',
	pendingOrigin: 'G6',
	skip: 'G5',
	nest100: 'G11',
	anyDeep10: 'G9',
	proto: 'G10',
	ctor: 'G10',
	protoSub: 'G10',
	subdoc: 'G8',
	embed: 'G8',
	format: 'G8',
	json: 'G8',
	xml: 'G8',
	type9: 'G8',
	ref15: 'G8',
	unknownRoot: 'G10',
	parentSelf: 'G6',
	originSelf: 'G6',
	twoBlocks: 'G4',
	trailing: 'G1',
	empty: 'G1',
	zeros: 'G1',
	dsBomb: 'G3',
	bigAnyCount: 'G3'
};

describe('the corpus of hostile updates', () => {
	it('has a rule for every update', () => {
		expect(corpus.updates.map((update) => update.name).sort()).toEqual(Object.keys(BROKEN).sort());
	});

	it.each(corpus.updates)('refuses $name without reading a byte twice', ({ name, hex }) => {
		for (const policy of [MEMBER, SHARED]) {
			const { bytes, reads } = counted(fromHex(hex));
			const result = checkUpdate(bytes, policy);
			// The reader finds the end by one look past it.
			expect(reads()).toBeLessThanOrEqual(bytes.length + 1);
			if (policy === SHARED && name === 'deleteForeign') expect(result.ok).toBe(true);
			else expect(result).toEqual({ ok: false, why: expect.stringMatching(`^${BROKEN[name] ?? ''} `) as string });
		}
	});
});

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
