/** LibreOffice without its window, if installed: what a spreadsheet makes of an export. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The program, or null if LibreOffice Calc is not installed. */
export const office = ['soffice', 'libreoffice'].find((name) => spawnSync(name, ['--version']).status === 0) ?? null;

/** Separator ; quotes " UTF-8 from line 1; whether quoted fields are texts; whether special numbers are detected. */
const READINGS = { texts: 'CSV:59,34,76,1,,0,true,false', plainly: 'CSV:59,34,76,1,,0,false,true' };

/** How a .csv is opened: with quoted fields as texts, or with everything that a spreadsheet would like to detect. */
export type Reading = keyof typeof READINGS;

/** A sheet as LibreOffice sees it. */
export interface Sheet {
	/** How many cells are formulas. */
	readonly formulas: number;
	/** The texts of its cells, row by row. */
	readonly rows: string[][];
}

/** Opens a .csv or an .xlsx. */
export function open(bytes: string | Uint8Array, ending: 'csv' | 'xlsx', reading: Reading = 'texts'): Sheet {
	const folder = mkdtempSync(join(tmpdir(), 'office-'));
	try {
		const path = join(folder, `in.${ending}`);
		writeFileSync(path, bytes);
		const filter = ending === 'csv' ? [`--infilter=${READINGS[reading]}`] : [];
		const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
		const parts = [profile, '--headless', ...filter, '--convert-to', 'fods', '--outdir', folder, path];
		execFileSync(office ?? 'soffice', parts, { timeout: 120_000, stdio: 'ignore' });
		return read(readFileSync(join(folder, 'in.fods'), 'utf8'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Cells of the first table of a flat OpenDocument sheet (OpenDocument 1.3, part 3, 9.1). */
function read(xml: string): Sheet {
	const table = /<table:table .*?<\/table:table>/s.exec(xml)?.[0] ?? '';
	const rows = [...table.matchAll(/<table:table-row[ >].*?<\/table:table-row>/gs)].map(([row]) =>
		[...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gs)].flatMap(
			([, attributes = '', content = '']) => {
				const times = Number(/number-columns-repeated="(\d+)"/.exec(attributes)?.[1] ?? 1);
				// Trailing empty cells are repeated up to the very last column.
				return times > 100 ? [] : Array.from({ length: times }, () => textOf(content));
			}
		)
	);
	return { formulas: table.match(/table:formula=/g)?.length ?? 0, rows: rows.filter(({ length }) => length > 0) };
}

function textOf(content: string): string {
	const paragraphs = [...content.matchAll(/<text:p(?:\/>|[^>]*>(.*?)<\/text:p>)/gs)].map(([, text = '']) => text);
	return paragraphs
		.join('\n')
		.replace(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count?: string) => ' '.repeat(Number(count ?? 1)))
		.replace(/<text:tab\/>/g, '\t')
		.replace(/<text:line-break\/>/g, '\n')
		.replace(/<[^>]*>/g, '')
		.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&apos;/g, "'")
		.replace(/&amp;/g, '&');
}
