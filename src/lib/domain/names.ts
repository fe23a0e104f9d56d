/** A name's stand-in for a picture: initials and a tint. */

/** The number of avatar tints; the design tokens have the same. */
export const TINTS = 6;

/** One or two letters for `name`: of its first and last word, without titles ("Dr."); '?' when there is none. */
export function initials(name: string): string {
	const words = name.split(/[\s\-–_]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
	const proper = words.filter((word) => !word.endsWith('.'));
	const used = proper.length > 0 ? proper : words;
	const first = used[0];
	if (first === undefined) return '?';
	const last = used.length > 1 ? used[used.length - 1] : undefined;
	return firstLetter(first) + (last === undefined ? '' : firstLetter(last));
}

/** A number from 0 to TINTS - 1, always the same for the same name. */
export function tint(name: string): number {
	let sum = 0;
	for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003;
	return sum % TINTS;
}

function firstLetter(word: string): string {
	const match = /[\p{L}\p{N}]\p{M}?/u.exec(word);
	return match === null ? '' : match[0].toLocaleUpperCase('de');
}
