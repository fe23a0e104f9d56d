/** Rows as CSV that German Excel opens unharmed. Source: csv.md. */
import { utils } from '@e965/xlsx';
import type { Row } from './rows';
import { slices } from './slices';

/** Without it, Excel reads UTF-8 as Windows-1252. */
const BOM = '\u{FEFF}';

/** The parts of a .csv, in order, to be encoded as UTF-8; awaits `pause` between slices of the work. */
export async function writeCsv(rows: Iterable<Row>, pause: () => Promise<void>): Promise<readonly string[]> {
	const parts = [BOM];
	for (const slice of slices(rows)) {
		if (parts.length > 1) await pause();
		const sheet = utils.aoa_to_sheet([...slice] as (string | number)[][], { dense: true });
		const text = utils.sheet_to_csv(sheet, { FS: ';', RS: '\r\n', forceQuotes: true, rawNumbers: true });
		parts.push(`${quoted(text)}\r\n`);
	}
	return parts;
}

/** Quotes every field: `forceQuotes` leaves empty ones bare. Quoted fields are left as they are. */
function quoted(text: string): string {
	return text.replace(/"[^"]*(?:""[^"]*)*"|(?<![^;\n])(?=[;\r]|$)/g, (field) => (field === '' ? '""' : field));
}
