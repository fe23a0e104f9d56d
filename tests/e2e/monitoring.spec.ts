/** "Wie kann ich ein Monitoring zu einem Sofortchat erstellen?" – the help page's third question. */
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { unlock } from '../support/founding';
import {
	begin,
	choice,
	choose,
	openWindow,
	restore,
	rows,
	save,
	statistics,
	tabTo,
	unfold
} from '../support/statistics';
import { createClient, enter, found, openChat, openStream, write } from '../support/steps';

test('Wie kann ich ein Monitoring zu einem Sofortchat erstellen?', async ({ counsellor, client, relay }) => {
	await found(counsellor, relay);
	await test.step('1. Wenn man auf die Kachel Sofortchat (Messenger) im Dashboard klickt, öffnet sich der Chat. Alternativ gelangt man zu dem Chat über das Telefonsymbol in der linken Spalte.', async () => {
		await openChat(counsellor);
		await counsellor.getByRole('link', { name: 'Übersicht' }).click();
		await counsellor.getByRole('navigation').getByRole('link', { name: /^Chat/ }).click();
		await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	});
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Ich habe Ärger mit meinen Eltern.');
	await test.step('2. Unter der Überschrift Klienten kann man in der Suchzeile (neben der Lupe), eine ratsuchende Person suchen.', async () => {
		await counsellor.getByRole('searchbox', { name: 'Suchen' }).fill('kim');
	});
	await test.step('3. Wenn bereits ein Chat mit der Person existiert, wird der Name in der linken Spalte aufgelistet.', async () => {
		await expect(counsellor.getByRole('navigation', { name: 'Gespräche' }).getByText('Kim7')).toBeVisible();
	});
	await test.step('4. Sobald man auf den Namen einer ratsuchenden Person klickt, öffnet sich ein Fenster mit einem Textfeld, in dem man eine neue Unterhaltung starten kann.', async () => {
		await openStream(counsellor, 'Kim7');
		await write(counsellor, 'Erzählen Sie mir davon.');
	});
	await test.step('5. Mit einem Klick auf Statistik, neben Profil, öffnet sich ein Fenster, in dem man ein neues Monitoring anlegen kann.', async () => {
		await openWindow(counsellor, 'Statistik');
		await expect(statistics(counsellor).getByText(/^Noch keine Monitorings/)).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});
	await test.step('6. Wenn man auf den Button Neues Monitoring anlegen klickt, öffnet sich die gleichnamige Übersicht Neues Monitoring anlegen.', async () => {
		await begin(counsellor);
		await expect(counsellor.getByLabel('Dauer (Minuten)')).toHaveValue('5');
		await expect(counsellor.getByLabel('Kontaktart')).toHaveValue('erst');
		await expect(counsellor.getByLabel('Datum')).toHaveValue(/^\d\d\.\d\d\.\d{4}$/);
		await unfold(counsellor, 'Umfang seit dem letzten Monitoring');
		await expect(counsellor.getByLabel('Nachrichten Klient:in')).toHaveText('1');
		await expect(counsellor.getByLabel('Nachrichten Berater:in')).toHaveText('1');
		await expectAccessibleInBothLights(counsellor);
	});
	await test.step('7. Hier kann man die Angaben zu dem Monitoring ggfs. anpassen.', async () => {
		await counsellor.getByLabel('Beratungsanlass (Hauptthema)').selectOption('Familie/Erziehung');
		await counsellor.getByLabel('Dauer (Minuten)').fill('25');
		await choose(counsellor, 'Weitere Themen', 'Mobbing');
		await counsellor.getByLabel(/^Notiz/).fill('<img src=x onerror=alert(1)> ="1+1" ‮');
	});
	await test.step('8. Sobald man auf Speichern klickt, wird das Monitoring angelegt.', async () => {
		await save(counsellor);
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(rows(counsellor)).toContainText('25 Min.');
		await expect(rows(counsellor)).toContainText('Erstkontakt · Familie/Erziehung');
	});
	await test.step('9. Die hinterlegten Monitorings werden im gleichen Fenster, in einer Liste dargestellt. Das zuletzt angelegte Monitoring wird ganz oben in der Liste angezeigt.', async () => {
		await begin(counsellor);
		await expect(counsellor.getByLabel('Kontaktart')).toHaveValue('folge');
		await expect(counsellor.getByLabel('Beratungsanlass (Hauptthema)')).toHaveValue('familie');
		await counsellor.getByLabel('Beginn').fill('08:00');
		await counsellor.getByLabel('Ende', { exact: true }).fill('08:20');
		await save(counsellor);
		await expect(rows(counsellor)).toHaveCount(2);
		await expect(rows(counsellor).first()).toContainText('Folgekontakt');
		await expectAccessible(counsellor);
	});
	await test.step('10. Wenn man ein Monitoring anzeigen möchte, klickt man auf die drei, senkrechte Punkte neben dem entsprechenden Monitoring und wählt Anzeigen aus.', async () => {
		await choice(counsellor, 1, 'Anzeigen');
		const view = statistics(counsellor);
		await expect(view.getByRole('heading', { name: 'Monitoring', exact: true })).toBeFocused();
		await expect(view.getByText('Mobbing')).toBeVisible();
		await expect(view.getByText('<img src=x onerror=alert(1)>', { exact: false })).toBeVisible();
		await expect(view.locator('img')).toHaveCount(0);
		await expect(view.getByRole('textbox')).toHaveCount(0);
		await expectAccessibleInBothLights(counsellor);
		await view.getByRole('button', { name: 'Zurück' }).click();
	});
	await test.step('11. Wenn man ein Monitoring bearbeiten möchte, klickt man auf die drei, senkrechte Punkte neben dem entsprechenden Monitoring und wählt Bearbeiten aus. Nach der Bearbeitung wird das Monitoring mit einem Klick auf Speichern, geändert.', async () => {
		await choice(counsellor, 1, 'Bearbeiten');
		await counsellor.getByLabel('Dauer (Minuten)').fill('2000');
		await counsellor.getByRole('button', { name: 'Speichern', exact: true }).click();
		await expect(statistics(counsellor).getByRole('alert')).toHaveText('Bitte prüfen Sie die markierten Felder.');
		await expect(counsellor.getByLabel('Dauer (Minuten)')).toBeFocused();
		await expectAccessible(counsellor);
		await counsellor.getByLabel('Dauer (Minuten)').fill('40');
		await save(counsellor);
		await expect(rows(counsellor).nth(1)).toContainText('40 Min.');
		await choice(counsellor, 1, 'Anzeigen');
		await statistics(counsellor).getByText('Verlauf: 1 Änderung').click();
		await expect(statistics(counsellor).getByText('Dauer (Minuten): 25 → 40')).toBeVisible();
		await statistics(counsellor).getByRole('button', { name: 'Zurück' }).click();
	});
	await test.step('12. Wenn man ein Monitoring wieder löschen möchte, klickt man auf die drei, senkrechte Punkte neben dem entsprechenden Monitoring und wählt Löschen aus. Nach Bestätigung wird das Monitoring gelöscht.', async () => {
		await choice(counsellor, 1, 'Löschen');
		const dialog = counsellor.getByRole('dialog');
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'Abbrechen' }).click();
		await expect(rows(counsellor)).toHaveCount(2);
		await choice(counsellor, 1, 'Löschen');
		await dialog.getByRole('button', { name: 'Löschen' }).click();
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(rows(counsellor)).toContainText('Folgekontakt');
	});
});

