/** AES-256-GCM with a random nonce in front of the ciphertext, or with a number as the nonce. */
import { bad, good, type Result } from '../base/result';
import { concat } from '../base/bytes';
import type { Sealed, Seed } from '../base/ids';
import { prefix } from './hash';
import { randomBytes } from './random';

const NONCE_BYTES = 12;
/** What sealing adds to the plaintext: nonce and tag. */
export const SEAL_BYTES = NONCE_BYTES + 16;

/** A key for `seal` and `unseal` from 32 secret bytes; it cannot be exported again. */
export function contentKey(secret: Seed): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', new Uint8Array(secret), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** A fresh key for `seal` and `unseal` that nobody has ever seen and that cannot be exported. */
export function hiddenKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** Seals `plain` for the label and `context`: nonce, then ciphertext. SPEC.md C4. */
export async function seal(
	key: CryptoKey,
	label: string,
	plain: Uint8Array,
	...context: readonly Uint8Array[]
): Promise<Sealed> {
	const iv = randomBytes(NONCE_BYTES);
	const parameters = { name: 'AES-GCM', iv, additionalData: concat(prefix(label), ...context) };
	const body = await crypto.subtle.encrypt(parameters, key, plain as Uint8Array<ArrayBuffer>);
	return concat(iv, new Uint8Array(body));
}

/** The plaintext, or why not: too short, or not sealed with this key, label and context. Never throws. SPEC.md C4. */
export async function unseal(
	key: CryptoKey,
	label: string,
	sealed: Sealed,
	...context: readonly Uint8Array[]
): Promise<Result<Uint8Array<ArrayBuffer>>> {
	if (sealed.length < SEAL_BYTES) return bad('sealed bytes too short');
	const bytes = sealed as Uint8Array<ArrayBuffer>;
	const parameters = {
		name: 'AES-GCM',
		iv: bytes.subarray(0, NONCE_BYTES),
		additionalData: concat(prefix(label), ...context)
	};
	try {
		return good(new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.subarray(NONCE_BYTES))));
	} catch (error) {
		return notOpened(error);
	}
}

/** What sealing under a number adds to the plaintext: the tag. */
export const TAG_BYTES = 16;

/**
 * Seals `plain` with `number` as the nonce, ciphertext only: for a key that seals one thing in numbered
 * parts. The caller seals each number once and never again, not even the same bytes. SPEC.md C7.
 */
export async function sealNumbered(
	key: CryptoKey,
	label: string,
	number: number,
	plain: Uint8Array,
	...context: readonly Uint8Array[]
): Promise<Sealed> {
	const parameters = numbered(label, number, context);
	return new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain as Uint8Array<ArrayBuffer>));
}

/** The plaintext, or why not: altered, or another key, label, number or context. Never throws. SPEC.md C7. */
export async function unsealNumbered(
	key: CryptoKey,
	label: string,
	number: number,
	sealed: Sealed,
	...context: readonly Uint8Array[]
): Promise<Result<Uint8Array<ArrayBuffer>>> {
	if (sealed.length < TAG_BYTES) return bad('sealed bytes too short');
	try {
		const parameters = numbered(label, number, context);
		return good(new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed as Uint8Array<ArrayBuffer>)));
	} catch (error) {
		return notOpened(error);
	}
}

type Numbered = Readonly<Record<'iv' | 'additionalData', Uint8Array<ArrayBuffer>>> & { readonly name: 'AES-GCM' };

function numbered(label: string, number: number, context: readonly Uint8Array[]): Numbered {
	const iv = new Uint8Array(NONCE_BYTES);
	new DataView(iv.buffer).setUint32(NONCE_BYTES - 4, number);
	return { name: 'AES-GCM', iv, additionalData: concat(prefix(label), ...context) };
}

/** WebCrypto says only that it did not open; every other error is a bug. */
function notOpened(error: unknown): Result<never> {
	if ((error as { name?: unknown }).name !== 'OperationError') throw error;
	return bad('not sealed with this key');
}
