/** Zugang and Vertretung: a new link, a locked one, a second counsellor, and who answers in her place. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';
import { invite, join, openTeam } from '../support/team';

/** The profile window of a person, open beside her stream. */
async function openProfile(page: Page, name: string): Promise<void> {
	await openStream(page, name);
	await page.getByRole('button', { name: 'Profil', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Zugang' })).toBeVisible();
}

test('a new link takes the place of a lost one, with the whole history; a lock lets nobody in', async ({
	counsellor,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const lost = await createClient(counsellor, 'Kim7');
	await enter(client, lost);
	await write(client, 'Das steht schon da.');
	await openProfile(counsellor, 'Kim7');
	await expect(counsellor.getByText('Der Zugang ist offen.')).toBeVisible();
	const link = await test.step('Neuer Link: asked once, then handed over', async () => {
		await counsellor.getByRole('button', { name: 'Neuer Link' }).click();
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Neuen Link erstellen' }).click();
		const dialog = counsellor.getByRole('dialog');
		await expect(dialog.getByText(/Der Link gilt/)).toBeVisible();
		const url = await dialog.getByLabel('Zugangslink', { exact: true }).inputValue();
		await dialog.getByRole('button', { name: 'Fertig' }).click();
		expect(url).not.toBe(lost);
		return url;
	});
	await test.step('the old one opens nothing, and who was in by it is out', async () => {
		await expect(client.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
		const eve = await (await newPerson()).newPage();
		await eve.goto(lost);
		await eve.getByRole('button', { name: 'Gespräch öffnen' }).click();
		await expect(eve.getByText('Dieser Link gilt nicht mehr.')).toBeVisible();
	});
	const again = await (await newPerson()).newPage();
	await test.step('the new one leads to the same history, hers on her side', async () => {
		await enter(again, link);
		await expect(messages(again).getByText('Das steht schon da.')).toBeVisible();
		await expect(messages(again).getByRole('article', { name: /^Sie ?:.*Das steht schon da\./ })).toBeVisible();
		await write(again, 'Ich bin wieder da.');
		await expect(messages(counsellor).getByText('Ich bin wieder da.')).toBeVisible();
	});
	await test.step('Sperren: nobody comes in until there is a new link', async () => {
		// The other one is the app's own.
		await expect(counsellor.getByRole('button', { name: 'Sperren', exact: true })).toHaveCount(2);
		await counsellor.getByRole('button', { name: 'Sperren', exact: true }).last().click();
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Sperren', exact: true }).click();
		await expect(counsellor.getByText('Gesperrt. Mit einem neuen Link geht es weiter.')).toBeVisible();
		await expect(again.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
		await expectAccessible(counsellor);
	});
});

test('a colleague writes to a client of the directory, stands in for another, and the client sees it', async ({
	counsellor,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	const cem = await (await newPerson()).newPage();
	await join(cem, await invite(counsellor, 'Cem Celik'));
	await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Sind Sie nächste Woche da?');
	await test.step('B2, B3: who is in the directory is offered; nothing shows on her side before something is written', async () => {
		await openChat(cem);
		await cem.getByRole('button', { name: 'Neuen Stream eröffnen' }).first().click();
		await cem.getByRole('dialog').getByRole('button', { name: 'Kim7' }).click();
		await openStream(cem, 'Kim7');
		await expect(client.getByRole('navigation', { name: 'Ihre Gespräche' })).toBeHidden();
		await write(cem, 'Guten Tag, hier ist Cem.');
		const both = client.getByRole('navigation', { name: 'Ihre Gespräche' });
		await both.getByRole('button', { name: /Cem Celik/ }).click();
		await expect(messages(client).getByText('Guten Tag, hier ist Cem.')).toBeVisible();
		await expectAccessible(client);
		await both.getByRole('button', { name: /Berta Baum/ }).click();
		await expect(messages(client).getByText('Sind Sie nächste Woche da?')).toBeVisible();
	});
	await test.step('Berta proposes that Cem stands in', async () => {
		await openProfile(counsellor, 'Kim7');
		await counsellor.getByRole('button', { name: 'Vertretung oder Übergabe' }).click();
		await counsellor.getByLabel('Ab', { exact: true }).fill('2099-11-30');
		await counsellor.getByLabel('Bis einschließlich').fill('2099-12-04');
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Vorschlagen' }).click();
		await expect(
			counsellor.getByText(/30\. November bis 4\. Dezember: Cem Celik\. Noch keine Antwort\./)
		).toBeVisible();
	});
	await test.step('the client sees it and agrees; only then is he in', async () => {
		await expect(client.getByText(/bis .*4\. Dezember: Cem Celik\./)).toBeVisible();
		await expectAccessible(client);
		await client.getByRole('button', { name: 'Einverstanden' }).click();
		await expect(counsellor.getByText(/Einverstanden\./)).toBeVisible();
		const rows = cem.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ });
		await expect(rows).toHaveCount(2);
		await rows.filter({ hasText: 'Sind Sie nächste Woche da?' }).click();
		await expect(messages(cem).getByText('Sind Sie nächste Woche da?')).toBeVisible();
		await write(cem, 'Ich vertrete Frau Baum.');
		await expect(messages(client).getByText('Ich vertrete Frau Baum.')).toBeVisible();
		await expect(messages(counsellor).getByText('Ich vertrete Frau Baum.')).toBeVisible();
	});
	await test.step('taken back, he is out again, and keeps what he could read', async () => {
		await counsellor.getByRole('button', { name: 'Zurücknehmen' }).click();
		const rows = cem.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ });
		await expect(rows.filter({ hasText: 'Nicht mehr dabei' })).toHaveCount(1);
		await expect(cem.getByText('Sie sind nicht mehr in diesem Gespräch.')).toBeVisible();
		await expect(cem.getByLabel('Nachricht an Kim7')).toBeHidden();
		await expect(cem.getByRole('button', { name: 'Statistik', exact: true })).toBeHidden();
	});
});