test('with the keyboard alone', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Kim7');
	await openStream(counsellor, 'Kim7');
	const press = (key: string): Promise<void> => counsellor.keyboard.press(key);
	await counsellor.getByRole('button', { name: 'Statistik' }).focus();
	await press('Enter');
	await expect(counsellor.getByRole('heading', { name: 'Statistik' })).toBeFocused();
	await tabTo(counsellor, statistics(counsellor).getByRole('button', { name: 'Neues Monitoring anlegen' }));
	await press('Enter');
	await expect(counsellor.getByRole('heading', { name: 'Neues Monitoring anlegen' })).toBeFocused();
	await tabTo(counsellor, counsellor.getByLabel('Dauer (Minuten)'));
	await counsellor.keyboard.type('15');
	await tabTo(counsellor, counsellor.getByLabel('Beratungsanlass (Hauptthema)'));
	await counsellor.keyboard.type('Trauer');
	await test.step('Esc asks about what is not saved', async () => {
		await press('Escape');
		await expect(counsellor.getByRole('dialog')).toBeVisible();
		await expectAccessible(counsellor);
		await press('Escape');
		await expect(counsellor.getByRole('dialog')).toBeHidden();
	});
	await tabTo(counsellor, counsellor.getByRole('button', { name: 'Speichern', exact: true }), 60);
	await press('Enter');
	await expect(rows(counsellor)).toContainText('15 Min.');
	await expect(rows(counsellor)).toContainText('Trauer');
	await expect(statistics(counsellor).getByRole('button', { name: 'Neues Monitoring anlegen' })).toBeFocused();
	await tabTo(counsellor, statistics(counsellor).getByRole('button', { name: /^Mehr zum Monitoring/ }));
	await press('Enter');
	await expect(counsellor.getByRole('menuitem', { name: 'Anzeigen' })).toBeFocused();
	await press('Enter');
	await expect(counsellor.getByRole('heading', { name: 'Monitoring', exact: true })).toBeFocused();
	await press('Escape');
	await press('Escape');
	await expect(counsellor.getByRole('heading', { name: 'Statistik' })).toBeHidden();
});

