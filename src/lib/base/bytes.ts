/** Bytes: joining, comparing and their text forms. Pure: no platform API but the text and base64 codecs. */

/** Concatenates `parts` into a fresh array. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Whether both hold the same bytes. Not constant in time: never for secrets. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

/** Orders by bytes, a prefix before any longer array: -1, 0 or 1. */
export function compare(a: Uint8Array, b: Uint8Array): number {
	const shared = Math.min(a.length, b.length);
	for (let i = 0; i < shared; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference !== 0) return Math.sign(difference);
	}
	return Math.sign(a.length - b.length);
}

/** UTF-8 of `text`; lone surrogates become U+FFFD first. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(encoder.encode(text));
}

/** Decodes UTF-8 `bytes`. Throws on malformed input. */
export function fromUtf8(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += HEX[byte] ?? '';
	return text;
}

/** Decodes lower-case hexadecimal. Throws on anything else. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
	if (text.length % 2 !== 0 || /[^0-9a-f]/.test(text)) throw new Error('not hexadecimal');
	const bytes = new Uint8Array(text.length / 2);
	for (let i = 0; i < bytes.length; i++)
		bytes[i] = 16 * digit(text.charCodeAt(2 * i)) + digit(text.charCodeAt(2 * i + 1));
	return bytes;
}

/** '0' to '9', then 'a' to 'f'. */
function digit(code: number): number {
	return code < 58 ? code - 48 : code - 87;
}

/** base64url without padding (RFC 4648 §5). */
export function base64url(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Decodes base64url without padding. Throws on other characters or a non-canonical ending. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
	if (/[^A-Za-z0-9_-]/.test(text)) throw new Error('not base64url');
	const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
	if (base64url(bytes) !== text) throw new Error('not canonical base64url');
	return bytes;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
