/** What a Leitung and the people she invites do, step by step. */
import { expect, type Page } from '@playwright/test';
import { check, shownWords } from './sheet';
import { PASSPHRASE } from './steps';

/** Opens the list of colleagues. */
export async function openTeam(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Team', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Kolleg:innen' })).toBeVisible();
}

/** Invites somebody from that list; returns the link. */
export async function invite(page: Page, name: string, role = 'Berater:in', isOnline = true): Promise<string> {
	await page.getByRole('button', { name: 'Einladen', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name', { exact: true }).fill(name);
	await dialog.getByRole('radio', { name: role, exact: true }).check();
	await dialog.getByRole('button', { name: 'Einladen', exact: true }).click();
	await expect(dialog.getByText(isOnline ? 'Der Link gilt 14 Tage.' : 'Link gilt, sobald übertragen')).toBeVisible();
	const url = await dialog.getByLabel('Einladungslink', { exact: true }).inputValue();
	await dialog.getByRole('button', { name: 'Fertig' }).click();
	return url;
}

/** Joins by invitation and passes the recovery sheet. */
export async function join(page: Page, url: string, name?: string): Promise<void> {
	await page.goto(url);
	await expect(page.getByRole('heading', { name: /^Willkommen bei / })).toBeVisible();
	if (name !== undefined) await page.getByLabel('Ihr Name').fill(name);
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Beitreten' }).click();
	await passSheet(page);
}

/** Passes the recovery sheet with its two-word check. */
async function passSheet(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
	await check(page, await shownWords(page));
	await expect(page.getByText('Sofortchat (Messenger)')).toBeVisible();
}
