/** Weak public keys: under some anybody can sign, to others nobody can seal. SPEC.md C3, C5. */
import { hex } from '../base/bytes';
import type { SealingPublic, SigningPublic } from '../base/ids';

/** Whether anybody could sign under this Ed25519 key, or platforms would disagree about it. SPEC.md C3. */
export function isWeakSigning(publicKey: SigningPublic): boolean {
	return isWeak(publicKey, WEAK_SIGNING);
}

/**
 * Whether sealing to this X-Wing key fails or hides nothing behind its X25519 half (RFC 7748 §6.1: the shared secret
 * is zero), or its ML-KEM half is not one (FIPS 203 §7.2: a coefficient beyond the modulus). SPEC.md C5.
 */
export function isWeakSealing(publicKey: SealingPublic): boolean {
	if (publicKey.length !== ML_KEM_BYTES + 32) return true;
	return isWeak(publicKey.subarray(ML_KEM_BYTES), WEAK_SEALING) || !isReduced(publicKey.subarray(0, ML_KEM_BYTES - 32));
}

/** Whether each of these coefficients, two in three bytes, is below ML-KEM's modulus. */
function isReduced(coefficients: Uint8Array): boolean {
	for (let i = 0; i < coefficients.length; i += 3) {
		const [low, middle, high] = [coefficients[i] ?? 0, coefficients[i + 1] ?? 0, coefficients[i + 2] ?? 0];
		if ((low | ((middle & 0x0f) << 8)) >= MODULUS || ((middle >> 4) | (high << 4)) >= MODULUS) return false;
	}
	return true;
}

function isWeak(publicKey: Uint8Array, weak: ReadonlySet<string>): boolean {
	if (publicKey.length !== 32) return true;
	const coordinate = publicKey.slice();
	// The highest bit is a sign or ignored; the rest is a number below p = 2^255 - 19.
	coordinate[31] = (coordinate[31] ?? 0) & 0x7f;
	const isBeyondField = coordinate.every((byte, i) => byte >= (i === 0 ? 0xed : i === 31 ? 0x7f : 0xff));
	return isBeyondField || weak.has(hex(coordinate));
}

/** The ML-KEM-768 half of an X-Wing key: its coefficients and a seed of 32 bytes. */
const ML_KEM_BYTES = 1184;
const MODULUS = 3329;
/** 0, 1 and p - 1: of order 4, 2 or 1 on either curve. */
const SHARED = ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`];
/** The points of order 8. */
const WEAK_SIGNING: ReadonlySet<string> = new Set([
	...SHARED,
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'
]);
const WEAK_SEALING: ReadonlySet<string> = new Set([
	...SHARED,
	'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
	'5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'
]);
