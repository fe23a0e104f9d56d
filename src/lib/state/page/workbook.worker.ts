/** Makes a workbook off the main thread: a long stream takes seconds, and the page must not wait. */
import { rowsOf } from '../../domain/exporting/rows';
import type { Transcript } from '../../domain/exporting/transcript';
import { writeWorkbook } from '../../domain/exporting/workbook';

globalThis.onmessage = ({ data }: MessageEvent<Transcript>) => {
	const bytes = writeWorkbook(rowsOf(data));
	postMessage(bytes, { transfer: [bytes.buffer] });
};
