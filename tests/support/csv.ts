/** A small reader of RFC 4180 with semicolons, independent of the writer: it rejects whatever is not quoted. */

/** The rows of a .csv as texts; throws at the first violation. */
export function readCsv(text: string): string[][] {
	if (!text.startsWith('\u{FEFF}')) throw new Error('no byte order mark');
	const rows: string[][] = [];
	let row: string[] = [];
	let at = 1;
	while (at < text.length) {
		if (text[at] !== '"') throw new Error(`a field without quotes at ${at}`);
		let field = '';
		for (at++; ;) {
			const end = text.indexOf('"', at);
			if (end < 0) throw new Error('a field without an end');
			field += text.slice(at, end);
			at = end + 1;
			if (text[at] !== '"') break;
			field += '"';
			at++;
		}
		row.push(field);
		if (text[at] === ';') at++;
		else if (text.startsWith('\r\n', at)) {
			at += 2;
			rows.push(row);
			row = [];
		} else throw new Error(`neither ; nor CRLF at ${at}`);
	}
	if (row.length > 0) throw new Error('a row without an end');
	return rows;
}

/** The rows under the header as records by column; the header itself is separate. */
export function readRecords(text: string): { readonly header: string[]; readonly records: Record<string, string>[] } {
	const [header = [], ...rows] = readCsv(text);
	const records = rows.map((row) => {
		if (row.length !== header.length) throw new Error('a row of another width');
		return Object.fromEntries(row.map((value, i) => [header[i] ?? '', value]));
	});
	return { header, records };
}
