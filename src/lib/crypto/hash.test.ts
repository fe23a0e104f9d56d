import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes';
import { derive } from './derive';
import { hash, hashLarge, idOf, prefix } from './hash';

describe('hashing', () => {
	it('[C1] is SHA-256 over the length of the label, the label, the parts', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
				const label = utf8('sofortchat/2/entry');
				const expected = createHash('sha256').update(Uint8Array.of(label.length)).update(label).update(a).update(b);
				expect(hex(hash('entry', a, b))).toBe(expected.digest('hex'));
			})
		);
	});

	it('[C1] keeps purposes apart, even when one label begins another', () => {
		expect(hash('entry', utf8('-chain'))).not.toEqual(hash('entry-chain'));
		expect(prefix('entry')[0]).toBe('sofortchat/2/entry'.length);
	});

	it('[C1] gives the same hash through the platform', async () => {
		const large = new Uint8Array(100_000).fill(7);
		expect(await hashLarge('chunk', large)).toEqual(hash('chunk', large));
	});

	it('[C1] makes ids from the first 16 bytes', () => {
		expect(idOf('member', utf8('x'))).toBe(hex(hash('member', utf8('x'))).slice(0, 32));
	});
});

/** RFC 5869 §2 by hand. */
function hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): string {
	const key = createHmac('sha256', salt).update(secret).digest();
	const parts: Buffer[] = [Buffer.alloc(0)];
	for (let i = 1; Buffer.concat(parts).length < length; i++) {
		parts.push(
			createHmac('sha256', key)
				.update(concat(parts.at(-1) ?? Buffer.alloc(0), info, Uint8Array.of(i)))
				.digest()
		);
	}
	return Buffer.concat(parts).subarray(0, length).toString('hex');
}

describe('deriving', () => {
	it('our reference implementation reproduces RFC 5869, A.1', () => {
		const okm = hkdf(
			fromHex('0b'.repeat(22)),
			fromHex('000102030405060708090a0b0c'),
			fromHex('f0f1f2f3f4f5f6f7f8f9'),
			42
		);
		expect(okm).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
	});

	it('[C2] is HKDF-SHA-256 without salt; info is the label and the context', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1 }), fc.uint8Array(), (secret, context) => {
				const info = concat(prefix('device'), context);
				expect(hex(derive(secret, 'device', context))).toBe(hkdf(secret, new Uint8Array(32), info, 32));
			}),
			{ numRuns: 50 }
		);
	});

	it('[C2] gives a different secret for each label and context', () => {
		const secret = utf8('secret');
		const made = [derive(secret, 'a'), derive(secret, 'b'), derive(secret, 'a', utf8('x')), derive(utf8('other'), 'a')];
		expect(new Set(made.map(hex)).size).toBe(4);
		expect(derive(secret, 'a')).toEqual(made[0]);
	});
});
