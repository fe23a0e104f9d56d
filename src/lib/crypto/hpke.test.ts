import { x25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes';
import { openSealed, sealingKey, sealTo, type SealingKey } from './hpke';
import { isWeakSealing } from './weak';

/** Runs `work` on a platform whose WebCrypto does not know the curve. */
async function withoutCurve<T>(work: () => Promise<T>): Promise<T> {
	const theirs = crypto.subtle.importKey.bind(crypto.subtle) as (...all: unknown[]) => Promise<CryptoKey>;
	const lacking = (...all: unknown[]): Promise<CryptoKey> => {
		const { name } = all[2] as { name?: string };
		if (name === 'X25519') throw new DOMException('Unrecognized name.', 'NotSupportedError');
		return theirs(...all);
	};
	vi.spyOn(crypto.subtle, 'importKey').mockImplementation(lacking as typeof crypto.subtle.importKey);
	return work().finally(() => vi.restoreAllMocks());
}

let mia: SealingKey;
let eve: SealingKey;
beforeAll(async () => {
	mia = await sealingKey(fromHex('01'.repeat(32)));
	eve = await sealingKey(fromHex('02'.repeat(32)));
});

describe('sealing to a public key', () => {
	it('[C5] the key pair of a seed is the one in RFC 9180, A.2.1', async () => {
		const seed = fromHex('909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b');
		const { publicKey } = await sealingKey(seed);
		expect(hex(publicKey)).toBe('1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a');
	});

	it('[C5] opens with its key, label and context, and is 48 bytes longer', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 60 }), async (plain, context) => {
				const sealed = await sealTo(mia.publicKey, 'epoch', plain, context);
				expect(sealed).toHaveLength(plain.length + 48);
				expect(await openSealed(mia, 'epoch', sealed, context)).toEqual({ ok: true, value: plain });
				expect((await openSealed(eve, 'epoch', sealed, context)).ok).toBe(false);
				expect((await openSealed(mia, 'letter', sealed, context)).ok).toBe(false);
				expect((await openSealed(mia, 'epoch', sealed, concat(context, Uint8Array.of(0)))).ok).toBe(false);
			}),
			{ numRuns: 40 }
		);
	});

	it('[C5] a seed gives the same keys with and without WebCrypto’s curve, and each opens what the other sealed', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array(), async (seed, plain) => {
				const native = await sealingKey(seed);
				const sealed = await sealTo(native.publicKey, 'epoch', plain);
				await withoutCurve(async () => {
					const own = await sealingKey(seed);
					expect(own.suite).not.toBe(native.suite);
					expect(own.publicKey).toEqual(native.publicKey);
					expect(await openSealed(own, 'epoch', sealed)).toEqual({ ok: true, value: plain });
					expect((await openSealed(own, 'letter', sealed)).ok).toBe(false);
					const back = await sealTo(own.publicKey, 'epoch', plain);
					vi.restoreAllMocks();
					expect(await openSealed(native, 'epoch', back)).toEqual({ ok: true, value: plain });
				});
			}),
			{ numRuns: 20 }
		);
		await withoutCurve(async () => {
			await expect(sealTo(new Uint8Array(32), 'epoch', utf8('x')), 'a weak key').rejects.toThrow();
			expect((await openSealed(await sealingKey(new Uint8Array(32)), 'epoch', new Uint8Array(80))).ok).toBe(false);
		});
	});

	it('[C5] a flipped bit is refused', async () => {
		const sealed = await sealTo(mia.publicKey, 'epoch', utf8('secret'));
		for (let bit = 0; bit < sealed.length * 8; bit += 3) {
			// X25519 ignores the highest bit of a public key (RFC 7748 §5); HPKE binds it all the same.
			const damaged = sealed.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect((await openSealed(mia, 'epoch', damaged)).ok, `bit ${bit}`).toBe(false);
		}
	});

	it('[C5] refuses what is too short or comes from a weak key, without throwing', async () => {
		expect((await openSealed(mia, 'epoch', new Uint8Array(47))).ok).toBe(false);
		expect((await openSealed(mia, 'epoch', new Uint8Array(80))).ok).toBe(false);
	});

	it('[C5] knows every key that nothing can be sealed to as weak', async () => {
		const [p, top] = [2n ** 255n - 19n, 2n ** 255n];
		const suspects = [0n, 1n, p - 1n, p, p + 1n, top, top + 1n, top + p - 1n].map(littleEndian);
		for (const order8 of [
			'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
			'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'
		]) {
			suspects.push(fromHex(order8));
		}
		for (const suspect of suspects) {
			expect(isWeakSealing(suspect), hex(suspect)).toBe(true);
			expect(() => x25519.getSharedSecret(new Uint8Array(32).fill(5), suspect)).toThrow();
			await expect(sealTo(suspect, 'epoch', utf8('x'))).rejects.toThrow();
		}
		expect(isWeakSealing(new Uint8Array(31))).toBe(true);
	});

	it('[C5] honest keys are not weak', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (seed) => {
				expect(isWeakSealing((await sealingKey(seed)).publicKey)).toBe(false);
			}),
			{ numRuns: 40 }
		);
	});
});

function littleEndian(value: bigint): Uint8Array<ArrayBuffer> {
	return fromHex(value.toString(16).padStart(64, '0')).reverse();
}
