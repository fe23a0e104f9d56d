import type { Seed } from '../base/ids';
import { utf8 } from '../base/bytes';

/** How a passphrase becomes a key; kept beside what it wraps, so that it can grow. */
export interface PassphraseCost {
	readonly memoryKiB: number;
	readonly passes: number;
}

/** 64 MiB and 3 passes: about 0.3 s on a laptop (RFC 9106 §4, second recommendation). */
export const PASSPHRASE_COST: PassphraseCost = { memoryKiB: 64 * 1024, passes: 3 };

/** 32 bytes from a passphrase by Argon2id (RFC 9106), one lane. The text is NFC-normalised first. SPEC.md C6. */
export async function stretch(
	passphrase: string,
	salt: Uint8Array,
	cost: PassphraseCost = PASSPHRASE_COST
): Promise<Seed> {
	const { argon2id } = await import('hash-wasm');
	return argon2id({
		password: utf8(passphrase.normalize('NFC')),
		salt,
		parallelism: 1,
		iterations: cost.passes,
		memorySize: cost.memoryKiB,
		hashLength: 32,
		outputType: 'binary'
	});
}
