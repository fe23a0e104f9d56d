/** A furnished centre, and a browser in which its first counsellor comes back with her sheet. */
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArgs, getBrowser } from '../../scripts/browser.mjs';
import { startDemo, type Demo } from '../support/demo';
import { removeProfile } from '../support/leftovers';
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
export function atFurnished<T>(options: readonly string[], work: (furnished: Furnished) => Promise<T>): Promise<T> {
	return withDemo(options, (demo) =>
		inNewBrowser(async (page, devtools) => {
			page.setDefaultTimeout(PATIENCE_MS);
			const begin = async (): Promise<void> => {
				await page.goto('/');
				await typeSheet(page, demo.sheets[0] ?? []);
			};
			return work({ page, devtools, begin, demo });
		}, demo.url)
	);
}

/** Does `work` beside a running demo with these options. */
export async function withDemo<T>(options: readonly string[], work: (demo: Demo) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-bench-'));
	const demo = await startDemo(folder, ...options);
	try {
		return await work(demo);
	} finally {
		await demo.end();
		await removeProfile(folder);
	}
}

/** Does `work` in a browser of its own that has never been anywhere; what it keeps is on disk. */
export async function inNewBrowser<T>(
	work: (page: Page, devtools: CDPSession) => Promise<T>,
	baseURL?: string
): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-browser-'));
	const context = await chromium.launchPersistentContext(folder, {
		executablePath: await getBrowser(),
		args: browserArgs,
		...(baseURL === undefined ? {} : { baseURL }),
		locale: 'de-DE',
		timezoneId: 'Europe/Berlin'
	});
	try {
		const page = await context.newPage();
		return await work(page, await context.newCDPSession(page));
	} finally {
		await context.close();
		await removeProfile(folder);
	}
}

/** From the typed sheet to her list. */
export async function comeBack(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
	await openChat(page);
}
