/** The forms of the start page, and the sheet. */
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSPHRASE } from './steps';

export function passphrase(page: Page): Locator {
	return page.getByLabel('Passphrase', { exact: true });
}

export function sheetWords(page: Page): Locator {
	return page.getByRole('list', { name: 'Die 18 Wörter' }).getByRole('listitem');
}

/** The words of the sheet, once it is shown. */
export async function shownWords(page: Page): Promise<string[]> {
	await expect(sheetWords(page)).toHaveCount(18);
	return sheetWords(page).allTextContents();
}

/** Answers the two-word check; `isHeld`: without sending it. */
export async function check(page: Page, words: readonly string[], isHeld = false): Promise<void> {
	await page.getByRole('button', { name: 'Ich habe das Blatt' }).click();
	for (const n of [4, 13])
		await page.getByLabel(`Wort ${String(n)}`, { exact: true }).fill((words[n - 1] ?? '').trim());
	if (!isHeld) await page.getByRole('button', { name: 'Prüfen' }).click();
}

export async function fillFounding(page: Page, code: string): Promise<void> {
	await page.getByLabel('Einrichtungscode').fill(code);
	await page.getByLabel('Name der Beratungsstelle').fill('Eine andere');
	await page.getByLabel('Ihr Name').fill('Eve Elster');
	await passphrase(page).fill(PASSPHRASE);
}

export async function unlock(page: Page): Promise<void> {
	await passphrase(page).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Sperren' })).toBeVisible();
}
