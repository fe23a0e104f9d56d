/** Exporting a stream, step by step, using the German labels. */
import { expect, type Locator, type Page } from '@playwright/test';
import { readRecords } from './csv';
import { downloaded } from './documents';

/** What the browser got. */
export interface Exported {
	readonly name: string;
	readonly bytes: Buffer;
	readonly text: string;
}

/** What the browser downloads after `act`. */
export async function exported(page: Page, act: () => Promise<void>): Promise<Exported> {
	const { name, bytes } = await downloaded(page, act);
	return { name, bytes, text: bytes.toString('utf8') };
}

/** The ⋮ left of DN. */
export async function openMenu(page: Page): Promise<void> {
	await page
		.getByRole('group', { name: 'Fenster des Gesprächs' })
		.getByRole('button', { name: 'Mehr', exact: true })
		.click();
}

/** ⋮, Export mit Optionen …; returns the window. */
export async function openOptions(page: Page): Promise<Locator> {
	await openMenu(page);
	await page.getByRole('menuitem', { name: 'Export mit Optionen …' }).click();
	return page.getByRole('dialog', { name: 'Export mit Optionen' });
}

/** Exports on both until both write the same: `said` in this order, without events, all read by the others. */
export async function expectSameBytes(
	pages: readonly Page[],
	said: readonly string[]
): Promise<Record<string, string>[]> {
	let found: Record<string, string>[] = [];
	await expect(async () => {
		const [one, ...others] = await inTurn(pages, exportStream);
		found = readRecords(one?.text ?? '').records;
		const sent = found.filter((record) => record['Typ'] !== 'Ereignis');
		expect(sent.map((record) => record['Nachricht'] || record['Dokument'])).toEqual(said);
		expect(sent.map((record) => record['Status'])).toEqual(said.map(() => 'gelesen'));
		for (const other of others) {
			expect(other.text).toBe(one?.text);
			expect(one?.bytes.equals(other.bytes)).toBe(true);
		}
	}).toPass();
	return found;
}

async function inTurn<T, R>(all: readonly T[], act: (one: T) => Promise<R>): Promise<R[]> {
	const done: R[] = [];
	for (const one of all) done.push(await act(one));
	return done;
}

/** ⋮, Stream exportieren. */
export async function exportStream(page: Page): Promise<Exported> {
	await openMenu(page);
	return exported(page, () => page.getByRole('menuitem', { name: 'Stream exportieren' }).click());
}
