/** Rows as an .xlsx workbook with one sheet. */
import { utils, write } from '@e965/xlsx';
import type { Row } from './rows';

/** Column widths in characters: wide for what people read. */
const WIDTHS = [6, 11, 9, 25, 18, 8, 18, 12, 12, 80, 28, 12, 14, 20, 11, 40];

/** The workbook's bytes, in one go: for a long stream this belongs in a worker. */
export function writeWorkbook(rows: Iterable<Row>): Uint8Array<ArrayBuffer> {
	const sheet = utils.aoa_to_sheet(Array.from(rows, (row) => row.map(escaped)));
	sheet['!cols'] = WIDTHS.map((wch) => ({ wch }));
	const book = utils.book_new();
	utils.book_append_sheet(book, sheet, 'Stream');
	return new Uint8Array(
		write(book, { type: 'array', bookType: 'xlsx', bookSST: true, compression: true }) as ArrayBuffer
	);
}

/** In a workbook "_x0041_" means "A" (ECMA-376 §22.9.2.19): this keeps the text for those who wrote just that. */
function escaped(value: string | number): string | number {
	return typeof value === 'string' ? value.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_') : value;
}
