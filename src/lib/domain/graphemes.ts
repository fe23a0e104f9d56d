/** Cuts text between the characters people see: never within one, never within a surrogate pair. state/SPEC.md K3. */

/** Null in a browser without grapheme segmentation: code points stand in. */
const SEGMENTER = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('de', { granularity: 'grapheme' }) : null;
/** How far beyond a cut we look for the end of the character. */
const LONGEST = 256;

/** The characters of `text`, one after another. */
export function* graphemes(text: string): Generator<string> {
	if (SEGMENTER) for (const { segment } of SEGMENTER.segment(text)) yield segment;
	else yield* text;
}

/** The first `most` characters of `text`, as people count them. */
export function firstGraphemes(text: string, most: number): string {
	let units = 0;
	let count = 0;
	for (const { length } of graphemes(text)) {
		if (count++ === most) return text.slice(0, units);
		units += length;
	}
	return text;
}

/** The beginning of `text`, at most `most` UTF-16 units. */
export function beginning(text: string, most: number): string {
	if (text.length <= most) return text;
	// from the start: whether two symbols pair up as a flag depends on how many come before
	const letter = SEGMENTER?.segment(text.slice(0, most + LONGEST)).containing(most);
	// a character longer than the whole limit is cut after all
	return text.slice(0, letter && letter.index > 0 ? letter.index : even(text, most));
}

/** `at`, or one less when that would split a pair. */
function even(text: string, at: number): number {
	return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}
