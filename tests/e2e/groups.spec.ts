/**
 * The help page: "Wie erstelle ich im Sofortchat eine neue Gruppe und eröffne einen neuen Gruppenchat
 * Stream?" and "Teilnehmer:innen hinzufügen/entfernen". G1 to G7, A3, A4.
 */
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { add, chooseList, createGroup, member } from '../support/groups';
import { tabTo } from '../support/statistics';
import { createClient, enter, found, messages, openChat, openStream, welcome, write } from '../support/steps';

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
		const [name, description] = [dialog.getByLabel('Name', { exact: true }), dialog.getByLabel(/Beschreibung/)];
		await expect(name).toHaveAttribute('aria-invalid', 'true');
		await name.fill('Mutmachgruppe');
		await description.fill('Dienstags '.repeat(60));
		await dialog.getByRole('button', { name: 'Speichern' }).click();
		await expect(dialog.getByRole('alert')).toBeVisible();
		await expect(description).toHaveAttribute('aria-invalid', 'true');
		await expect(name).not.toHaveAttribute('aria-invalid');
		await description.fill('Dienstags, offen');
		await expect(dialog.getByRole('alert')).toBeHidden();
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

test('all of it with the keyboard alone', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Mia');
	const { keyboard } = counsellor;
	await tabTo(counsellor, counsellor.getByRole('heading', { name: 'Klienten' }).getByRole('button'));
	await keyboard.press('Enter');
	await keyboard.press('ArrowDown');
	await expect(counsellor.getByRole('menuitem', { name: 'Gruppenchats' })).toBeFocused();
	await keyboard.press('Enter');
	await tabTo(counsellor, counsellor.getByRole('button', { name: 'Neuen Stream eröffnen' }).first());
	await keyboard.press('Enter');
	await expect(counsellor.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
	await keyboard.type('Mutmachgruppe');
	await keyboard.press('Enter');
	await expect(counsellor.getByRole('dialog')).toBeHidden();
	await test.step('it is in the list, opens, and one can write', async () => {
		const list = counsellor.getByRole('navigation', { name: 'Gespräche' });
		await tabTo(counsellor, list.getByRole('button', { name: /^Mutmachgruppe/ }), 40);
		await keyboard.press('Enter');
		await expect(counsellor.getByLabel('Nachricht an Mutmachgruppe')).toBeFocused();
		await keyboard.type('Willkommen');
		await keyboard.press('Enter');
		await expect(messages(counsellor).getByText('Willkommen', { exact: true })).toBeVisible();
	});
	await test.step('the members’ window: find, add, remove, and nowhere is the place lost', async () => {
		await tabTo(counsellor, counsellor.getByRole('button', { name: 'Klient:innen', exact: true }), 40);
		await keyboard.press('Enter');
		await expect(counsellor.getByRole('heading', { name: 'Klient:innen' })).toBeFocused();
		const search = counsellor.getByRole('searchbox', { name: 'Teilnehmer:innen hinzufügen' });
		await tabTo(counsellor, search);
		await keyboard.type('mia');
		await tabTo(counsellor, counsellor.getByLabel('sieht den bisherigen Verlauf'));
		await keyboard.press('Space');
		await tabTo(counsellor, counsellor.getByRole('button', { name: 'hinzufügen', exact: true }));
		await keyboard.press('Enter');
		await expect(member(counsellor, 'Mia')).toContainText('eingeladen');
		await expect(search).toBeFocused();
		await tabTo(counsellor, member(counsellor, 'Mia').getByRole('button', { name: 'entfernen' }));
		await keyboard.press('Enter');
		const dialog = counsellor.getByRole('dialog', { name: 'Mia entfernen?' });
		await tabTo(counsellor, dialog.getByRole('button', { name: 'entfernen' }));
		await keyboard.press('Enter');
		await expect(member(counsellor, 'Mia')).toHaveCount(0);
		await expect(search).toBeFocused();
	});
});

