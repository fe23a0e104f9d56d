/**
 * X-Wing (draft-connolly-cfrg-xwing-kem) as the library has it, with the platform's own X25519 (RFC 7748): in JavaScript
 * a multiplication takes 2 ms, and a wrap needs two.
 */
import { HkdfSha256, X25519 } from '@hpke/dhkem-x25519';
import { XWing } from '@hpke/hybridkem-x-wing';
import { pkcs8 } from './pkcs8';

const NAME = { name: 'X25519' } as const;

class PlatformX25519 extends X25519 {
	/** The 32 bytes that both sides derive. Rejects when they are zero: the point hides nothing. */
	override async derive(secret: Uint8Array, point: Uint8Array): Promise<Uint8Array> {
		try {
			const { subtle } = crypto;
			const [mine, theirs] = await Promise.all([
				subtle.importKey('pkcs8', pkcs8(NAME.name, secret), NAME, false, ['deriveBits']),
				subtle.importKey('raw', new Uint8Array(point), NAME, false, [])
			]);
			const shared = new Uint8Array(await subtle.deriveBits({ ...NAME, public: theirs }, mine, 256));
			if (shared.some((byte) => byte !== 0)) return shared;
		} catch {
			// reason: where the platform lacks the curve or refuses the point, the library decides
		}
		return super.derive(secret, point);
	}
}

/** See the header. */
export class PlatformXWing extends XWing {
	protected override _x25519 = new PlatformX25519(new HkdfSha256());
}
