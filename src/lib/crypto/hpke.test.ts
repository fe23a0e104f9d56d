import { ml_kem768_x25519 as other } from '@noble/post-quantum/hybrid.js';
import { shake256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes';
import { openSealed, sealingKey, sealTo, type SealingKey } from './hpke';
import { isWeakSealing } from './weak';

let mia: SealingKey;
let eve: SealingKey;
beforeAll(async () => {
	mia = await sealingKey(fromHex('01'.repeat(32)));
	eve = await sealingKey(fromHex('02'.repeat(32)));
});

afterEach(() => {
	vi.restoreAllMocks();
});

const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('sealing to a public key', () => {
	it('[C5] the key pair of a seed is X-Wing’s, as another implementation makes it', async () => {
		await fc.assert(
			fc.asyncProperty(anySeed, async (seed) => {
				const secret = shake256(seed, { dkLen: 32 });
				expect(hex((await sealingKey(seed)).publicKey)).toBe(hex(other.keygen(secret).publicKey));
			}),
			{ numRuns: 20 }
		);
	});

	it('[C5] opens with its key, label and context, and is 1136 bytes longer', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 60 }), async (plain, context) => {
				const sealed = await sealTo(mia.publicKey, 'epoch', plain, context);
				expect(sealed).toHaveLength(plain.length + 1136);
				expect(await openSealed(mia, 'epoch', sealed, context)).toEqual({ ok: true, value: plain });
				expect((await openSealed(eve, 'epoch', sealed, context)).ok).toBe(false);
				expect((await openSealed(mia, 'letter', sealed, context)).ok).toBe(false);
				expect((await openSealed(mia, 'epoch', sealed, concat(context, Uint8Array.of(0)))).ok).toBe(false);
			}),
			{ numRuns: 20 }
		);
	});

	it('[C5] a flipped bit is refused, in either half of the key and in the text', async () => {
		const sealed = await sealTo(mia.publicKey, 'epoch', utf8('secret'));
		for (let bit = 0; bit < sealed.length * 8; bit += 97) {
			// X25519 ignores the highest bit of a public key (RFC 7748 §5); X-Wing binds it all the same.
			const damaged = sealed.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect((await openSealed(mia, 'epoch', damaged)).ok, `bit ${bit}`).toBe(false);
		}
	});

	it('[C5] refuses what is too short or comes from a weak key, without throwing', async () => {
		expect((await openSealed(mia, 'epoch', new Uint8Array(1135))).ok).toBe(false);
		expect((await openSealed(mia, 'epoch', new Uint8Array(1200))).ok).toBe(false);
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
			const key = concat(mia.publicKey.slice(0, 1184), suspect);
			expect(isWeakSealing(key), hex(suspect)).toBe(true);
			await expect(sealTo(key, 'epoch', utf8('x'))).rejects.toThrow();
		}
		// Two coefficients, 3329 and 0, or 0 and 3329: the modulus itself.
		for (const beyond of ['010d00', '0010d0', 'ffffff']) {
			for (const at of [0, 576, 1149]) {
				const key = mia.publicKey.slice();
				key.set(fromHex(beyond), at);
				expect(isWeakSealing(key), `${beyond} at ${at}`).toBe(true);
				await expect(sealTo(key, 'epoch', utf8('x'))).rejects.toThrow();
			}
		}
		expect(isWeakSealing(mia.publicKey.slice(0, 1215))).toBe(true);
		expect(isWeakSealing(new Uint8Array(32).fill(9)), 'a key of format 1').toBe(true);
	});

	it('[C5] honest keys are not weak', async () => {
		await fc.assert(
			fc.asyncProperty(anySeed, async (seed) => {
				expect(isWeakSealing((await sealingKey(seed)).publicKey)).toBe(false);
			}),
			{ numRuns: 40 }
		);
	});
});

function littleEndian(value: bigint): Uint8Array<ArrayBuffer> {
	return fromHex(value.toString(16).padStart(64, '0')).reverse();
}

/** Points to which nothing can be sealed: of order 4, 1, 2 and 8. */
const SMALL = [
	'00'.repeat(32),
	`01${'00'.repeat(31)}`,
	`ec${'ff'.repeat(30)}7f`,
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'
];

/** Platforms that lack X25519, and that hand out a shared secret of zeros. */
const PLATFORMS: Readonly<Record<string, () => void>> = {
	'with the curve': () => undefined,
	'without it': () => {
		answer('importKey', 2, () => Promise.reject(new DOMException('X25519', 'NotSupportedError')));
	},
	'that derives zeros': () => {
		answer('deriveBits', 0, () => Promise.resolve(new ArrayBuffer(32)));
	}
};

/** Lets WebCrypto answer so wherever the argument at `place` is X25519. */
function answer(method: 'importKey' | 'deriveBits', place: number, reply: () => Promise<ArrayBuffer>): void {
	const own = crypto.subtle[method].bind(crypto.subtle) as (...args: unknown[]) => Promise<never>;
	vi.spyOn(crypto.subtle, method).mockImplementation(((...args: unknown[]) =>
		(args[place] as { name?: string }).name === 'X25519' ? reply() : own(...args)) as never);
}

describe.each(Object.keys(PLATFORMS))('on a platform %s', (platform) => {
	it('[C5] the same seed gives the same keys, and they open the same', async () => {
		const [seed, sealed] = [fromHex('01'.repeat(32)), await sealTo(mia.publicKey, 'epoch', utf8('secret'))];
		PLATFORMS[platform]?.();
		const here = await sealingKey(seed);
		expect(hex(here.publicKey)).toBe(hex(mia.publicKey));
		expect(await openSealed(here, 'epoch', sealed)).toEqual({ ok: true, value: utf8('secret') });
		const back = await sealTo(mia.publicKey, 'epoch', utf8('back'));
		vi.restoreAllMocks();
		expect(await openSealed(mia, 'epoch', back)).toEqual({ ok: true, value: utf8('back') });
	});

	it.each(SMALL)('[C5] what came by a point that hides nothing stays closed (%s)', async (point) => {
		const sealed = await sealTo(mia.publicKey, 'epoch', utf8('secret'));
		sealed.set(fromHex(point), 1088);
		PLATFORMS[platform]?.();
		expect(await openSealed(mia, 'epoch', sealed)).toEqual({ ok: false, why: 'not sealed to this key' });
	});
});
