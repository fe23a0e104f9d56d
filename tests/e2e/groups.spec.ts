/**
 * The help page: "Wie erstelle ich im Sofortchat eine neue Gruppe und eröffne einen neuen Gruppenchat
 * Stream?" and "Teilnehmer:innen hinzufügen/entfernen". G1 to G7, A3, A4.
 */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from '../support/browser';
import { createClient, found, openChat, openStream, write } from '../support/steps';

/** Chooses one of the two lists behind the column's heading. */
async function chooseList(page: Page, name: 'Klienten' | 'Gruppenchats'): Promise<void> {
	await page.getByRole('heading', { level: 2 }).getByRole('button').click();
	await page.getByRole('menuitem', { name, exact: true }).click();
	await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** Founds a group from the list of groups. */
async function createGroup(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: 'Neuen Stream eröffnen' }).first().click();
	const dialog = page.getByRole('dialog', { name: 'Neuen Stream eröffnen' });
	await dialog.getByLabel('Name', { exact: true }).fill(name);
	await dialog.getByRole('button', { name: 'Speichern', exact: true }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('navigation', { name: 'Gespräche' }).getByText(name, { exact: true })).toBeVisible();
}

/** Finds somebody in the members' window and adds her. */
async function add(page: Page, name: string, sees = false): Promise<void> {
	const members = page.getByRole('region', { name: 'Klient:innen' });
	await members.getByRole('searchbox', { name: 'Teilnehmer:innen hinzufügen' }).fill(name);
	if (sees) await members.getByLabel('sieht den bisherigen Verlauf').check();
	await members.getByRole('button', { name: 'hinzufügen', exact: true }).click();
	await expect(member(page, name)).toBeVisible();
}

function member(page: Page, name: string) {
	return page.getByRole('list', { name: 'In der Gruppe' }).getByRole('listitem').filter({ hasText: name }).first();
}

test('Wie erstelle ich im Sofortchat eine neue Gruppe und eröffne einen neuen Gruppenchat Stream?', async ({
	counsellor,
	relay
}) => {
	await found(counsellor, relay);
	await test.step('Wenn man auf die Kachel Sofortchat (Messenger) im Dashboard klickt, öffnet sich der Chat.', async () => {
		await openChat(counsellor);
	});
	await test.step('Wenn man auf Klienten klickt, öffnet sich ein Menü, in dem man Gruppenchats auswählt.', async () => {
		await counsellor.getByRole('heading', { name: 'Klienten' }).getByRole('button').click();
		await expect(counsellor.getByRole('menuitem')).toHaveText(['Klienten', 'Gruppenchats']);
		await expectAccessible(counsellor);
		await counsellor.getByRole('menuitem', { name: 'Gruppenchats' }).click();
		await expect(counsellor.getByRole('heading', { name: 'Gruppenchats' })).toBeVisible();
		await expect(counsellor.getByText('Noch keine Gruppen.')).toBeVisible();
	});
	await test.step('Unter der Überschrift Gruppenchats, auf das blaue Plussymbol klicken.', async () => {
		await counsellor.getByRole('button', { name: 'Neuen Stream eröffnen' }).first().click();
	});
	const dialog = counsellor.getByRole('dialog', { name: 'Neuen Stream eröffnen' });
	await test.step('In der Übersicht Neuen Stream eröffnen kann man nun eine neue Gruppe anlegen, indem man einen Gruppennamen unter Name einträgt.', async () => {
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'Speichern' }).click();
		await expect(dialog.getByRole('alert')).toHaveText('Bitte geben Sie einen Namen ein.');
		await dialog.getByLabel('Name', { exact: true }).fill('Mutmachgruppe');
		await dialog.getByLabel(/Beschreibung/).fill('Dienstags, offen');
	});
	await test.step('Auf Speichern klicken.', async () => {
		await dialog.getByRole('button', { name: 'Speichern' }).click();
		await expect(dialog).toBeHidden();
		await openStream(counsellor, 'Mutmachgruppe');
		await expect(
			counsellor.getByRole('banner').or(counsellor.locator('header')).getByText('1 Teilnehmer:in').first()
		).toBeVisible();
		await write(counsellor, 'Willkommen in der Gruppe.');
	});
	await test.step('the choice is kept, and a client’s list is as it was', async () => {
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		await expect(member(counsellor, 'Berta Baum')).toContainText('hat die Gruppe angelegt');
		await expect(member(counsellor, 'Berta Baum').getByRole('button', { name: 'entfernen' })).toHaveCount(0);
		await expect(counsellor.getByText('Dienstags, offen')).toBeVisible();
		await expectAccessible(counsellor);
		await chooseList(counsellor, 'Klienten');
		await expect(counsellor.getByText('Noch keine Gespräche.')).toBeVisible();
	});
});

test('Gruppen in Gruppen, und ein Ring', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Kim7');
	await chooseList(counsellor, 'Gruppenchats');
	await createGroup(counsellor, 'Alle');
	await createGroup(counsellor, 'Jugend');
	await openStream(counsellor, 'Alle');
	await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
	await add(counsellor, 'Jugend');
	await openStream(counsellor, 'Jugend');
	await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
	await test.step('cycles are refused with a sentence', async () => {
		const members = counsellor.getByRole('region', { name: 'Klient:innen' });
		await members.getByRole('searchbox').fill('Alle');
		await members.getByRole('button', { name: 'hinzufügen', exact: true }).click();
		await expect(members.getByRole('alert')).toContainText('Das geht nicht');
	});
	await test.step('adding a group adds its members, also those who join it later', async () => {
		await add(counsellor, 'Kim7');
		await expect(member(counsellor, 'Kim7')).toContainText('eingeladen');
		await openStream(counsellor, 'Alle');
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		await member(counsellor, 'Jugend').getByRole('button', { name: 'Wer in Jugend ist' }).click();
		await expect(member(counsellor, 'Jugend')).toContainText('Kim7eingeladen');
		await expectAccessible(counsellor);
	});
});
