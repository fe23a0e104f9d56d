/** Text as it may stand in a cell: nothing in it is ever taken for a formula, and none is too long for Excel. */
import { beginning } from '../graphemes';
import { clean } from '../text';

/** The most that Excel and LibreOffice hold in one cell, in UTF-16 units. */
export const MOST_UNITS = 32_767;

/** What one does not see, and behind it what begins a formula, in every width that spreadsheets know. */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹢﹣﹦﹫]/u;
/** A tab or a line break before anything that one sees. */
const EARLY_BREAK = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[\t\r\n]/u;

/** `text` with an apostrophe before it when a spreadsheet could take it for a formula. Source: csv.md. */
export function guarded(text: string): string {
	return FORMULA.test(text) || EARLY_BREAK.test(text) ? `'${text}` : text;
}

/** `text` as one cell: well-formed, without control characters but LF and TAB, guarded, cut when too long. */
export function cell(text: string): string {
	return cells(text)[0] ?? '';
}

/** `text` as the cells that it takes, in order; never none. A cut goes between graphemes. */
export function cells(text: string): readonly string[] {
	const found: string[] = [];
	// The guard's own place is kept free.
	for (let rest = clean(text); rest !== '' || found.length === 0;) {
		const part = beginning(rest, MOST_UNITS - 1);
		found.push(guarded(part));
		rest = rest.slice(part.length);
	}
	return found;
}
