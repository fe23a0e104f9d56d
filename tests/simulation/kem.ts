/**
 * X-Wing's place in the simulation: the same sizes, and nothing to compute. A life makes hundreds of key pairs and
 * wraps; what it looks for lies elsewhere (src/lib/crypto/hpke.test.ts has the real one).
 */
import { createHash } from 'node:crypto';

/** A key of either kind: of a pair both hold the same name. */
class Key {
	readonly algorithm = { name: 'X-Wing' };
	readonly extractable = true;
	readonly usages: readonly KeyUsage[] = [];
	constructor(
		readonly type: 'public' | 'private',
		/** 32 bytes. */
		readonly name: Uint8Array
	) {}
}

const [PUBLIC, ENCAPSULATED] = [1216, 1120];
/** Where a public key holds its name: behind ML-KEM's coefficients. */
const NAME = 1152;

/** See the header. */
export class XWing {
	readonly id = 0x647a;
	readonly name = 'X-Wing';
	readonly secretSize = 32;
	readonly encSize = ENCAPSULATED;
	readonly publicKeySize = PUBLIC;
	readonly privateKeySize = 32;

	async deriveKeyPair(seed: ArrayBuffer): Promise<{ publicKey: Key; privateKey: Key }> {
		const name = digest(new Uint8Array(seed));
		return { publicKey: new Key('public', name), privateKey: new Key('private', name) };
	}

	async serializePublicKey({ name }: Key): Promise<ArrayBuffer> {
		const raw = new Uint8Array(PUBLIC);
		raw.set(name, NAME);
		raw.set(digest(name), PUBLIC - 32);
		return raw.buffer;
	}

	async deserializePublicKey(raw: ArrayBuffer): Promise<Key> {
		if (raw.byteLength !== PUBLIC) throw new Error('not a public key');
		return new Key('public', new Uint8Array(raw.slice(NAME, NAME + 32)));
	}

	async encap({
		recipientPublicKey
	}: {
		recipientPublicKey: Key;
	}): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }> {
		const enc = new Uint8Array(ENCAPSULATED);
		globalThis.crypto.getRandomValues(enc.subarray(0, 32));
		return { enc: enc.buffer, sharedSecret: digest(enc, recipientPublicKey.name).buffer };
	}

	async decap({ recipientKey, enc }: { recipientKey: { privateKey: Key }; enc: ArrayBuffer }): Promise<ArrayBuffer> {
		return digest(new Uint8Array(enc), recipientKey.privateKey.name).buffer;
	}
}

function digest(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const state = createHash('sha256');
	for (const part of parts) state.update(part);
	return new Uint8Array(state.digest());
}
