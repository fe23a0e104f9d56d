import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { concat, fromHex, hex, utf8 } from '../base/bytes';
import { prefix } from './hash';
import { sign, signingKey, verify, type SigningKey } from './sign';
import { isWeakSigning } from './weak';
import vectors from '../../../tests/corpus/vectors.json';
import { failing } from '../../../tests/vectors/checking';
import type { Vector } from '../../../tests/vectors/vector';

/** RFC 8032 §7.1: secret, public, message, signature. */
const VECTORS: readonly (readonly [string, string, string, string])[] = [
	[
		'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
		'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
		'',
		'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
	],
	[
		'4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
		'3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
		'72',
		'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'
	],
	[
		'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
		'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
		'af82',
		'6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a'
	]
];

/** Runs `work` on a platform whose WebCrypto does not know the curve. */
async function withoutCurve<T>(work: () => Promise<T>): Promise<T> {
	const lacking = (): never => {
		throw new DOMException('Unrecognized name.', 'NotSupportedError');
	};
	vi.spyOn(crypto.subtle, 'importKey').mockImplementation(lacking);
	vi.spyOn(crypto.subtle, 'verify').mockImplementation(lacking);
	vi.spyOn(crypto.subtle, 'sign').mockImplementation(lacking);
	return work().finally(() => vi.restoreAllMocks());
}

afterEach(() => {
	vi.restoreAllMocks();
});

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('signing', () => {
	it.each(VECTORS)('[C3] is Ed25519 (RFC 8032, secret %s)', async (secret, publicKey, message, signature) => {
		const both = [await signingKey(fromHex(secret)), await withoutCurve(() => signingKey(fromHex(secret)))];
		for (const key of both) {
			expect(hex(key.publicKey)).toBe(publicKey);
			expect(hex(await key.signRaw(fromHex(message)))).toBe(signature);
		}
	});

	it('[C3] a seed gives the same keys and signatures with and without WebCrypto', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, fc.uint8Array(), async (seed, part) => {
				const native = await signingKey(seed);
				const signature = await sign(native, 'entry', part);
				expect(signature).toHaveLength(64);
				const other = seed.map((byte) => byte ^ 1);
				await withoutCurve(async () => {
					const own = await signingKey(seed);
					expect(own.publicKey).toEqual(native.publicKey);
					expect(await sign(own, 'entry', part)).toEqual(signature);
					expect(await verify(own.publicKey, signature, 'entry', part)).toBe(true);
					expect(await verify(own.publicKey, signature, 'charter', part)).toBe(false);
					expect(await verify(ed25519.getPublicKey(other), signature, 'entry', part)).toBe(false);
				});
				expect(await verify(native.publicKey, signature, 'entry', part)).toBe(true);
			}),
			{ numRuns: 40 }
		);
	});

	it('[C3] a seed that the platform refuses gives the same keys', async () => {
		const seed = fromHex(`00${'05'.repeat(31)}`);
		const native = await signingKey(seed);
		vi.spyOn(crypto.subtle, 'importKey').mockRejectedValueOnce(new DOMException('Data error', 'DataError'));
		const own = await signingKey(seed);
		expect(own.publicKey).toEqual(native.publicKey);
		expect(await sign(own, 'entry', utf8('x'))).toEqual(await sign(native, 'entry', utf8('x')));
	});

	it('[C3] covers the label and all parts', async () => {
		const key = await signingKey(fromHex('03'.repeat(32)));
		const signature = await sign(key, 'entry', utf8('a'), utf8('b'));
		expect(await verify(key.publicKey, signature, 'entry', utf8('ab'))).toBe(true);
		expect(await verify(key.publicKey, signature, 'token', utf8('ab'))).toBe(false);
		expect(await verify(key.publicKey, signature, 'entry', utf8('ac'))).toBe(false);
		expect(await key.signRaw(concat(prefix('entry'), utf8('ab')))).toEqual(signature);
	});

	it('[C3] no bit of signature, key or text can be changed', async () => {
		const key = await signingKey(fromHex('04'.repeat(32)));
		const text = utf8('Guten Tag');
		const whole = concat(await sign(key, 'entry', text), key.publicKey, text);
		for (let bit = 0; bit < whole.length * 8; bit++) {
			const damaged = whole.slice();
			damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const [signature, publicKey] = [damaged.slice(0, 64), damaged.slice(64, 96)];
			expect(await verify(publicKey, signature, 'entry', damaged.slice(96)), `bit ${bit}`).toBe(false);
		}
	});

	it('[C3] a malformed key or signature gives false, not an exception, on either path', async () => {
		const { publicKey } = await signingKey(fromHex('05'.repeat(32)));
		const check = async (): Promise<void> => {
			for (const length of [0, 31, 33, 64]) {
				expect(await verify(new Uint8Array(length).fill(7), new Uint8Array(64), 'entry')).toBe(false);
			}
			for (const length of [0, 63, 65]) expect(await verify(publicKey, new Uint8Array(length), 'entry')).toBe(false);
			expect(await verify(new Uint8Array(32).fill(0xfe), new Uint8Array(64), 'entry')).toBe(false);
		};
		await check();
		await withoutCurve(check);
	});

	it('[C3] a key whose import failed or never finished is imported again', async () => {
		const key = await signingKey(new Uint8Array(32).fill(9));
		const signature = await sign(key, 'label', utf8('text'));
		const ask = (): Promise<boolean> => verify(key.publicKey, signature, 'label', utf8('text'));
		const reading = vi.spyOn(crypto.subtle, 'importKey');
		reading.mockRejectedValueOnce(new DOMException('busy', 'OperationError'));
		expect(await ask()).toBe(false);
		reading.mockReturnValueOnce(new Promise(() => undefined) as never);
		void ask();
		expect(await ask()).toBe(true);
		reading.mockRestore();
	});

	it('[C3] adding the order of the curve to a signature makes no second one', async () => {
		const key = await signingKey(fromHex('06'.repeat(32)));
		const signature = await sign(key, 'entry');
		const order = 2n ** 252n + 27742317777372353535851937790883648493n;
		const scalar = BigInt(`0x${hex(signature.slice(32).reverse())}`) + order;
		const second = concat(signature.slice(0, 32), fromHex(scalar.toString(16).padStart(64, '0')).reverse());
		expect(await verify(key.publicKey, second, 'entry')).toBe(false);
		expect(await withoutCurve(() => verify(key.publicKey, second, 'entry'))).toBe(false);
		vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(true);
		expect(await verify(key.publicKey, second, 'entry'), 'as WebKitGTK lets it').toBe(false);
	});
});

