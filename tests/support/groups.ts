/** What counsellors and clients do with groups, step by step, using the German labels. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Chooses one of the two lists in the column's heading. */
export async function chooseList(page: Page, name: 'Klienten' | 'Gruppenchats'): Promise<void> {
	await page.getByRole('heading', { level: 2 }).getByRole('button').click();
	await page.getByRole('menuitem', { name, exact: true }).click();
	await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Founds a group from the list of groups. */
export async function createGroup(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'Neuen Stream eröffnen' }).first().click();
	const dialog = page.getByRole('dialog', { name: 'Neuen Stream eröffnen' });
	await dialog.getByLabel('Name', { exact: true }).fill(name);
	await dialog.getByRole('button', { name: 'Speichern', exact: true }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('navigation', { name: 'Gespräche' }).getByText(name, { exact: true })).toBeVisible();
}

/** Opens the members' window of the open group. */
export async function openMembers(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Klient:innen', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Klient:innen' })).toBeVisible();
}

/** Removes somebody from the open group. */
export async function remove(page: Page, name: string): Promise<void> {
	await member(page, name).getByRole('button', { name: 'entfernen' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'entfernen' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
}

/** Joins a group that a client is invited to. */
export async function agree(page: Page, name: string): Promise<void> {
	await page.getByLabel('Sie erscheinen dort als').fill(name);
	await page.getByRole('button', { name: 'Beitreten' }).click();
	await expect(page.getByRole('button', { name: 'Beitreten' })).toBeHidden();
}

/** Opens one of a client's conversations. */
export async function openConversation(page: Page, name: string): Promise<void> {
	await page
		.getByRole('navigation', { name: 'Ihre Gespräche' })
		.getByRole('button', { name: new RegExp(`^${name}`) })
		.click();
}

/** Finds somebody in the members' window and adds her. */
export async function add(page: Page, name: string, sees = false): Promise<void> {
	const members = page.getByRole('region', { name: 'Klient:innen' });
	await members.getByRole('searchbox', { name: 'Teilnehmer:innen hinzufügen' }).fill(name);
	if (sees) await members.getByLabel('sieht den bisherigen Verlauf').check();
	await members.getByRole('button', { name: 'hinzufügen', exact: true }).click();
	await expect(member(page, name)).toBeVisible();
}

/** A row of the members' window. */
export function member(page: Page, name: string): Locator {
	return page.getByRole('list', { name: 'In der Gruppe' }).getByRole('listitem').filter({ hasText: name }).first();
}
