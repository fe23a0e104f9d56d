/** "Wie kann ich im Sofortchat den Status anpassen (Online, Nicht Online, Nicht anwählbar)?" */
import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { cut, expect, test } from '../support/browser';
import {
	createClient,
	enter,
	found,
	messages,
	openChat,
	openStream,
	PASSPHRASE,
	typeSheet,
	welcome,
	write
} from '../support/steps';

test('Wie kann ich im Sofortchat den Status anpassen (Online, Nicht Online, Nicht anwählbar)?', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);

	await test.step('Oben rechts, über dem Sofortchat, befindet sich der Benutzername, das Profilbild und der aktuelle Status. Mit einem Klick auf den Namen oder Status, kann man seinen aktuellen Status anpassen.', async () => {
		const bar = counsellor.getByRole('banner');
		for (const part of [
			bar.getByText('Berta Baum', { exact: true }),
			own(counsellor).getByText('Online', { exact: true }),
			bar.locator('.avatar')
		]) {
			await part.click();
			await expect(counsellor.getByRole('menu', { name: 'Status' })).toBeVisible();
			await expect(choice(counsellor, 'Online')).toBeChecked();
			await counsellor.keyboard.press('Escape');
			await expect(counsellor.getByRole('menu', { name: 'Status' })).toBeHidden();
		}
		await own(counsellor).click();
		await expect(counsellor.getByRole('menuitemradio')).toHaveCount(3);
		await expectAccessibleInBothLights(counsellor);
		await counsellor.keyboard.press('Escape');
	});

	await test.step('Online Man kann angeschrieben werden und erscheint als Online.', async () => {
		await expect(shown(client, 'Online')).toBeVisible();
		await write(client, 'Sind Sie da?');
		await expect(client.getByText('zugestellt', { exact: true })).toBeAttached();
	});

	await test.step('Nicht online Man kann angeschrieben werden und erscheint als Nicht Online.', async () => {
		await choose(counsellor, 'Nicht online');
		await expect(own(counsellor)).toHaveAccessibleName('Berta Baum, Status: Nicht online');
		await expect(shown(client, 'Nicht Online')).toBeVisible();
		// The open stream does not give her away.
		await openStream(counsellor, 'Kim7');
		await counsellor.getByLabel('Nachricht an Kim7').fill('Ich sch');
		await write(client, 'Und jetzt?');
		await expect(messages(counsellor).getByText('Und jetzt?')).toBeVisible();
		await expect(shown(client, 'Nicht Online')).toBeVisible();
		await expect(client.getByText('Berta Baum schreibt …')).toBeHidden();
	});

	await test.step('Nicht anwählbar Man kann nicht angeschrieben werden.', async () => {
		await client.getByLabel('Ihre Nachricht').fill('Was ich noch sagen wollte');
		await choose(counsellor, 'Nicht anwählbar');
		const dialog = counsellor.getByRole('dialog', { name: 'Nicht anwählbar' });
		// The choice takes effect before anything is written about it.
		await expect(client.getByText('Berta Baum ist zurzeit nicht anwählbar.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
		await dialog.getByLabel('Abwesenheitstext').fill('Ich bin bis Montag nicht da.');
		await dialog.getByRole('button', { name: 'Speichern' }).click();
		await expect(dialog).toBeHidden();
		await expect(own(counsellor)).toHaveAccessibleName('Berta Baum, Status: Nicht anwählbar');
		await expect(client.getByText('Ich bin bis Montag nicht da.')).toBeVisible();
		await expect(client.getByLabel('Ihre Nachricht')).toBeHidden();
		await expect(shown(client, 'Nicht anwählbar')).toBeVisible();
		const closed = client.getByRole('region', { name: 'Berta Baum ist zurzeit nicht anwählbar.' });
		await expect(closed.getByText('Was ich noch sagen wollte')).toBeVisible();
		await expect(closed.getByRole('link', { name: '0800 111 0 111' })).toBeVisible();
		await closed.getByRole('button', { name: 'Kopieren' }).click();
		await expect(closed.getByRole('button', { name: 'Kopiert' })).toBeVisible();
		await expectAccessibleInBothLights(client);
		// Even without any device of hers.
		await counsellor.close();
		await expect(shown(client, 'Nicht anwählbar')).toBeVisible();
	});
});