it('[C3] the library agrees with platforms on signatures that implementations differ about', async () => {
	const forged = (vectors as readonly Vector[]).filter(({ kind }) => kind === 'verify');
	expect(forged.length).toBeGreaterThan(40);
	expect(await withoutCurve(() => failing(forged))).toEqual([]);
});

describe('weak keys', () => {
	/** Every encoding of every point of small order; not all of them are canonical. */
	const weak: Uint8Array<ArrayBuffer>[] = [];
	const point = ed25519.Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
	let multiple = ed25519.Point.ZERO;
	for (let i = 0; i < 8; i++, multiple = multiple.add(point)) weak.push(new Uint8Array(multiple.toBytes()));
	for (const y of [2n ** 255n - 19n, 2n ** 255n - 18n]) weak.push(fromHex(y.toString(16).padStart(64, '0')).reverse());
	for (const key of [...weak]) weak.push(key.map((byte, i) => (i === 31 ? byte ^ 0x80 : byte)));

	it('[C3] WebCrypto lets anybody sign under one, before Node 24', async () => {
		const one = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
		const key = await crypto.subtle.importKey('raw', one, { name: 'Ed25519' }, false, ['verify']);
		const forged = concat(one, new Uint8Array(32));
		expect(
			await crypto.subtle.verify({ name: 'Ed25519' }, key, forged, concat(prefix('entry'), utf8('anything')))
		).toBe(Number.parseInt(process.versions.node) < 24);
		expect(await verify(one, forged, 'entry', utf8('anything'))).toBe(false);
	});

	it('[C3] nothing verifies under them, on either path', async () => {
		expect(weak.length).toBe(20);
		const forge = async (): Promise<void> => {
			for (const key of weak) {
				expect(isWeakSigning(key), hex(key)).toBe(true);
				for (const start of weak) expect(await verify(key, concat(start, new Uint8Array(32)), 'entry')).toBe(false);
			}
		};
		await forge();
		await withoutCurve(forge);
	});

	it('[C3] honest keys are not weak', async () => {
		const keys: SigningKey[] = [];
		for (let i = 0; i < 50; i++) keys.push(await signingKey(new Uint8Array(32).fill(i)));
		expect(keys.filter(({ publicKey }) => isWeakSigning(publicKey))).toEqual([]);
	});
});
