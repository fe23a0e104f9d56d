/** Monitorings without a network, on two devices, and what no client learns about them. */
import type { BrowserContext, Page } from '@playwright/test';
import { cut, expect, test } from '../support/browser';
import { unlock } from '../support/founding';
import { begin, choice, openWindow, restore, rows, save, statistics } from '../support/statistics';
import { createClient, enter, found, openChat, openStream, write } from '../support/steps';

test('offline: what is recorded stays, and two devices both keep their fields', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Hallo?');
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Hier bin ich.');
	await counsellor.evaluate(() => navigator.serviceWorker.ready);

	await test.step('without a network: create, begin another one, reload, go on', async () => {
		await cut(counsellorContext);
		await openWindow(counsellor, 'Statistik');
		await begin(counsellor);
		await counsellor.getByLabel(/^Notiz/).fill('Erstes Monitoring');
		await save(counsellor);
		await expect(rows(counsellor)).toHaveCount(1);
		await begin(counsellor);
		await counsellor.getByLabel(/^Notiz/).fill('Angefangen');
		// Kept a moment after the window is left.
		await expect(async () => {
			await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
			await openWindow(counsellor, 'Statistik');
			await expect(statistics(counsellor).getByText('Begonnenes Monitoring')).toBeVisible({ timeout: 5_000 });
		}).toPass();
		await counsellor.reload();
		await unlock(counsellor);
		await openStream(counsellor, 'Kim7');
		await openWindow(counsellor, 'Statistik');
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(statistics(counsellor).getByText('Begonnenes Monitoring')).toBeVisible();
		await statistics(counsellor).getByRole('button', { name: 'Weiter' }).click();
		await expect(counsellor.getByLabel(/^Notiz/)).toHaveValue('Angefangen');
		await expect(statistics(counsellor).getByText('Hier stehen noch nicht gespeicherte Eingaben.')).toBeVisible();
		await save(counsellor);
		await expect(rows(counsellor)).toHaveCount(2);
	});

	const other = await newPerson();
	const second = await other.newPage();
	await test.step('with the network it is on the second device', async () => {
		await cut(counsellorContext, false);
		await restore(second, words);
		await openChat(second);
		await openStream(second, 'Kim7');
		await openWindow(second, 'Statistik');
		await expect(rows(second)).toHaveCount(2);
	});

	await test.step('both edit the same one offline, different fields: both are kept', async () => {
		await second.evaluate(() => navigator.serviceWorker.ready);
		await cut(counsellorContext);
		await cut(other);
		await choice(counsellor, 1, 'Bearbeiten');
		await counsellor.getByLabel('Beratungsanlass (Hauptthema)').selectOption('Einsamkeit');
		await save(counsellor);
		await choice(second, 1, 'Bearbeiten');
		await second.getByLabel('Dauer (Minuten)').fill('35');
		await second.getByLabel(/^Notiz/).fill('Vom zweiten Gerät');
		await save(second);
		await cut(counsellorContext, false);
		await cut(other, false);
		for (const page of [counsellor, second]) {
			await expect(rows(page).nth(1)).toContainText('Einsamkeit');
			await expect(rows(page).nth(1)).toContainText('35 Min.');
			await choice(page, 1, 'Anzeigen');
			await expect(statistics(page).getByText('Vom zweiten Gerät', { exact: true })).toBeVisible();
			await expect(statistics(page).getByText('Verlauf: 2 Änderungen')).toBeVisible();
			await statistics(page).getByRole('button', { name: 'Zurück' }).click();
		}
	});

	await test.step('one deletes what the other edits: it is gone for both, and nothing typed is lost', async () => {
		await choice(second, 1, 'Bearbeiten');
		await second.getByLabel(/^Notiz/).fill('Noch nicht gespeichert');
		await choice(counsellor, 1, 'Löschen');
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(statistics(second).getByRole('alert')).toHaveText('Dieses Monitoring wurde inzwischen gelöscht.');
		await statistics(second).getByRole('button', { name: 'Als neues Monitoring speichern' }).click();
		for (const page of [counsellor, second]) await expect(rows(page)).toHaveCount(2);
	});
});

test('two devices that found the case at once, offline, come to one list', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Hallo?');
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Ja?');
	const other = await newPerson();
	const second = await other.newPage();
	await restore(second, words);
	await openChat(second);
	await openStream(second, 'Kim7');
	await expect(second.getByText('Hallo?').last()).toBeVisible();
	for (const page of [counsellor, second]) await page.evaluate(() => navigator.serviceWorker.ready);
	const devices: readonly (readonly [Page, BrowserContext, string])[] = [
		[counsellor, counsellorContext, 'vom ersten'],
		[second, other, 'vom zweiten']
	];
	for (const [page, context, note] of devices) {
		await cut(context);
		await openWindow(page, 'Statistik');
		await begin(page);
		await page.getByLabel(/^Notiz/).fill(note);
		await save(page);
	}
	for (const [, context] of devices) await cut(context, false);
	for (const [page] of devices) {
		await expect(rows(page)).toHaveCount(2);
		await expect(rows(page).first()).toContainText('Mögliche Doppelerfassung');
	}
	await test.step('and each goes on with what the other has made', async () => {
		for (const [i, [page]] of devices.entries()) {
			await choice(page, i, 'Bearbeiten');
			await page.getByLabel('Dauer (Minuten)').fill(String(50 + i));
			await save(page);
		}
		for (const [page] of devices) await expect(rows(page)).toContainText([/5[01] Min\./, /5[01] Min\./]);
	});
});
