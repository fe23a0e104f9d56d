/** Colleagues: invited by a link, roles, own profile, removal. Berta is the Leitung, Cem and Dora are invited. */
import type { Page } from '@playwright/test';
import { cut, expect, expectAccessible, test } from '../support/browser';
import { expectAccessibleInBothLights } from '../support/lights';
import { createClient, enter, found, openChat, PASSPHRASE } from '../support/steps';

test.describe.configure({ timeout: 90_000 });

/** Opens the list of colleagues. */
async function openTeam(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Team', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Kolleg:innen' })).toBeVisible();
}

function people(page: Page) {
	return page.getByRole('list', { name: 'Kolleg:innen' }).getByRole('listitem');
}

/** Invites somebody; returns the link. */
async function invite(page: Page, name: string, role = 'Berater:in', isOnline = true): Promise<string> {
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

/** Joins by an invitation and passes the recovery sheet. */
async function join(page: Page, url: string, name?: string): Promise<void> {
	await page.goto(url);
	await expect(page.getByRole('heading', { name: /^Willkommen bei / })).toBeVisible();
	if (name !== undefined) await page.getByLabel('Ihr Name').fill(name);
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Beitreten' }).click();
	await passSheet(page);
}

async function passSheet(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
	const words = await page.getByRole('list', { name: 'Die 18 Wörter' }).getByRole('listitem').allTextContents();
	await page.getByRole('button', { name: 'Ich habe das Blatt' }).click();
	for (const n of [4, 13]) await page.getByLabel(`Wort ${n}`, { exact: true }).fill((words[n - 1] ?? '').trim());
	await page.getByRole('button', { name: 'Prüfen' }).click();
	await expect(page.getByText('Sofortchat (Messenger)')).toBeVisible();
}

test('a colleague is invited by a link, joins with a profile of her own, and both see each other', async ({
	counsellor,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	await test.step('alone at first; the screen says what to do', async () => {
		await expect(people(counsellor)).toHaveText([/Berta Baum.*Sie.*Leitung/s]);
		await expect(counsellor.getByText('Hier sind Sie bisher allein.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});
	const url = await test.step('Einladen: name and role, then link and QR code', async () => {
		await counsellor.getByRole('button', { name: 'Einladen', exact: true }).click();
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Schließen' }).click();
		return invite(counsellor, 'Cem');
	});
	await test.step('until it is used she is listed as "eingeladen", and the link can be shown again', async () => {
		await expect(people(counsellor).nth(1)).toHaveText(/Cem.*Berater:in · eingeladen/s);
		await counsellor.getByRole('button', { name: 'Link zeigen: Cem' }).click();
		await expect(counsellor.getByLabel('Einladungslink', { exact: true })).toHaveValue(url);
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Fertig' }).click();
	});

	const cem = await (await newPerson()).newPage();
	await test.step('who opens it chooses name and passphrase, and is in at once', async () => {
		await cem.goto(url);
		await expect(cem.getByRole('heading', { name: 'Willkommen bei Beratungsstelle Nord' })).toBeVisible();
		await expect(cem).toHaveURL(`${relay.url}/`);
		await expect(cem.getByLabel('Ihr Name')).toHaveValue('Cem');
		await expect(cem.getByText('Sie sind eingeladen als Berater:in.')).toBeVisible();
		await expectAccessibleInBothLights(cem);
		await join(cem, url, 'Cem Celik');
		await expect(cem.getByRole('banner').getByText('Cem Celik')).toBeVisible();
		await expect(cem.getByRole('banner').getByText('Beratungsstelle Nord')).toBeVisible();
	});
	await test.step('both see each other, with their roles', async () => {
		await openTeam(cem);
		for (const page of [counsellor, cem])
			await expect(people(page)).toHaveText([/Berta Baum.*Leitung/s, /Cem Celik.*Berater:in/s]);
		await expect(cem.getByRole('button', { name: 'Einladen', exact: true })).toBeHidden();
		await expect(cem.getByRole('button', { name: /^Entfernen/ })).toBeHidden();
		await expectAccessible(cem);
	});
	await test.step('a second use is refused', async () => {
		const eve = await (await newPerson()).newPage();
		await eve.goto(url);
		await expect(eve.getByRole('alert')).toHaveText('Diese Einladung wurde schon benutzt. Jede gilt nur einmal.');
		await expectAccessible(eve);
	});
	await test.step('the new colleague works: clients she makes reach her', async () => {
		await openChat2(cem);
		const link = await createClient(cem, 'Mia');
		const client = await (await newPerson()).newPage();
		await enter(client, link);
		await expect(client.getByRole('heading', { name: 'Cem Celik' })).toBeVisible();
	});
	await test.step('after a restart she is asked for her passphrase only', async () => {
		await cem.reload();
		await cem.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
		await cem.getByRole('button', { name: 'Öffnen', exact: true }).click();
		await expect(cem.getByRole('banner').getByText('Cem Celik')).toBeVisible();
	});
});

async function openChat2(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Chat', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Klienten' })).toBeVisible();
}
void cut;
void openChat;
