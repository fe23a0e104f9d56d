/** What is in a browser's storage and at the relay, for tests of who cannot know what. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** The ids of all spaces whose charter a browser keeps. */
export async function spaces(page: Page): Promise<string[]> {
	return [...new Set((await keys(page, 'charters')).map((key) => key.slice(0, 32)))];
}

/** How many rows of a table a browser keeps, optionally of one space only. */
export async function count(page: Page, table: string, space = ''): Promise<number> {
	return (await keys(page, table)).filter((key) => key.startsWith(space)).length;
}

/** The keys of a table of the vault. */
function keys(page: Page, table: string): Promise<string[]> {
	return page.evaluate(async (wanted) => {
		const found: string[] = [];
		for (const { name } of await indexedDB.databases()) {
			const database = await new Promise<IDBDatabase>((resolve, reject) => {
				const open = indexedDB.open(name ?? '');
				open.onsuccess = () => resolve(open.result);
				open.onerror = () => reject(new Error('cannot open'));
			});
			if (database.objectStoreNames.contains(wanted)) {
				const all = await new Promise<IDBValidKey[]>((resolve) => {
					const request = database.transaction(wanted).objectStore(wanted).getAllKeys();
					request.onsuccess = () => resolve(request.result);
				});
				found.push(...all.map(String));
			}
			database.close();
		}
		return found;
	}, table);
}

/** Every key and value in every database of a page's origin. */
export async function everything(page: Page): Promise<Buffer[]> {
	const values = await page.evaluate(async () => {
		const out: string[] = [];
		const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
		const add = (value: unknown): void => {
			if (value instanceof Uint8Array) out.push(hex(value));
			else if (value instanceof ArrayBuffer) out.push(hex(new Uint8Array(value)));
			else if (typeof value === 'object' && value !== null)
				Object.entries(value).forEach(([key, inner]) => (add(key), add(inner)));
			else out.push(hex(new TextEncoder().encode(String(value))));
		};
		const done = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(new Error('cannot read'));
			});
		for (const { name } of await indexedDB.databases()) {
			const database = await done(indexedDB.open(name ?? ''));
			for (const store of database.objectStoreNames) {
				(await done(database.transaction(store).objectStore(store).getAllKeys())).forEach(add);
				(await done(database.transaction(store).objectStore(store).getAll())).forEach(add);
			}
			database.close();
		}
		add({ ...localStorage, ...sessionStorage });
		return out;
	});
	return values.map((value) => Buffer.from(value, 'hex'));
}

/** Everything that a relay keeps on its disk. */
export async function relayFiles(dataDir: string): Promise<Buffer[]> {
	const files = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
	return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}

/** Whether any of these contains a text, or bytes. */
export function holds(buffers: readonly Buffer[], what: string | Buffer): boolean {
	return buffers.some((buffer) => buffer.includes(what));
}
