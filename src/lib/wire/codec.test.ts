import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex, utf8 } from '../base/bytes';
import type { FeedId } from '../base/ids';
import { byteOf, bytes, decode, encode, fixed, id, list, oneOf, record, text, uint, type Codec } from './codec';

const BIG = Number.MAX_SAFE_INTEGER;

/** The value encoded by hexadecimal bytes (spaces allowed); 'refused' if there is none. */
function read(codec: Codec<unknown>, raw: string): unknown {
	const result = decode(codec, fromHex(raw.replaceAll(' ', '')));
	return result.ok ? result.value : 'refused';
}

describe('integers', () => {
	it('[F2] round-trip', () => {
		fc.assert(
			fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(300), fc.constantFrom(0, 127, 128, BIG)), (value) => {
				expect(decode(uint, encode(uint, value))).toEqual({ ok: true, value });
			}),
			{ numRuns: 500 }
		);
	});

	it('[F2] have only one form, the shortest', () => {
		expect(read(uint, '00')).toBe(0);
		for (const raw of ['80 00', '80 80 00', 'ff 00', '81 80 00', `${'80'.repeat(7)} 00`])
			expect(read(uint, raw)).toBe('refused');
	});

	it('[F2] stop at 2^53 - 1: nothing is rounded, infinite or NaN', () => {
		expect(read(uint, 'ff ff ff ff ff ff ff 0f')).toBe(BIG);
		expect(read(uint, '80 80 80 80 80 80 80 10')).toBe('refused');
		expect(read(uint, 'ff ff ff ff ff ff ff 7f')).toBe('refused');
		for (const length of [8, 9, 145, 146, 147, 148, 1000])
			expect(read(uint, `${'80'.repeat(length)}01`)).toBe('refused');
	});

	it('[F2] end with the bytes', () => {
		for (const raw of ['', '80', 'ff ff']) expect(read(uint, raw)).toBe('refused');
	});

	it.each([-1, 0.5, NaN, Infinity, BIG + 1])('[F2] are never written as %d', (value) => {
		expect(() => encode(uint, value)).toThrow('bug');
	});
});

describe('bounds', () => {
	it('[F2] bind reader and writer alike', () => {
		expect(read(bytes(2), '02 aabb')).toEqual(fromHex('aabb'));
		expect(read(bytes(2), '03 aabbcc')).toBe('refused');
		expect(read(text(2), '03 616263')).toBe('refused');
		expect(read(list(uint, 2), '03 010203')).toBe('refused');
		expect(read(byteOf(1, 2), '03')).toBe('refused');
		expect(read(byteOf(1, 2), '')).toBe('refused');
		expect(() => encode(bytes(2), new Uint8Array(3))).toThrow('bug');
		expect(() => encode(text(2), 'äa')).toThrow('bug');
		expect(() => encode(list(uint, 2), [1, 2, 3])).toThrow('bug');
		expect(() => encode(fixed(2), new Uint8Array(3))).toThrow('bug');
	});

	it('[F2] no count makes the reader do more than the remaining bytes allow', () => {
		expect(read(list(fixed(32), BIG), 'ff ff ff ff ff ff ff 0f')).toBe('refused');
		expect(read(bytes(BIG), 'ff ff ff ff ff ff ff 0f')).toBe('refused');
	});

	it('[F2] no byte is missing or left over', () => {
		const codec = record({ a: uint, b: bytes(9), c: fixed(2) });
		const raw = encode(codec, { a: 300, b: utf8('abc'), c: utf8('de') });
		for (let length = 0; length < raw.length; length++) expect(decode(codec, raw.slice(0, length)).ok).toBe(false);
		expect(read(codec, `${hex(raw)} 00`)).toBe('refused');
	});

	it('[F2] a value read does not change with its source bytes', () => {
		const raw = fromHex('02aabb');
		const result = decode(bytes(2), raw);
		raw.fill(0);
		expect(result).toEqual({ ok: true, value: fromHex('aabb') });
	});
});

describe('ids and texts', () => {
	const feed = id<FeedId>();

	it('[F2] an id is 16 bytes and round-trips as the same text', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (raw) => {
				expect(encode(feed, hex(raw) as FeedId)).toEqual(raw);
				expect(decode(feed, raw)).toEqual({ ok: true, value: hex(raw) });
			})
		);
		expect(read(feed, '00'.repeat(15))).toBe('refused');
	});

	it.each(['', 'ab', 'A'.repeat(32), '0'.repeat(34)])('[F2] %j is never written as an id', (wrong) => {
		expect(() => encode(feed, wrong as FeedId)).toThrow();
	});

	it('[F2] a text is valid UTF-8', () => {
		expect(read(text(9), '03 efbbbf')).toBe('\u{feff}');
		for (const raw of ['02 c080', '03 eda080', '01 ff']) expect(read(text(9), raw)).toBe('refused');
	});
});

describe('records and choices', () => {
	const choice = oneOf({
		empty: [1, {}],
		number: [2, { n: uint }],
		nested: [3, { items: list(record({ id: id<FeedId>(), t: text(40) }), 4) }]
	});
	const values = fc.oneof(
		fc.constant({ kind: 'empty' as const }),
		fc.record({ kind: fc.constant('number' as const), n: fc.maxSafeNat() }),
		fc.record({
			kind: fc.constant('nested' as const),
			items: fc.array(
				fc.record({
					id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((raw) => hex(raw) as FeedId),
					t: fc.string({ unit: 'binary', maxLength: 10 })
				}),
				{ maxLength: 4 }
			)
		})
	);

	it('[F2] round-trip, one without fields too', () => {
		fc.assert(
			fc.property(values, (value) => {
				expect(decode(choice, encode(choice, value))).toEqual({ ok: true, value });
			}),
			{ numRuns: 300 }
		);
		expect(hex(encode(choice, { kind: 'empty' }))).toBe('01');
	});

	it('[F2] have only one form: whatever is read is written the same', () => {
		fc.assert(
			fc.property(values, fc.nat(), fc.nat(255), (value, at, byte) => {
				const raw = encode(choice, value);
				raw[at % raw.length] = byte;
				const result = decode(choice, raw);
				if (result.ok) expect(encode(choice, result.value)).toEqual(raw);
			}),
			{ numRuns: 500 }
		);
	});

	it('[F2] an unknown kind is refused', () => {
		for (const raw of ['', '00', '04', 'ff']) expect(read(choice, raw)).toBe('refused');
		expect(() => encode(choice, { kind: 'other' } as never)).toThrow('bug');
	});

	it('[F1] a layout in words shows names, order, kinds and bounds', () => {
		expect(record({ a: uint, b: list(bytes(3), 2) }).layout).toBe('{a:uint,b:list(bytes(3),2)}');
		expect(choice.layout).toBe('1=empty{}|2=number{n:uint}|3=nested{items:list({id:id,t:text(40)},4)}');
		expect(record({ f: fixed(4), v: byteOf(0, 1) }).layout).toBe('{f:fixed(4),v:byte(0|1)}');
	});
});
