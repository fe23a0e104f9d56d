/** Makes a stream's downloads without ever blocking the page. */
import { Fault } from '../../base/fault';
import { rowsOf } from '../../domain/exporting/rows';
import type { Transcript } from '../../domain/exporting/transcript';
import { trusted } from './trusted';
import workbookUrl from './workbook.worker?worker&url';

/** A transcript as .csv, made in slices so that the page stays responsive. */
export async function writtenCsv(transcript: Transcript): Promise<Blob> {
	const { writeCsv } = await import('../../domain/exporting/csv');
	return new Blob([...(await writeCsv(rowsOf(transcript), breathe))], { type: 'text/csv;charset=utf-8' });
}

/** A transcript as .xlsx, made in its own worker. Rejects with a `Fault` on failure. */
export async function writtenWorkbook(transcript: Transcript): Promise<Blob> {
	const worker = new Worker(trusted(workbookUrl), { type: 'module' });
	try {
		const bytes = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
			worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => {
				resolve(data);
			};
			worker.onerror = () => {
				reject(new Fault('unexpected'));
			};
			worker.postMessage(transcript);
		});
		return new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
	} finally {
		worker.terminate();
	}
}

/** Yields to whatever the page is waiting for. Not a timer: in a background tab those wait a second. */
function breathe(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
}
