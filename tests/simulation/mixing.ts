/**
 * A quick fingerprint in the place of signatures and seals. Nobody in the simulation forges any: what counts is that
 * the same bytes give the same one, and others another (src/lib/crypto and tests/vectors ask the real ones).
 */

/** `length` bytes, a multiple of eight, that stand for `parts`; where one part ends and the next begins counts. */
export function mixed(length: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	let [a, b] = [0xdeadbeef, 0x41c6ce57];
	for (const part of parts) {
		for (let i = 0; i < part.length; i++) {
			const byte = part[i] ?? 0;
			a = Math.imul(a ^ byte, 0x9e3779b1);
			b = Math.imul(b ^ byte, 0x5f356495);
			a ^= b >>> 15;
		}
		a = Math.imul(a ^ part.length, 0x85ebca6b);
		b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35);
	}
	const out = new Uint8Array(length);
	const words = new DataView(out.buffer);
	for (let at = 0; at < length; at += 8) {
		a = Math.imul(a ^ (b >>> 16) ^ at, 0x85ebca6b);
		b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35);
		words.setUint32(at, a);
		words.setUint32(at + 4, b);
	}
	return out;
}
