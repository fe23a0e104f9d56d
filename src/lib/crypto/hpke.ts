/**
 * Sealing to a public key: HPKE base mode (RFC 9180), DHKEM(X25519), HKDF-SHA-256, AES-256-GCM. Uses WebCrypto's
 * curve, or the library's own where WebCrypto lacks it (Chromium before 133, Firefox before 130, Safari 16).
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import { bad, good, type Result } from '../base/result';
import { concat } from '../base/bytes';
import type { Sealed, SealingPublic, Seed } from '../base/ids';
import { prefix } from './hash';

/** A key pair that opens what was sealed to its public key. */
export interface SealingKey {
	readonly publicKey: SealingPublic;
	readonly pair: CryptoKeyPair;
	/** What made the pair: a pair works only with its own suite. */
	readonly suite: CipherSuite;
}

const ENCAPSULATED_BYTES = 32;
const native = suiteOf(new DhkemX25519HkdfSha256());

/** The key pair of a 32-byte seed (RFC 9180 §7.1.3). The same seed gives the same keys. SPEC.md C5. */
export function sealingKey(seed: Seed): Promise<SealingKey> {
	return onEither(async (suite) => {
		const pair = await suite.kem.deriveKeyPair(new Uint8Array(seed).buffer);
		const publicKey = new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
		return { publicKey, pair, suite };
	});
}

/** Seals `plain` to `to`: encapsulated key (32 bytes), then ciphertext. Throws for a weak key. SPEC.md C5. */
export function sealTo(
	to: SealingPublic,
	label: string,
	plain: Uint8Array,
	...context: readonly Uint8Array[]
): Promise<Sealed> {
	return onEither(async (suite) => {
		const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(to).buffer);
		const sender = await suite.createSenderContext({
			recipientPublicKey,
			info: concat(prefix(label), ...context).buffer
		});
		const body = await sender.seal(new Uint8Array(plain).buffer);
		return concat(new Uint8Array(sender.enc), new Uint8Array(body));
	});
}

/** The plaintext, or why not. Never throws. SPEC.md C5. */
export async function openSealed(
	key: SealingKey,
	label: string,
	sealed: Sealed,
	...context: readonly Uint8Array[]
): Promise<Result<Uint8Array<ArrayBuffer>>> {
	if (sealed.length < ENCAPSULATED_BYTES + 16) return bad('sealed bytes too short');
	try {
		const enc = sealed.slice(0, ENCAPSULATED_BYTES).buffer;
		const info = concat(prefix(label), ...context).buffer;
		const recipient = await key.suite.createRecipientContext({ recipientKey: key.pair, enc, info });
		return good(new Uint8Array(await recipient.open(sealed.slice(ENCAPSULATED_BYTES).buffer)));
	} catch (error) {
		if (!(error instanceof HpkeError)) throw error;
		return bad('not sealed to this key');
	}
}

/** Does `work` through WebCrypto, or without its curve when that fails for any reason. */
async function onEither<T>(work: (suite: CipherSuite) => Promise<T>): Promise<T> {
	try {
		return await work(native);
	} catch (error) {
		if (!(error instanceof HpkeError)) throw error;
		// imported each time, as in sign.ts: a failed fetch is not remembered here
		const portable = await import('@hpke/dhkem-x25519');
		return work(suiteOf(new portable.DhkemX25519HkdfSha256()));
	}
}

function suiteOf(kem: DhkemX25519HkdfSha256): CipherSuite {
	return new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}
