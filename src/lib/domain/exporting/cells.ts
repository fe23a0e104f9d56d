/** Text made safe for a cell: never taken for a formula, and never too long for Excel. */
import { beginning } from '../graphemes';
import { clean } from '../text';

/** The most that a cell holds in Excel and LibreOffice, in UTF-16 units. */
export const MOST_UNITS = 32_767;

/** Invisible characters followed by the start of a formula, in every width that spreadsheets know. */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹢﹣﹦﹫]/u;
/** A tab or a line break before any visible character. */
const EARLY_BREAK = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[\t\r\n]/u;

/** `text` with a leading apostrophe when a spreadsheet could take it for a formula. Source: csv.md. */
export function guarded(text: string): string {
	return FORMULA.test(text) || EARLY_BREAK.test(text) ? `'${text}` : text;
}

/** `text` as one cell: well-formed, without control characters except LF and TAB, guarded, cut when too long. */
export function cell(text: string): string {
	return cells(text)[0] ?? '';
}

/** `text` split into cells, in order; at least one. Cuts go between graphemes. */
export function cells(text: string): readonly string[] {
	const found: string[] = [];
	// Leaves room for the guard.
	for (let rest = clean(text); rest !== '' || found.length === 0;) {
		const part = beginning(rest, MOST_UNITS - 1);
		found.push(guarded(part));
		rest = rest.slice(part.length);
	}
	return found;
}
