/** The recovery sheet and its two-word check. */
import { expect, type Locator, type Page } from '@playwright/test';

export function sheetWords(page: Page): Locator {
	return page.getByRole('list', { name: 'Die 18 Wörter' }).getByRole('listitem');
}

/** The words of the sheet, once it is shown. */
export async function shownWords(page: Page): Promise<string[]> {
	await expect(sheetWords(page)).toHaveCount(18);
	const words = await sheetWords(page).all();
	return Promise.all(words.map(async (word) => (await word.textContent()) ?? ''));
}

/** Answers the two-word check; with `isHeld` without submitting it. */
export async function check(page: Page, words: readonly string[], isHeld = false): Promise<void> {
	await page.getByRole('button', { name: 'Ich habe das Blatt' }).click();
	await expect(page.getByLabel(/^Wort \d+$/)).toHaveCount(2);
	for (const n of [4, 13])
		await page.getByLabel(`Wort ${String(n)}`, { exact: true }).fill((words[n - 1] ?? '').trim());
	if (!isHeld) await page.getByRole('button', { name: 'Prüfen' }).click();
}
