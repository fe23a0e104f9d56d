/** Makes a workbook beside the page: a long stream takes seconds, in which nothing else must wait. */
import { rowsOf } from '../../domain/exporting/rows';
import type { Transcript } from '../../domain/exporting/transcript';
import { writeWorkbook } from '../../domain/exporting/workbook';

globalThis.onmessage = ({ data }: MessageEvent<Transcript>) => {
	const bytes = writeWorkbook(rowsOf(data));
	postMessage(bytes, { transfer: [bytes.buffer] });
};
