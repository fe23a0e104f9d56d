/** Cutting text where people see letters: never within a letter, and never within a pair of surrogates. state/SPEC.md K3. */

/** Null in a browser that does not know what people count as letters: code points stand in. */
const SEGMENTER = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter('de', { granularity: 'grapheme' }) : null;
/** So far behind a cut it is looked where the letter ends. */
const LONGEST = 256;

/** The letters of `text`, one after the other. */
export function* graphemes(text: string): Generator<string> {
	if (SEGMENTER) for (const { segment } of SEGMENTER.segment(text)) yield segment;
	else yield* text;
}

/** The first `most` letters of `text`, as people count letters. */
export function firstGraphemes(text: string, most: number): string {
	let units = 0;
	let count = 0;
	for (const { length } of graphemes(text)) {
		if (count++ === most) return text.slice(0, units);
		units += length;
	}
	return text;
}

/** The beginning of `text`, at most `most` UTF-16 units of it. */
export function beginning(text: string, most: number): string {
	if (text.length <= most) return text;
	// from the start: what makes flags a pair is how many come before
	const letter = SEGMENTER?.segment(text.slice(0, most + LONGEST)).containing(most);
	// one that is longer than all that is wanted is cut after all
	return text.slice(0, letter && letter.index > 0 ? letter.index : even(text, most));
}

/** `at`, or the place before it when that is within a pair. */
function even(text: string, at: number): number {
	return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at - 1 : at;
}