test('the profile is kept, fills in the next monitoring, and hostile text stays text', async ({
	counsellor,
	newPerson,
	relay
}) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Kim7');
	await openStream(counsellor, 'Kim7');
	await openWindow(counsellor, 'Profil');
	const profile = counsellor.getByRole('region', { name: 'Profil' });
	await test.step('locked while somebody types the first words: nothing is lost', async () => {
		// In one go: no pause in which it would be saved by itself.
		await profile.getByLabel(/^Notizen/).evaluate((field: HTMLTextAreaElement) => {
			field.value = 'Bis zum letzten Buchstaben';
			field.dispatchEvent(new InputEvent('input', { bubbles: true }));
			document.querySelector<HTMLButtonElement>('button[aria-label="Sperren"]')?.click();
		});
		await unlock(counsellor);
		await openStream(counsellor, 'Kim7');
		await openWindow(counsellor, 'Profil');
		await expect(profile.getByLabel(/^Notizen/)).toHaveValue('Bis zum letzten Buchstaben');
	});
	await profile.getByLabel('Altersgruppe').selectOption('14–17');
	await profile.getByLabel('Bundesland').selectOption('Bayern');
	await profile.getByLabel(/^Notizen/).fill('<script>alert(1)</script>\n{{x}} 👩‍👩‍👧');
	await expect(profile.getByText('Auf diesem Gerät gespeichert')).toBeVisible();
	await expectAccessibleInBothLights(counsellor);

	await openWindow(counsellor, 'Statistik');
	await begin(counsellor);
	await unfold(counsellor, 'Person');
	await expect(counsellor.getByLabel('Altersgruppe')).toHaveValue('14');
	await expect(counsellor.getByLabel('Bundesland')).toHaveValue('by');
	await test.step('the centre enables a pack: its questions are in new monitorings', async () => {
		await counsellor.getByRole('button', { name: 'Abbrechen' }).click();
		await counsellor.getByRole('button', { name: 'Bögen' }).click();
		await expectAccessible(counsellor);
		await counsellor.getByRole('checkbox', { name: /^Sucht/ }).check();
		await counsellor.getByRole('button', { name: 'Fertig' }).click();
		await begin(counsellor);
		await unfold(counsellor, 'Sucht');
		await counsellor.getByLabel('Hauptproblem').selectOption('Cannabis');
		await save(counsellor);
	});

	const second = await (await newPerson()).newPage();
	await restore(second, words);
	await openChat(second);
	await openStream(second, 'Kim7');
	await openWindow(second, 'Profil');
	await expect(second.getByLabel(/^Notizen/)).toHaveValue('<script>alert(1)</script>\n{{x}} 👩‍👩‍👧');
	await openWindow(second, 'Statistik');
	await choice(second, 0, 'Anzeigen');
	await expect(statistics(second).getByText('Cannabis')).toBeVisible();
});
