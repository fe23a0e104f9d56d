/** Work in slices short enough for the page to breathe between them. */
import type { Row } from './rows';

/** The most rows of one slice. */
export const SLICE_ROWS = 250;
/** The most text of one slice, in UTF-16 units, not counting its last row. */
const SLICE_UNITS = 100_000;

/** `rows` in slices, in order, none empty; each row is made only when its slice is. */
export function* slices(rows: Iterable<Row>): Generator<readonly Row[]> {
	let slice: Row[] = [];
	let units = 0;
	for (const row of rows) {
		slice.push(row);
		for (const value of row) units += typeof value === 'string' ? value.length : 0;
		if (slice.length < SLICE_ROWS && units < SLICE_UNITS) continue;
		yield slice;
		slice = [];
		units = 0;
	}
	if (slice.length > 0) yield slice;
}
