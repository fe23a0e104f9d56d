/** The forms of the start page. */
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSPHRASE } from './steps';

export function passphrase(page: Page): Locator {
	return page.getByLabel('Passphrase', { exact: true });
}

export async function fillFounding(page: Page, code: string): Promise<void> {
	await page.getByLabel('Einrichtungscode').fill(code);
	await page.getByLabel('Name der Beratungsstelle').fill('Eine andere');
	await page.getByLabel('Ihr Name').fill('Eve Elster');
	await passphrase(page).fill(PASSPHRASE);
}

/** Opens Sofortchat after a reload. */
export async function unlock(page: Page): Promise<void> {
	await passphrase(page).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Sperren' })).toBeVisible();
}
