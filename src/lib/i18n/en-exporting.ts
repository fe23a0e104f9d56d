/** English, counsellors' pages. Exporting a stream. */
import type { deExporting } from './de-exporting';

/** The English texts. */
export const enExporting: typeof deExporting = {
	exporting: {
		action: 'Export stream',
		withOptions: 'Export with options …',
		title: 'Export with options',
		range: 'Period',
		from: 'From',
		to: 'To',
		rangeHint: 'Left empty: from beginning to end.',
		names: 'Replace names',
		namesHint:
			'Klient 1, Berater:in 1, Dokument-01 and so on. What messages and documents themselves say stays as it is.',
		documents: 'Documents as ZIP',
		documentsHint: 'Table and documents together in one .zip file.',
		documentCount: (n) => (n === 1 ? '1 document' : `${n} documents`),
		packing: 'Packing documents …',
		format: 'Format',
		csv: 'CSV table (.csv)',
		xlsx: 'Excel workbook (.xlsx)',
		open: 'The file is not encrypted. Whoever has it can read everything in it.',
		count: (n) => (n === 1 ? '1 line' : `${n} lines`),
		nothing: 'There is nothing in this period.',
		submit: 'Export',
		busy: 'Being made …',
		done: (name) => `${name} has been made. The file is not encrypted.`,
		missing: (n) =>
			n === 1
				? '1 message is not on this device yet and is missing in it.'
				: `${n} messages are not on this device yet and are missing in it.`,
		lacking: (n) =>
			n === 1
				? '1 document is not on this device and is missing in the archive.'
				: `${n} documents are not on this device and are missing in the archive.`
	}
};
