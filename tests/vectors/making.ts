/**
 * Makes tests/corpus/vectors.json from OpenSSL (by Node) and @noble/curves and -post-quantum, not from the product:
 * `MAKE_VECTORS=1 npx vitest run tests/vectors`. The same every time.
 */
import { createCipheriv, createHash, createHmac, createPrivateKey, hkdfSync, sign } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { shake256 } from '@noble/hashes/sha3.js';
import { ml_kem768_x25519 as xWing } from '@noble/post-quantum/hybrid.js';
import type { Vector } from './vector';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** 32 bytes that belong to a name. */
const named = (name: string): Buffer => createHash('sha256').update(name).digest();
const labelled = (label: string): Buffer => {
	const text = Buffer.from(`sofortchat/2/${label}`);
	return Buffer.concat([Buffer.of(text.length), text]);
};

/** All of them. */
export function makeVectors(): readonly Vector[] {
	return [...ofHashes(), ...ofSeals(), ...ofNumbered(), ...ofSignatures(), ...ofForgeries(), ...ofSealedTo()];
}

function ofHashes(): Vector[] {
	const lengths = [0, 1, 55, 56, 64, 300];
	return lengths.flatMap((length): Vector[] => {
		const [label, key, data] = ['entry', named(`key ${length}`), Buffer.alloc(length, length)];
		const what = `${length} bytes`;
		const shared = { what, label, parts: [hex(data)] };
		return [
			{ kind: 'hash', ...shared, is: hex(createHash('sha256').update(labelled(label)).update(data).digest()) },
			{
				kind: 'mac',
				...shared,
				key: hex(key),
				is: hex(createHmac('sha256', key).update(labelled(label)).update(data).digest())
			},
			{
				kind: 'derive',
				...shared,
				secret: hex(key),
				is: hex(new Uint8Array(hkdfSync('sha256', key, '', Buffer.concat([labelled(label), data]), 32)))
			}
		];
	});
}

