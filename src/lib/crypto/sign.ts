/** Labelled Ed25519 signatures (RFC 8032); WebCrypto, or @noble/curves where it lacks the curve or refuses a key. */
import { concat, equal, fromHex } from '../base/bytes';
import type { Seed, Signature, SigningPublic } from '../base/ids';
import { prefix } from './hash';
import { pkcs8 } from './pkcs8';
import { isWeakSigning } from './weak';

/** A key pair for signing. `signRaw` takes the finished bytes, label included. */
export interface SigningKey {
	readonly publicKey: SigningPublic;
	readonly signRaw: (bytes: Uint8Array<ArrayBuffer>) => Promise<Signature>;
}

const NAME = { name: 'Ed25519' } as const;
/** The order of the curve, its lowest byte first. */
const ORDER = concat(fromHex('edd3f55c1a631258d69cf7a2def9de14'), new Uint8Array(15), Uint8Array.of(16));

/** The key pair of a 32-byte seed. The same seed gives the same keys. SPEC.md C3. */
export async function signingKey(seed: Seed): Promise<SigningKey> {
	try {
		const secret = await crypto.subtle.importKey('pkcs8', pkcs8(NAME.name, seed), NAME, true, ['sign']);
		const { x } = await crypto.subtle.exportKey('jwk', secret);
		const publicKey = Uint8Array.from(atob((x ?? '').replaceAll('-', '+').replaceAll('_', '/')), (c) =>
			c.charCodeAt(0)
		);
		return { publicKey, signRaw: async (bytes) => new Uint8Array(await crypto.subtle.sign(NAME, secret, bytes)) };
	} catch {
		// reason: the library can do whatever WebCrypto cannot; WebKitGTK refuses a seed that begins with a zero
		const { ed25519 } = await import('@noble/curves/ed25519.js');
		const copy = seed.slice();
		return { publicKey: ed25519.getPublicKey(copy), signRaw: (bytes) => Promise.resolve(ed25519.sign(bytes, copy)) };
	}
}

/** Signs the label and `parts` in order, 64 bytes. Parts must have a fixed or encoded length. SPEC.md C3. */
export function sign(key: SigningKey, label: string, ...parts: readonly Uint8Array[]): Promise<Signature> {
	return key.signRaw(concat(prefix(label), ...parts));
}

/** Whether `publicKey` signed the label and `parts`. False for malformed and weak keys too. SPEC.md C3. */
export async function verify(
	publicKey: SigningPublic,
	signature: Signature,
	label: string,
	...parts: readonly Uint8Array[]
): Promise<boolean> {
	if (isWeakSigning(publicKey) || !isReduced(signature)) return false;
	const bytes = concat(prefix(label), ...parts);
	try {
		const key = await imported(publicKey);
		return await crypto.subtle.verify(NAME, key, new Uint8Array(signature), bytes);
	} catch (error) {
		return lacksCurve(error) && isSigned(publicKey, signature, bytes);
	}
}

/**
 * Whether the second half is below the order of the curve (RFC 8032, 5.1.7). WebKitGTK does not look, and a second
 * signature under the same text would make an entry that its author has never signed.
 */
function isReduced(signature: Signature): boolean {
	for (let i = 31; i >= 0; i--) {
		const [digit, most] = [signature[32 + i] ?? 0, ORDER[i] ?? 0];
		if (digit !== most) return digit < most;
	}
	return false;
}

/**
 * The same by the library, which multiplies away what of a point has small order; platforms do not, and whoever signs
 * could make a signature that only some accept. So the equation of RFC 8032, 5.1.7 is checked as it stands, too.
 */
async function isSigned(publicKey: SigningPublic, signature: Signature, bytes: Uint8Array): Promise<boolean> {
	const [{ ed25519 }, { bytesToNumberLE }, { sha512 }] = await Promise.all([
		import('@noble/curves/ed25519.js'),
		import('@noble/curves/utils.js'),
		import('@noble/hashes/sha2.js')
	]);
	const { Point } = ed25519;
	try {
		if (!ed25519.verify(signature, bytes, publicKey, { zip215: false })) return false;
		const [r, s] = [signature.slice(0, 32), Point.Fn.fromBytes(signature.slice(32))];
		const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, bytes))));
		const here = Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(publicKey).multiplyUnsafe(k));
		return equal(here.toBytes(), r);
	} catch {
		// reason: the library throws at malformed keys and signatures: untrusted bytes
		return false;
	}
}

const KEPT_KEYS = 256;
const keys = new Map<string, CryptoKey>();

/**
 * Importing costs as much as verifying, so the last few hundred public keys are kept. Only finished imports: one that
 * fails or never ends must not affect the next caller.
 */
async function imported(publicKey: SigningPublic): Promise<CryptoKey> {
	const name = publicKey.join();
	const known = keys.get(name);
	if (known) return known;
	const key = await crypto.subtle.importKey('raw', new Uint8Array(publicKey), NAME, false, ['verify']);
	if (keys.size >= KEPT_KEYS) keys.clear();
	keys.set(name, key);
	return key;
}

function lacksCurve(error: unknown): boolean {
	return error instanceof Error && error.name === 'NotSupportedError';
}
