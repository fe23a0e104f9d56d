/** Zugang and Übergabe without a network: kept here, described truthfully, and done with the next connection. */
import { expectAccessible } from '../support/accessible';
import { cut, expect, test } from '../support/browser';
import { unlock } from '../support/founding';
import { tabTo } from '../support/statistics';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';
import { invite, join, openTeam } from '../support/team';

test('a new link and a lock, both without a network', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const lost = await createClient(counsellor, 'Kim7');
	await enter(client, lost);
	await write(client, 'Das steht schon da.');
	await openStream(counsellor, 'Kim7');
	await counsellor.evaluate(() => navigator.serviceWorker.ready);
	await cut(counsellorContext);
	await counsellor.getByRole('button', { name: 'Profil', exact: true }).click();
	const link = await test.step('the new link is there at once, and says when it will open', async () => {
		await counsellor.getByRole('button', { name: 'Neuer Link' }).click();
		await counsellor.getByRole('button', { name: 'Neuen Link erstellen' }).click();
		const dialog = counsellor.getByRole('dialog');
		await expect(dialog.getByText(/Link gilt, sobald übertragen/)).toBeVisible();
		const url = await dialog.getByLabel('Zugangslink', { exact: true }).inputValue();
		await dialog.getByRole('button', { name: 'Fertig' }).click();
		await expect(counsellor.getByText('Der neue Link gilt, sobald übertragen.')).toBeVisible();
		await expectAccessible(counsellor);
		return url;
	});
	const again = await (await newPerson()).newPage();
	await test.step('until then the old one is the way in', async () => {
		await write(client, 'Noch bin ich da.');
		await cut(counsellorContext, false);
		await expect(client.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
		await expect(counsellor.getByText('Der neue Link gilt, sobald übertragen.')).toBeHidden();
		await enter(again, link);
		await expect(messages(again).getByText('Noch bin ich da.')).toBeVisible();
	});
	await test.step('Sperren without a network: said as what it is, and done when there is one', async () => {
		await cut(counsellorContext);
		// The other one is the app's own.
		await expect(counsellor.getByRole('button', { name: 'Sperren', exact: true })).toHaveCount(2);
		await counsellor.getByRole('button', { name: 'Sperren', exact: true }).last().click();
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Sperren', exact: true }).click();
		await expect(counsellor.getByText('Wird gesperrt, sobald verbunden.')).toBeVisible();
		await write(again, 'Davon weiß ich noch nichts.');
		await cut(counsellorContext, false);
		await expect(counsellor.getByText('Gesperrt. Mit einem neuen Link geht es weiter.')).toBeVisible();
		await expect(again.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
		await expect(again.getByLabel('Ihre Nachricht')).toBeHidden();
		await expectAccessible(again);
		await expect(messages(counsellor).getByText('Davon weiß ich noch nichts.')).toBeVisible();
	});
});

test('a stream is handed over for good: proposed without a network, with the keyboard alone', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	const cem = await (await newPerson()).newPage();
	await join(cem, await invite(counsellor, 'Cem Celik'));
	await openChat(cem);
	await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Bleiben Sie da?');
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Bleiben Sie da?')).toBeVisible();
	await counsellor.evaluate(() => navigator.serviceWorker.ready);
	await cut(counsellorContext);
	await test.step('proposed', async () => {
		await counsellor.getByLabel('Nachricht an Kim7').focus();
		await counsellor.getByRole('button', { name: 'Profil', exact: true }).focus();
		await counsellor.keyboard.press('Enter');
		await tabTo(counsellor, counsellor.getByRole('button', { name: 'Vertretung oder Übergabe …' }));
		await counsellor.keyboard.press('Enter');
		await tabTo(counsellor, counsellor.getByLabel('Wer übernimmt?'));
		await tabTo(counsellor, counsellor.getByLabel('Vertretung auf Zeit'));
		await counsellor.keyboard.press('ArrowDown');
		await expect(counsellor.getByLabel('Bis einschließlich')).toBeHidden();
		await tabTo(counsellor, counsellor.getByRole('button', { name: 'Vorschlagen' }));
		await counsellor.keyboard.press('Enter');
		await expect(counsellor.getByText(/: Cem Celik\. Noch keine Antwort\./)).toBeVisible();
		await expect(client.getByRole('button', { name: 'Einverstanden' })).toBeHidden();
	});
	await cut(counsellorContext, false);
	await test.step('her question comes first, and nobody new reads along', async () => {
		await client.getByRole('button', { name: 'Frage stellen' }).press('Enter');
		await expect(client.getByLabel('Ihre Nachricht')).toBeFocused();
		await write(client, 'Wer ist das?');
		await expect(counsellor.getByText(/: Cem Celik\. Hat eine Frage dazu\./)).toBeVisible();
		await write(counsellor, 'Ein Kollege, dem ich vertraue.');
		await expect(messages(client).getByText('Ein Kollege, dem ich vertraue.')).toBeVisible();
	});
	await test.step('she agrees: he is in, with all that was said, and the one before him is out', async () => {
		await client.getByRole('button', { name: 'Einverstanden' }).press('Enter');
		// The colleague had read everything: nothing is unread for him, and her messages are not a client's.
		const entry = cem.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ });
		await expect(entry).toBeVisible();
		await expect(entry).toContainText('Ein Kollege, dem ich vertraue.');
		await expect(entry).not.toContainText('ungelesen');
		await openStream(cem, 'Kim7');
		await expect(messages(cem).getByText('Ein Kollege, dem ich vertraue.')).toBeVisible();
		const [hers, his] = [messages(cem).getByText('Wer ist das?'), messages(cem).getByText('Ein Kollege, dem')];
		const [left, right] = await Promise.all([hers.boundingBox(), his.boundingBox()]);
		expect(right?.x).toBeGreaterThan(left?.x ?? Infinity);
		await write(cem, 'Guten Tag, Kim7.');
		await expect(messages(client).getByText('Guten Tag, Kim7.')).toBeVisible();
		await expect(client.getByRole('heading', { name: 'Cem Celik' })).toBeVisible();
		await expect(counsellor.getByText('Sie sind nicht mehr in diesem Gespräch.')).toBeVisible();
		await expect(counsellor.getByLabel('Nachricht an Kim7')).toBeHidden();
		await write(client, 'Nur für Cem.');
		await expect(messages(cem).getByText('Nur für Cem.')).toBeVisible();
		await expect(messages(counsellor).getByText('Nur für Cem.')).toHaveCount(0);
		await expectAccessible(counsellor);
		await expectAccessible(client);
	});
	await test.step('what she could read before stays with her, when she comes back to it, too', async () => {
		await counsellor.reload();
		await unlock(counsellor);
		await counsellor.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ }).click();
		await expect(messages(counsellor).getByText('Bleiben Sie da?')).toBeVisible();
		await expect(counsellor.getByText('Sie sind nicht mehr in diesem Gespräch.')).toBeVisible();
	});
	await test.step('he hands it back: she is in again at once, with what was written meanwhile', async () => {
		await cem.getByRole('button', { name: 'Profil', exact: true }).click();
		await cem.getByRole('button', { name: 'Vertretung oder Übergabe' }).click();
		await cem.getByLabel('Übergabe auf Dauer').check();
		await cem.getByRole('button', { name: 'Vorschlagen' }).click();
		await client.getByRole('button', { name: 'Einverstanden' }).click();
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Nur für Cem.')).toBeVisible();
		await write(counsellor, 'Da bin ich wieder.');
		await expect(messages(client).getByText('Da bin ich wieder.')).toBeVisible();
		await expect(cem.getByText('Sie sind nicht mehr in diesem Gespräch.')).toBeVisible();
	});
});
