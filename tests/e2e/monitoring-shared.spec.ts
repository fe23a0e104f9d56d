/** A case shared by two counsellors: the same monitorings, what both write offline, and who decides what is asked. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { cut, expect as expectSoon, test } from '../support/browser';
import { unlock } from '../support/founding';
import { begin, choice, openWindow, rows, save, statistics, unfold } from '../support/statistics';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';
import { invite, join, openTeam } from '../support/team';
// A busy machine is slow, not wrong.
const expect = expectSoon.configure({ timeout: 40_000 });

test('a Leitung settles the sheets; a deputy sees the same monitorings, and both keep their fields', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	const cemContext = await newPerson();
	const cem = await cemContext.newPage();
	await join(cem, await invite(counsellor, 'Cem Celik'));
	await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Sind Sie nächste Woche da?');
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Sind Sie nächste Woche da?')).toBeVisible();

	await test.step('the Leitung chooses packs, topics and how places are asked for', async () => {
		await openWindow(counsellor, 'Statistik');
		await statistics(counsellor).getByRole('button', { name: 'Bögen' }).click();
		const dialog = counsellor.getByRole('dialog', { name: 'Bögen' });
		await dialog.getByRole('checkbox', { name: /^Sucht/ }).check();
		await dialog.locator('summary').filter({ hasText: 'Beratungsanlässe' }).click();
		await dialog.getByRole('checkbox', { name: 'Mobbing' }).uncheck();
		await dialog.getByLabel('Eigener Beratungsanlass').fill('Einsamkeit');
		await dialog.getByRole('button', { name: 'Aufnehmen' }).click();
		await expect(dialog.getByRole('alert')).toHaveText('Dieses Thema gibt es schon.');
		await dialog.getByLabel('Eigener Beratungsanlass').fill('Pflege von Angehörigen');
		await dialog.getByRole('button', { name: 'Aufnehmen' }).click();
		await expect(dialog.getByRole('checkbox', { name: 'Pflege von Angehörigen' })).toBeChecked();
		await dialog.getByRole('checkbox', { name: /^PLZ-Gebiet/ }).check();
		await expectAccessibleInBothLights(counsellor);
		await dialog.getByRole('button', { name: 'Fertig' }).click();
	});
	await test.step('she records a contact, and proposes a deputy', async () => {
		await begin(counsellor);
		await counsellor.getByLabel('Beratungsanlass (Hauptthema)').selectOption('Pflege von Angehörigen');
		await counsellor.getByLabel(/^Notiz/).fill('Vor der Vertretung');
		await save(counsellor);
		await expect(row(counsellor)).not.toContainText('ohne Monitoring');
		await openWindow(counsellor, 'Profil');
		await counsellor.getByRole('button', { name: 'Vertretung oder Übergabe' }).click();
		await counsellor.getByLabel('Ab', { exact: true }).fill('2099-11-30');
		await counsellor.getByLabel('Bis einschließlich').fill('2099-12-04');
		await counsellor.getByRole('button', { name: 'Vorschlagen' }).click();
		await client.getByRole('button', { name: 'Einverstanden' }).click();
	});
	await test.step('the deputy sees the monitoring in the same words, and the sheets without a way to change them', async () => {
		await openChat(cem);
		await cem.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ }).click();
		await expect(messages(cem).getByText('Sind Sie nächste Woche da?')).toBeVisible();
		await openWindow(cem, 'Statistik');
		await expect(rows(cem)).toHaveText([/Pflege von Angehörigen.*angelegt von Berta Baum/s]);
		await statistics(cem).getByRole('button', { name: 'Bögen' }).click();
		const dialog = cem.getByRole('dialog', { name: 'Bögen' });
		await expect(dialog).toContainText('Die Leitung Ihrer Beratungsstelle legt fest');
		await expect(dialog.getByRole('list', { name: 'In Gebrauch' })).toContainText('Sucht');
		await expect(dialog).toContainText('Pflege von Angehörigen');
		await expect(dialog).not.toContainText('Mobbing');
		await expect(dialog).toContainText('PLZ-Gebiet statt nach dem Bundesland');
		await expect(dialog.getByRole('checkbox')).toHaveCount(0);
		await expectAccessibleInBothLights(cem);
		await dialog.getByRole('button', { name: 'Fertig' }).click();
	});
	await test.step('he records one with what the centre asks for', async () => {
		await write(client, 'Und noch etwas.');
		for (const page of [counsellor, cem]) await expect(row(page)).toContainText('1 Kontakt ohne Monitoring');
		await expectAccessibleInBothLights(counsellor);
		await begin(cem);
		await expect(cem.getByLabel('Beratungsanlass (Hauptthema)')).toContainText('Pflege von Angehörigen');
		await expect(cem.getByLabel('Beratungsanlass (Hauptthema)')).not.toContainText('Mobbing');
		await cem.getByLabel('Wiedervorlage').fill('2026-01-02');
		await unfold(cem, 'Person');
		await cem.getByLabel('PLZ-Gebiet').selectOption('26…');
		await unfold(cem, 'Sucht');
		await cem.getByLabel('Hauptproblem').selectOption('Cannabis');
		await save(cem);
		for (const page of [counsellor, cem]) {
			await expect(row(page)).toContainText('Wiedervorlage heute');
			await expect(row(page)).not.toContainText('ohne Monitoring');
		}
		await openWindow(counsellor, 'Statistik');
		await expect(rows(counsellor)).toHaveCount(2);
		await expect(rows(counsellor).first()).toContainText('angelegt von Cem Celik');
	});
	await test.step('both change the same one offline: each keeps her fields', async () => {
		const both: readonly (readonly [Page, BrowserContext])[] = [
			[counsellor, counsellorContext],
			[cem, cemContext]
		];
		for (const [, context] of both) await cut(context);
		await choice(counsellor, 1, 'Bearbeiten');
		await counsellor.getByLabel('Dauer (Minuten)').fill('35');
		await save(counsellor);
		await choice(cem, 1, 'Bearbeiten');
		await cem.getByLabel('Kontaktart').selectOption('Folgekontakt');
		await cem.getByLabel(/^Notiz/).fill('Von Cem ergänzt');
		await save(cem);
		for (const [, context] of both) await cut(context, false);
		for (const [page] of both) {
			await expect(rows(page).nth(1)).toContainText('35 Min.');
			await expect(rows(page).nth(1)).toContainText('Folgekontakt');
			await choice(page, 1, 'Anzeigen');
			await expect(statistics(page).getByText('Von Cem ergänzt', { exact: true })).toBeVisible();
			await expect(statistics(page).getByText('Verlauf: 2 Änderungen')).toBeVisible();
			await expectAccessible(page);
			await statistics(page).getByRole('button', { name: 'Zurück' }).click();
		}
	});
	await test.step('the list says so after a restart, before any case is open', async () => {
		await counsellor.reload();
		await unlock(counsellor);
		await expect(row(counsellor)).toContainText('Wiedervorlage heute');
	});
});

/** The client's row in the left column. */
function row(page: Page): Locator {
	return page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ });
}