test('Teilnehmer:innen hinzufügen/entfernen', async ({ counsellor, client, newPerson, relay }) => {
	await welcome(counsellor, client, relay);
	const mia = await (await newPerson({ viewport: { width: 390, height: 844 } })).newPage();
	await enter(mia, await createClient(counsellor, 'Mia'));
	await createClient(counsellor, 'Nora');
	await chooseList(counsellor, 'Gruppenchats');
	await createGroup(counsellor, 'Mutmachgruppe');
	await createGroup(counsellor, 'Elternabend');

	await test.step('Sobald man auf den Namen einer Gruppe klickt, öffnet sich ein Fenster mit einem Textfeld, in dem man eine neue Unterhaltung starten kann.', async () => {
		await openStream(counsellor, 'Mutmachgruppe');
		await write(counsellor, 'Vor allen anderen.');
	});
	await test.step('Mit einem Klick auf Klient:innen neben den drei, senkrechten Punkten, öffnet sich ein Fenster.', async () => {
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		await expect(counsellor.getByRole('heading', { name: 'Klient:innen' })).toBeFocused();
	});
	const window = counsellor.getByRole('region', { name: 'Klient:innen' });
	await test.step('Hier kann man in der Suchzeile Klient:innen, Berater:innen oder bereits existierende Gruppen suchen.', async () => {
		const search = window.getByRole('searchbox', { name: 'Teilnehmer:innen hinzufügen' });
		await search.fill('elternabend');
		await expect(window.getByText('Gruppe', { exact: true })).toBeVisible();
		await search.fill('MIA');
		await expect(window.getByText('Klient:in', { exact: true })).toBeVisible();
		await expectAccessible(counsellor);
		await search.fill('Niemand');
		await expect(window.getByText('Niemand gefunden.')).toBeVisible();
	});
	await test.step('Wenn man die gesuchte Person oder Gruppe gefunden hat, klickt man auf den Button hinzufügen. Die Gruppenteilnehmer:innen werden in dem gleichen Fenster aufgelistet.', async () => {
		await add(counsellor, 'Kim7', true);
		await add(counsellor, 'Mia');
		await expect(member(counsellor, 'Kim7')).toContainText('eingeladen');
		await expect(member(counsellor, 'Mia')).toContainText('eingeladen');
	});

	await test.step('a client is asked, and appears under the name of her choice', async () => {
		await expect(client.getByText('Einladung in die Gruppe „Mutmachgruppe“')).toBeVisible();
		await expect(client.getByLabel('Sie erscheinen dort als')).toHaveValue('Kim7');
		await expectAccessible(client);
		await client.getByLabel('Sie erscheinen dort als').fill('Sonne');
		await client.getByRole('button', { name: 'Beitreten' }).click();
		await expect(member(counsellor, 'Kim7')).not.toContainText('eingeladen');
		await expect(member(counsellor, 'Mia')).toContainText('eingeladen');
		await mia.getByRole('button', { name: 'Beitreten' }).click();
		await expect(member(counsellor, 'Mia')).not.toContainText('eingeladen');
		await expect(counsellor.getByText('3 Teilnehmer:innen')).toBeVisible();
	});
	await test.step('who was to see the history sees it, the other one only what follows', async () => {
		for (const page of [client, mia])
			await page
				.getByRole('navigation', { name: 'Ihre Gespräche' })
				.getByRole('button', { name: /^Mutmachgruppe/ })
				.click();
		await expect(messages(client).getByText('Vor allen anderen.')).toBeVisible();
		await write(client, 'Hallo, hier ist Sonne.');
		await expect(messages(mia).getByText('Hallo, hier ist Sonne.')).toBeVisible();
		await expect(messages(mia).getByText('Vor allen anderen.')).toHaveCount(0);
		await expect(mia.getByText(/fehl/)).toHaveCount(0);
		await expect(messages(mia).getByText('Sonne:', { exact: true })).toBeVisible();
		await expect(messages(mia).getByText(/Kim7/)).toHaveCount(0);
		await expect(messages(counsellor).getByText('Sonne (Kim7):')).toBeVisible();
		await write(mia, 'Hallo Sonne.');
		await expect(messages(client).getByText('Hallo Sonne.')).toBeVisible();
	});

	await test.step('Um eine Person oder Gruppe (außer den Gruppenersteller) aus der Gruppe zu entfernen, klickt man neben der jeweiligen Person/Gruppe auf den Button entfernen.', async () => {
		await expect(member(counsellor, 'Berta Baum').getByRole('button', { name: 'entfernen' })).toHaveCount(0);
		await member(counsellor, 'Kim7').getByRole('button', { name: 'entfernen' }).click();
		const dialog = counsellor.getByRole('dialog', { name: 'Kim7 entfernen?' });
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'entfernen' }).click();
		await expect(member(counsellor, 'Kim7')).toHaveCount(0);
		await expect(client.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		await expectAccessible(client);
		await counsellor.getByRole('button', { name: 'DN' }).click();
		await write(counsellor, 'Nun ohne Sonne.');
		await expect(messages(mia).getByText('Nun ohne Sonne.')).toBeVisible();
		await expect(messages(client).getByText('Nun ohne Sonne.')).toHaveCount(0);
	});
	await test.step('who is asked again may come again', async () => {
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		await add(counsellor, 'Kim7');
		// At once: the letter may be there before she is in the charter.
		await client.getByLabel('Sie erscheinen dort als').fill('Wieder da');
		await client.getByRole('button', { name: 'Beitreten' }).click();
		await expect(counsellor.getByText('3 Teilnehmer:innen')).toBeVisible();
		await client
			.getByRole('navigation', { name: 'Ihre Gespräche' })
			.getByRole('button', { name: /^Mutmachgruppe/ })
			.click();
		await write(mia, 'Schön, dass du wieder da bist.');
		await expect(messages(client).getByText('Schön, dass du wieder da bist.')).toBeVisible();
		await expect(messages(client).getByText('Nun ohne Sonne.')).toHaveCount(0);
	});
});