/** AES-256-GCM: ciphertext and tag. */
function gcm(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Buffer {
	const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
	return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What must not hold: the same bytes with a bit of any part flipped, shortened, extended. */
function spoilt(
	good: Uint8Array,
	places: readonly number[],
	vector: (what: string, bytes: string) => Vector
): readonly Vector[] {
	const flipped = places.map((at) => {
		const bytes = Buffer.from(good);
		bytes[at] = (bytes[at] ?? 0) ^ 1;
		return [`a bit of byte ${at}`, bytes] as const;
	});
	const all: readonly (readonly [string, Uint8Array])[] = [
		...flipped,
		['one byte less', good.subarray(0, -1)],
		['one byte more', Buffer.concat([good, Buffer.of(0)])],
		['nothing', new Uint8Array()]
	];
	return all.map(([what, bytes]) => vector(what, hex(bytes)));
}

type Sealing = Extract<Vector, { readonly kind: 'unseal' | 'openSealed' }>;

/** Makes vectors of what must not open out of what they share. */
function closedOf(shared: Omit<Sealing, 'what' | 'sealed' | 'is'>, length: number) {
	return (what: string, sealed: string): Vector =>
		({ ...shared, what: `${length} bytes, ${what}`, sealed, is: null }) as Sealing;
}

function ofSeals(): Vector[] {
	const lengths = [0, 1, 15, 16, 17, 300];
	return lengths.flatMap((length): Vector[] => {
		const [label, key, nonce, context] = [
			'entry',
			named('aes'),
			named(`nonce ${length}`).subarray(0, 12),
			named('context')
		];
		const plain = Buffer.alloc(length, 0x5a);
		const sealed = Buffer.concat([nonce, gcm(key, nonce, plain, Buffer.concat([labelled(label), context]))]);
		const shared = { kind: 'unseal', label, parts: [hex(context)], key: hex(key) } as const;
		const closed = closedOf(shared, length);
		return [
			{ ...shared, what: `${length} bytes`, sealed: hex(sealed), is: hex(plain) },
			...spoilt(sealed, [0, 11, 12, sealed.length - 1], closed),
			{
				...shared,
				what: `${length} bytes, another context`,
				parts: [hex(named('another'))],
				sealed: hex(sealed),
				is: null
			},
			{ ...shared, what: `${length} bytes, another key`, key: hex(named('other')), sealed: hex(sealed), is: null }
		];
	});
}

function ofNumbered(): Vector[] {
	return [0, 1, 255, 65_536, 2 ** 32 - 1].flatMap((number): Vector[] => {
		const [label, key, context, plain] = ['chunk', named('chunk'), named('space'), named(`chunk ${number}`)];
		const nonce = Buffer.alloc(12);
		nonce.writeUInt32BE(number, 8);
		const sealed = gcm(key, nonce, plain, Buffer.concat([labelled(label), context]));
		const shared = {
			kind: 'unsealNumbered',
			label,
			parts: [hex(context)],
			key: hex(key),
			sealed: hex(sealed)
		} as const;
		return [
			{ ...shared, what: `number ${number}`, number, is: hex(plain) },
			{ ...shared, what: `number ${number} as another`, number: number === 0 ? 1 : number - 1, is: null }
		];
	});
}

/** OpenSSL's key of a seed. */
function openssl(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
	const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
	return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function ofSignatures(): Vector[] {
	return [0, 1, 63, 64, 65, 300].flatMap((length): Vector[] => {
		const [label, seed, data] = ['entry', named(`seed ${length}`), Buffer.alloc(length, 0xa5)];
		const signature = sign(null, Buffer.concat([labelled(label), data]), openssl(seed));
		const publicKey = hex(ed25519.getPublicKey(seed));
		const shared = { label, parts: [hex(data)], publicKey };
		const isnt = { ...shared, kind: 'verify', is: false } as const;
		return [
			{ ...shared, kind: 'sign', what: `${length} bytes`, seed: hex(seed), is: hex(signature) },
			{ ...shared, kind: 'verify', what: `${length} bytes`, signature: hex(signature), is: true },
			...spoilt(signature, [0, 31, 32, 63], (what, bytes) => ({
				...isnt,
				what: `${length} bytes, ${what}`,
				signature: bytes
			})),
			{ ...isnt, what: `${length} bytes, another label`, label: 'charter', signature: hex(signature) },
			{
				...isnt,
				what: `${length} bytes, another key`,
				publicKey: hex(ed25519.getPublicKey(named('x'))),
				signature: hex(signature)
			}
		];
	});
}

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
/** A point of order 8. */
const SMALL = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');

/** Signatures that some implementations accept and others refuse, made by whoever knows the secret. */
function ofForgeries(): Vector[] {
	const [label, seed] = ['entry', named('forger')];
	const message = labelled(label);
	const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(seed);
	const r = bytesToNumberLE(named('r')) % ORDER;
	const signed = (R: typeof SMALL, A: Uint8Array): Buffer => {
		const start = R.toBytes();
		const digest = createHash('sha512').update(start).update(A).update(message).digest();
		const k = bytesToNumberLE(digest) % ORDER;
		return Buffer.concat([start, numberToBytesLE((r + k * scalar) % ORDER, 32)]);
	};
	const honest = signed(Point.BASE.multiply(r), pointBytes);
	const s = bytesToNumberLE(honest.subarray(32));
	const beyond = numberToBytesLE(s + ORDER, 32);
	const smalls = Array.from({ length: 8 }, (_, i) => SMALL.multiplyUnsafe(BigInt(i)).toBytes());
	const p = 2n ** 255n - 19n;
	const shared = { kind: 'verify', label, parts: [], publicKey: hex(pointBytes), is: false } as const;
	return [
		{ ...shared, what: 'an honest one', signature: hex(honest), is: true },
		{
			...shared,
			what: 'the order of the curve added',
			signature: hex(Buffer.concat([honest.subarray(0, 32), beyond]))
		},
		...[1n, 4n, 7n].map((n): Vector => {
			const R = Point.BASE.multiply(r).add(SMALL.multiplyUnsafe(n));
			return {
				...shared,
				what: `a point of small order (${n}) in its first half`,
				signature: hex(signed(R, pointBytes))
			};
		}),
		...smalls.map((A, i): Vector => {
			const signature = Buffer.concat([smalls[0] ?? Buffer.alloc(32), Buffer.alloc(32)]);
			return { ...shared, what: `under a key of small order (${i})`, publicKey: hex(A), signature: hex(signature) };
		}),
		...[p, p + 1n].map((y): Vector => {
			const publicKey = hex(numberToBytesLE(y, 32));
			return {
				...shared,
				what: `under a key beyond the field (${y - p})`,
				publicKey,
				signature: hex(Buffer.alloc(64))
			};
		}),
		{
			...shared,
			what: 'a first half beyond the field',
			signature: hex(Buffer.concat([numberToBytesLE(p + 1n, 32), Buffer.alloc(32)]))
		},
		{ ...shared, what: 'a short key', publicKey: hex(pointBytes.subarray(1)), signature: hex(honest) }
	];
}

/** HPKE's key schedule (RFC 9180, 5.1) for X-Wing, HKDF-SHA-256 and AES-256-GCM in base mode: key and nonce. */
function schedule(shared: Uint8Array, info: Uint8Array): { readonly key: Buffer; readonly nonce: Buffer } {
	const suite = Buffer.concat([Buffer.from('HPKE'), Buffer.from('647a00010002', 'hex')]);
	const version = Buffer.from('HPKE-v1');
	const extract = (salt: Uint8Array, label: string, ikm: Uint8Array): Buffer =>
		createHmac('sha256', salt)
			.update(Buffer.concat([version, suite, Buffer.from(label), ikm]))
			.digest();
	const empty = Buffer.alloc(0);
	const context = Buffer.concat([
		Buffer.of(0),
		extract(empty, 'psk_id_hash', empty),
		extract(empty, 'info_hash', info)
	]);
	const secret = extract(shared, 'secret', empty);
	const expand = (label: string, length: number): Buffer => {
		const text = Buffer.concat([Buffer.of(0, length), version, suite, Buffer.from(label), context, Buffer.of(1)]);
		return createHmac('sha256', secret).update(text).digest().subarray(0, length);
	};
	return { key: expand('key', 32), nonce: expand('base_nonce', 12) };
}

function ofSealedTo(): Vector[] {
	return [0, 32, 300].flatMap((length): Vector[] => {
		const [label, seed, context, plain] = [
			'epoch',
			named(`reader ${length}`),
			named('member'),
			Buffer.alloc(length, 0x33)
		];
		const { publicKey } = xWing.keygen(shake256(seed, { dkLen: 32 }));
		const coins = Buffer.concat([named(`coins ${length}`), named(`more coins ${length}`)]);
		const { cipherText, sharedSecret } = xWing.encapsulate(publicKey, coins);
		const { key, nonce } = schedule(sharedSecret, Buffer.concat([labelled(label), context]));
		const sealed = Buffer.concat([cipherText, gcm(key, nonce, plain, Buffer.alloc(0))]);
		const shared = {
			kind: 'openSealed',
			label,
			parts: [hex(context)],
			seed: hex(seed),
			publicKey: hex(publicKey)
		} as const;
		const closed = closedOf(shared, length);
		return [
			{ ...shared, what: `${length} bytes`, sealed: hex(sealed), is: hex(plain) },
			...spoilt(sealed, [0, 1087, 1088, 1119, sealed.length - 1], closed),
			{ ...shared, what: `${length} bytes, another context`, parts: [], sealed: hex(sealed), is: null }
		];
	});
}
