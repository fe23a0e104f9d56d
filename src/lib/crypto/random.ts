import type { Seed } from '../base/ids';

/** `length` bytes from the platform's random source. */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(length));
}

/** A fresh secret of 32 bytes. */
export function freshSeed(): Seed {
	return randomBytes(32);
}
