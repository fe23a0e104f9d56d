/** A private key of Curve25519 as WebCrypto imports it: PKCS #8 (RFC 8410). */
import { concat } from '../base/bytes';

/** The last byte of each algorithm's object identifier, 1.3.101.x. */
const ALGORITHMS = { X25519: 110, Ed25519: 112 } as const;

/** The 48 bytes of a secret of 32. */
export function pkcs8(algorithm: keyof typeof ALGORITHMS, secret: Uint8Array): Uint8Array<ArrayBuffer> {
	return concat(Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, ALGORITHMS[algorithm], 4, 34, 4, 32), secret);
}