test('the field opens again with the draft, and the status outlives a restart', async ({
	counsellor,
	counsellorContext,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await expect(shown(client, 'Online')).toBeVisible();
	await client.getByLabel('Ihre Nachricht').fill('Noch nicht fertig');
	await choose(counsellor, 'Nicht anwählbar');
	await counsellor.getByRole('dialog').getByRole('button', { name: 'Ohne Text' }).click();
	await expect(client.getByLabel('Ihre Nachricht')).toBeHidden();

	const again = await test.step('the status is kept', async () => {
		const page = await counsellorContext.newPage();
		await counsellor.close();
		await unlock(page);
		await expect(own(page)).toHaveAccessibleName('Berta Baum, Status: Nicht anwählbar');
		return page;
	});

	await test.step('back to Online: the field is open, with what stood in it', async () => {
		await choose(again, 'Online');
		await expect(client.getByLabel('Ihre Nachricht')).toHaveValue('Noch nicht fertig');
		await expect(client.getByText('Sie können wieder schreiben.')).toBeAttached();
		await expect(shown(client, 'Online')).toBeVisible();
		await client.getByRole('button', { name: 'Senden' }).click();
		await openStream(again, 'Kim7');
		await expect(messages(again).getByText('Noch nicht fertig')).toBeVisible();
		await expect(again.getByText('geschrieben, während Sie nicht anwählbar waren')).toBeHidden();
	});

	await test.step('Online is shown as Nicht Online without a connected device', async () => {
		await cut(counsellorContext);
		await expect(own(again)).toHaveAccessibleName('Berta Baum, Status: Nicht online');
		await own(again).click();
		await expect(choice(again, 'Online')).toBeChecked();
		await again.keyboard.press('Escape');
		await cut(counsellorContext, false);
		await expect(own(again)).toHaveAccessibleName('Berta Baum, Status: Online');
		await expect(shown(client, 'Online')).toBeVisible();
		await again.close();
		await expect(shown(client, 'Nicht Online')).toBeVisible();
	});
});

test('what a client wrote offline before learning of Nicht anwählbar is delivered and marked', async ({
	counsellor,
	counsellorContext,
	client,
	clientContext,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Mit Netz geschrieben.');
	await expect(client.getByText('zugestellt', { exact: true })).toBeAttached();

	await test.step('both are offline: she chooses, the client writes', async () => {
		await cut(clientContext);
		await cut(counsellorContext);
		await choose(counsellor, 'Nicht anwählbar');
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Ohne Text' }).click();
		await write(client, 'Ohne Netz geschrieben.');
		await client.getByLabel('Ihre Nachricht').fill('Und noch etwas');
	});

	await test.step('online again: delivered, marked on both sides, the field closed, the draft kept', async () => {
		await cut(counsellorContext, false);
		await expect(counsellor.getByRole('banner').getByText('Offline', { exact: true })).toBeHidden();
		await cut(clientContext, false);
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Ohne Netz geschrieben.')).toBeVisible();
		await expect(counsellor.getByText('geschrieben, während Sie nicht anwählbar waren')).toHaveCount(1);
		await expect(client.getByText('Berta Baum ist zurzeit nicht anwählbar.')).toBeVisible();
		await expect(client.getByText('Und noch etwas')).toBeVisible();
		await expect(client.getByText('Berta Baum war nicht anwählbar')).toHaveCount(1);
		await expect(client.getByText(/^(zugestellt|gelesen)$/)).toHaveCount(2);
		await expectAccessible(client);
		await expectAccessible(counsellor);
	});

	await test.step('status back: the field opens, the mark stays', async () => {
		await choose(counsellor, 'Nicht online');
		await expect(client.getByLabel('Ihre Nachricht')).toHaveValue('Und noch etwas');
		await expect(client.getByText('Berta Baum war nicht anwählbar')).toHaveCount(1);
		await client.getByRole('button', { name: 'Senden' }).click();
		await expect(messages(counsellor).getByText('Und noch etwas')).toBeVisible();
		await expect(counsellor.getByText('geschrieben, während Sie nicht anwählbar waren')).toHaveCount(1);
	});
});

test('two devices of one counsellor agree, the last choice counts', async ({
	counsellor,
	client,
	newPerson,
	relay
}) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await choose(counsellor, 'Nicht online');
	await expect(shown(client, 'Nicht Online')).toBeVisible();

	const context = await newPerson();
	const second = await context.newPage();
	await second.goto('/');
	await typeSheet(second, words);
	await second.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
	await expect(own(second)).toHaveAccessibleName('Berta Baum, Status: Nicht online');

	await test.step('chosen offline on one, later on the other', async () => {
		await cut(context);
		await choose(second, 'Nicht anwählbar');
		await second.getByRole('dialog').getByRole('button', { name: 'Ohne Text' }).click();
		await expect(own(second)).toHaveAccessibleName('Berta Baum, Status: Nicht anwählbar');
		await choose(counsellor, 'Online');
		await expect(shown(client, 'Online')).toBeVisible();
		await cut(context, false);
		await expect(own(second)).toHaveAccessibleName('Berta Baum, Status: Online');
		await expect(own(counsellor)).toHaveAccessibleName('Berta Baum, Status: Online');
		await expect(shown(client, 'Online')).toBeVisible();
	});

	await test.step('chosen on the second, followed on the first', async () => {
		await choose(second, 'Nicht anwählbar');
		await second.getByRole('dialog').getByRole('button', { name: 'Ohne Text' }).click();
		await expect(own(counsellor)).toHaveAccessibleName('Berta Baum, Status: Nicht anwählbar');
		await expect(client.getByText('Berta Baum ist zurzeit nicht anwählbar.')).toBeVisible();
	});
});

test('with the keyboard alone', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await own(counsellor).focus();
	await counsellor.keyboard.press('Enter');
	await expect(choice(counsellor, 'Online')).toBeFocused();
	await counsellor.keyboard.press('ArrowDown');
	await expect(choice(counsellor, 'Nicht online')).toBeFocused();
	await counsellor.keyboard.press('End');
	await counsellor.keyboard.press('Home');
	await counsellor.keyboard.press('ArrowUp');
	await counsellor.keyboard.press('Escape');
	await expect(own(counsellor)).toBeFocused();
	await counsellor.keyboard.press('Enter');
	await counsellor.keyboard.press('ArrowDown');
	await counsellor.keyboard.press('ArrowDown');
	await expect(choice(counsellor, 'Nicht anwählbar')).toBeFocused();
	await counsellor.keyboard.press('Enter');
	const dialog = counsellor.getByRole('dialog', { name: 'Nicht anwählbar' });
	await expect(dialog).toBeVisible();
	await dialog.getByLabel('Abwesenheitstext').focus();
	await counsellor.keyboard.type('Bis Montag.');
	await counsellor.keyboard.press('Tab');
	await counsellor.keyboard.press('Tab');
	await expect(dialog.getByRole('button', { name: 'Speichern' })).toBeFocused();
	await counsellor.keyboard.press('Enter');
	await expect(dialog).toBeHidden();
	await expect(own(counsellor)).toHaveAccessibleName('Berta Baum, Status: Nicht anwählbar');
});

/** Name, picture and status at the top right. */
function own(page: Page) {
	return page.getByRole('banner').getByRole('button', { name: /Status:/ });
}

function choice(page: Page, name: string) {
	return page.getByRole('menuitemradio', { name, exact: true });
}

async function choose(page: Page, name: string): Promise<void> {
	await own(page).click();
	await choice(page, name).click();
	await expect(page.getByRole('menu', { name: 'Status' })).toBeHidden();
}

/** The word beside the counsellor's name, as the client reads it. */
function shown(page: Page, word: string) {
	return page.getByRole('banner').getByText(word, { exact: true });
}

async function unlock(page: Page): Promise<void> {
	await page.goto('/chat');
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(own(page)).toBeVisible();
}
