/** A furnished centre, and a browser in which its first counsellor comes back with her sheet. */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArgs, getBrowser } from '../../scripts/browser.mjs';
import { startDemo, type Demo } from '../support/demo';
import { openChat, typeSheet } from '../support/steps';

const PATIENCE_MS = 600_000;

/** A furnished centre, and her browser. */
export interface Furnished {
	readonly page: Page;
	readonly devtools: CDPSession;
	/** Goes to the start and types her sheet. */
	readonly begin: () => Promise<void>;
	readonly demo: Demo;
}

/** Furnishes with the demo's `options`, and does `work` on an empty page. */
export async function atFurnished<T>(
	options: readonly string[],
	work: (furnished: Furnished) => Promise<T>
): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-bench-'));
	const demo = await startDemo(folder, ...options);
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: await getBrowser(),
		args: browserArgs,
		baseURL: demo.url,
		locale: 'de-DE',
		timezoneId: 'Europe/Berlin'
	});
	try {
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		const devtools = await context.newCDPSession(page);
		const begin = async (): Promise<void> => {
			await page.goto('/');
			await typeSheet(page, demo.sheets[0] ?? []);
		};
		return await work({ page, devtools, begin, demo });
	} finally {
		await context.close();
		await demo.end();
		await rm(folder, { recursive: true, force: true });
	}
}

/** From the typed sheet to her list. */
export async function comeBack(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
	await openChat(page);
}
