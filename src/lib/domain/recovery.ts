/** The words of a recovery sheet: 16 secret bytes and a 2-byte check, each byte one of 256 German words. */
import { bad, good, type Result } from '../base/result';
import { RECOVERY_WORDS } from './recovery-words';

/** How many words a sheet has. */
export const COUNT = 18;
const SECRET_BYTES = 16;

/** The words of a secret of 16 bytes, in order. */
export function toWords(secret: Uint8Array): readonly string[] {
	if (secret.length !== SECRET_BYTES) throw new Error('bug: not a recovery secret');
	const check = checksum(secret);
	return [...secret, check >> 8, check & 0xff].map((byte) => RECOVERY_WORDS[byte] ?? '');
}

/** The secret of a sheet's words, ignoring case; bad when a word is unknown or the check fails. */
export function fromWords(words: readonly string[]): Result<Uint8Array> {
	if (words.length !== COUNT) return bad('wrong count');
	const bytes = words.map((word) => INDEX.get(word.trim().toLowerCase()) ?? -1);
	if (bytes.includes(-1)) return bad('unknown word');
	const secret = Uint8Array.from(bytes.slice(0, SECRET_BYTES));
	const check = ((bytes[SECRET_BYTES] ?? 0) << 8) | (bytes[SECRET_BYTES + 1] ?? 0);
	return checksum(secret) === check ? good(secret) : bad('check fails');
}

/** The words of `text` in order, lower-case, without numbers or punctuation ("1. apfel, 2. Birne"). */
export function parse(text: string): readonly string[] {
	return (
		text
			.normalize('NFKC')
			.toLowerCase()
			.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []
	);
}

/** CRC-16/CCITT-FALSE: detects every single wrong word and almost every swap. */
function checksum(bytes: Uint8Array): number {
	let value = 0xffff;
	for (const byte of bytes) {
		value ^= byte << 8;
		for (let i = 0; i < 8; i++) value = value & 0x8000 ? ((value << 1) ^ 0x1021) & 0xffff : (value << 1) & 0xffff;
	}
	return value;
}

const INDEX = new Map(RECOVERY_WORDS.map((word, i) => [word.toLowerCase(), i]));
