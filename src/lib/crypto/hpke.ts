/**
 * Sealing to a public key: HPKE base mode (RFC 9180) with X-Wing (draft-connolly-cfrg-xwing-kem: ML-KEM-768, FIPS 203,
 * beside X25519), HKDF-SHA-256, AES-256-GCM. What is sealed stays closed while either of the two holds.
 */
import { Aes256Gcm, CipherSuite, HkdfSha256, HpkeError } from '@hpke/core';
import { PlatformXWing } from './x-wing';
import { bad, good, type Result } from '../base/result';
import { concat } from '../base/bytes';
import type { Sealed, SealingPublic, Seed } from '../base/ids';
import { prefix } from './hash';

/** A key pair that opens what was sealed to its public key. */
export interface SealingKey {
	readonly publicKey: SealingPublic;
	readonly pair: CryptoKeyPair;
}

const ENCAPSULATED_BYTES = 1120;
const suite = new CipherSuite({ kem: new PlatformXWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** The key pair of a 32-byte seed. The same seed gives the same keys. SPEC.md C5. */
export async function sealingKey(seed: Seed): Promise<SealingKey> {
	const pair = await suite.kem.deriveKeyPair(new Uint8Array(seed).buffer);
	return { publicKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)), pair };
}

/** Seals `plain` to `to`: encapsulated key (1120 bytes), then ciphertext. Throws for a weak key. SPEC.md C5. */
export async function sealTo(
	to: SealingPublic,
	label: string,
	plain: Uint8Array,
	...context: readonly Uint8Array[]
): Promise<Sealed> {
	const recipientPublicKey = await suite.kem.deserializePublicKey(new Uint8Array(to).buffer);
	const sender = await suite.createSenderContext({
		recipientPublicKey,
		info: concat(prefix(label), ...context).buffer
	});
	const body = await sender.seal(new Uint8Array(plain).buffer);
	return concat(new Uint8Array(sender.enc), new Uint8Array(body));
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
		const recipient = await suite.createRecipientContext({ recipientKey: key.pair, enc, info });
		return good(new Uint8Array(await recipient.open(sealed.slice(ENCAPSULATED_BYTES).buffer)));
	} catch (error) {
		if (!(error instanceof HpkeError)) throw error;
		return bad('not sealed to this key');
	}
}
