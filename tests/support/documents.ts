/** Documents in tests: choosing and downloading them, and what is left of them in storage and at the relay. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { downloadsOf, lineOf } from './belongings';
import { messages } from './steps';

/** A file to choose: a path, or bytes with a name. */
export type Chosen = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Bytes that no page could have made up. */
export function noise(bytes: number, seed = 1): Buffer {
	const out = Buffer.alloc(bytes);
	let state = seed;
	for (let i = 0; i < bytes; i++) out[i] = (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
	return out;
}

/** A file to choose, with these bytes. */
export function fileOf(name: string, buffer: Buffer): Chosen {
	return { name, mimeType: 'application/octet-stream', buffer };
}

/** Presses a button that opens the browser's file chooser, and chooses. */
export async function choose(page: Page, button: string, ...files: readonly Chosen[]): Promise<void> {
	// This Firefox does not report its file chooser to the automation.
	if (lineOf(page.context())) {
		await page.locator(`input[type="file"][aria-label="${button}"]`).setInputFiles(files as string[]);
		return;
	}
	const asked = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: button, exact: true }).click();
	await (await asked).setFiles(files as string[]);
}

/** The message with the document of that name. */
export function bubble(page: Page, name: string): Locator {
	return messages(page)
		.getByRole('article')
		.filter({ has: page.getByText(name, { exact: true }) });
}

/** Scrolls up until that message is on screen: of a long stream, only what is in view is in the page. */
export async function seek(page: Page, name: string): Promise<Locator> {
	const found = bubble(page, name);
	const list = messages(page);
	await list.evaluate((scroller) => {
		scroller.scrollTo(0, scroller.scrollHeight);
	});
	for (let i = 0; i < 100; i++) {
		// Drawn, measured, and perhaps moved once more.
		await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 50)));
		if (await isOnScreen(page, found)) break;
		await list.evaluate((scroller) => {
			// What was in sight stays so in part: nothing is passed over.
			scroller.scrollBy(0, -scroller.clientHeight / 2);
		});
	}
	return found;
}

/** Whether the middle of the first of these is on screen; false if there is none. */
async function isOnScreen(page: Page, found: Locator): Promise<boolean> {
	const place = (await found.count()) > 0 ? await found.first().boundingBox() : null;
	const middle = place ? place.y + place.height / 2 : -1;
	return middle > 120 && middle < (page.viewportSize()?.height ?? 0) - 120;
}

/** The rows of the window Docs. */
export function rows(page: Page): Locator {
	return page.getByRole('region', { name: 'Docs' }).getByRole('list', { name: 'Dokumente' }).getByRole('listitem');
}

/** Downloads from the stream: what the browser got, and the name it would use. */
export async function downloadOf(page: Page, name: string): Promise<{ readonly bytes: Buffer; readonly name: string }> {
	const found = await seek(page, name);
	return downloaded(page, () => found.getByRole('button', { name: 'Herunterladen' }).click());
}

/** The size of a file; 0 when it has just been renamed. */
function sizeOf(path: string): number {
	return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What the browser downloads after `press`, and under what name. */
export async function downloaded(
	page: Page,
	press: () => Promise<void>
): Promise<{ readonly bytes: Buffer; readonly name: string }> {
	const folder = downloadsOf(page.context());
	if (folder !== undefined) {
		await press();
		// It first creates an empty file, and a second one ending in .part.
		await expect
			.poll(() => readdirSync(folder).map((file) => extname(file) !== '.part' && sizeOf(join(folder, file)) > 0))
			.toEqual([true]);
		const [name = ''] = readdirSync(folder);
		const bytes = readFileSync(join(folder, name));
		rmSync(join(folder, name));
		return { bytes, name };
	}
	const started = page.waitForEvent('download');
	await press();
	const download = await started;
	return { bytes: readFileSync(await download.path()), name: download.suggestedFilename() };
}

/** SHA-256, as hexadecimal digits. */
export function digest(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/** Erases through the menu ⋮ beside a document, and confirms. */
export async function eraseThrough(page: Page, name: string): Promise<void> {
	await confirmErasing(await askToErase(page, name));
}

/** Opens the dialog that asks whether to erase a document. */
export async function askToErase(page: Page, name: string): Promise<Locator> {
	await page
		.getByRole('button', { name: `Mehr zu ${name}` })
		.first()
		.click();
	await page.getByRole('menuitem', { name: 'Löschen' }).click();
	const dialog = page.getByRole('dialog', { name: 'Dokument löschen?' });
	await expect(dialog).toContainText('lässt sich nicht wiederherstellen');
	return dialog;
}

/** Confirms it. */
export async function confirmErasing(dialog: Locator): Promise<void> {
	await dialog.getByRole('button', { name: 'Löschen', exact: true }).click();
	await expect(dialog).toBeHidden();
}

/** How many chunk rows all databases of a page's origin hold. */
export async function countChunks(page: Page): Promise<number> {
	return page.evaluate(async () => {
		let count = 0;
		for (const { name } of await indexedDB.databases()) {
			const database = await new Promise<IDBDatabase>((resolve, reject) => {
				const open = indexedDB.open(name ?? '');
				open.onsuccess = () => resolve(open.result);
				open.onerror = () => reject(new Error('cannot open'));
			});
			if (database.objectStoreNames.contains('chunks')) {
				count += await new Promise<number>((resolve) => {
					const all = database.transaction('chunks').objectStore('chunks').count();
					all.onsuccess = () => resolve(all.result);
				});
			}
			database.close();
		}
		return count;
	});
}

/** Whether any file below `folder` contains `bytes`. */
export function isStored(folder: string, bytes: Buffer): boolean {
	return readdirSync(folder).some((name) => {
		const path = join(folder, name);
		const found = statSync(path);
		return found.isDirectory() ? isStored(path, bytes) : found.isFile() && readFileSync(path).includes(bytes);
	});
}

/** A sealed chunk that a page uploads to the relay, by blob and number, with its token. */
export interface Brought {
	readonly blob: string;
	readonly index: number;
	readonly sealed: Buffer;
	readonly token: string;
}

/** Records every chunk that a page uploads. */
export function watchBrought(page: Page): Brought[] {
	const brought: Brought[] = [];
	page.on('request', (request) => {
		const match = /\/v1\/blobs\/([0-9a-f]{64})\/(\d+)$/.exec(request.url());
		const sealed = request.postDataBuffer();
		if (request.method() !== 'PUT' || !match || !sealed) return;
		const token = request.headers()['authorization'] ?? '';
		brought.push({ blob: match[1] ?? '', index: Number(match[2]), sealed, token });
	});
	return brought;
}
