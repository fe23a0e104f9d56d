/** What counsellors do in Statistik and Profil, step by step, using the German labels. */
import { expect, type Locator, type Page } from '@playwright/test';
import { typeSheet } from './steps';

/** The Statistik window. */
export function statistics(page: Page): Locator {
	return page.getByRole('region', { name: 'Statistik' });
}

/** The monitorings in the list. */
export function rows(page: Page): Locator {
	return page.getByRole('list', { name: 'Monitorings' }).locator('> li');
}

/** Opens a window of the open stream. */
export async function openWindow(page: Page, name: 'Statistik' | 'Profil'): Promise<void> {
	await page.getByRole('group', { name: 'Fenster des Gesprächs' }).getByRole('button', { name }).click();
	await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Opens the form of a new monitoring. */
export async function begin(page: Page): Promise<void> {
	await statistics(page).getByRole('button', { name: 'Neues Monitoring anlegen' }).click();
	await expect(statistics(page).getByRole('heading', { name: 'Neues Monitoring anlegen' })).toBeFocused();
}

/** Saves the open form. */
export async function save(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Speichern', exact: true }).click();
	await expect(statistics(page).getByRole('list', { name: 'Monitorings' })).toBeVisible();
}

/** Chooses from a row's menu. */
export async function choice(page: Page, row: number, name: 'Anzeigen' | 'Bearbeiten' | 'Löschen'): Promise<void> {
	await rows(page)
		.nth(row)
		.getByRole('button', { name: /^Mehr zum Monitoring/ })
		.click();
	await page.getByRole('menuitem', { name }).click();
}

/** Unfolds a section of the form. */
export async function unfold(page: Page, section: string): Promise<void> {
	await statistics(page).locator('summary').filter({ hasText: section }).first().click();
}

/** Ticks one choice of a multiple-choice field. */
export async function choose(page: Page, field: string, option: string): Promise<void> {
	await statistics(page).locator('summary').filter({ hasText: field }).click();
	await statistics(page).getByRole('checkbox', { name: option }).check();
}

/** Presses Tab until `target` has the focus. */
export async function tabTo(page: Page, target: Locator, most = 30): Promise<void> {
	for (let i = 0; i < most; i++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	await expect(target).toBeFocused();
}

/** Restores the counsellor of a recovery sheet in an empty browser. */
export async function restore(page: Page, words: readonly string[]): Promise<void> {
	await page.goto('/');
	await typeSheet(page, words);
	await page.getByRole('button', { name: 'Wiederherstellen' }).click();
	await expect(page.getByText('Sofortchat (Messenger)')).toBeVisible();
}
