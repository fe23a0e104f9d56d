/** The help page's fourth question, exporting a stream; its sentences are the steps. Over 300 lines, reason: one question. */
import corpus from '../corpus/csv.json' with { type: 'json' };
import { expectAccessible } from '../support/accessible';
import { cut, expect, test } from '../support/browser';
import { readRecords } from '../support/csv';
import { bubble, choose, fileOf, noise } from '../support/documents';
import { exported, expectSameBytes, exportStream, openMenu, openOptions } from '../support/exporting';
import { add, chooseList, createGroup } from '../support/groups';
import { unlock } from '../support/founding';
import { restore, tabTo } from '../support/statistics';
import { createClient, enter, found, messages, openChat, openStream, welcome, write } from '../support/steps';
import { readZip } from '../support/zip';

test('Wie kann ich im Sofortchat einen Stream exportieren?', async ({
	counsellor,
	counsellorContext,
	client,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const url = await createClient(counsellor, 'Jörg Weiß');
	await createClient(counsellor, 'Mia');
	await enter(client, url);
	await write(client, 'Grüße aus Köln;\n"zweite Zeile"');
	await counsellor.goto('/');

	await test.step('Wenn man auf die Kachel Sofortchat (Messenger) im Dashboard klickt, öffnet sich der Chat. Alternativ gelangt man zu dem Chat über das Telefonsymbol in der linken Spalte.', async () => {
		await unlock(counsellor);
		await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
		await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	});
	await test.step('Unter der Überschrift Klienten kann man in der Suchzeile (neben der Lupe), eine ratsuchende Person suchen.', async () => {
		await counsellor.getByRole('searchbox', { name: 'Suchen' }).fill('jorg');
	});
	await test.step('Wenn bereits ein Chat mit der Person existiert, wird der Name in der linken Spalte aufgelistet.', async () => {
		await expect(counsellor.getByRole('navigation', { name: 'Gespräche' }).getByRole('button')).toHaveCount(1);
	});
	await test.step('Sobald man auf den Namen einer ratsuchenden Person klickt, öffnet sich ein Fenster mit einem Textfeld. Wenn bereits ein Nachrichtenverlauf existiert, öffnet sich der entsprechende Nachrichtenverlauf.', async () => {
		await openStream(counsellor, 'Jörg Weiß');
		await expect(messages(counsellor).getByText('Grüße aus Köln')).toBeVisible();
	});
	await write(counsellor, 'Danke für Ihre Nachricht.');
	await expect(counsellor.getByText('gelesen').last()).toBeAttached();
	await test.step('Mit einem Klick auf die drei, senkrechten Punkte links neben DN (Direktnachrichten), öffnet sich ein Menü.', async () => {
		const buttons = counsellor.getByRole('group', { name: 'Fenster des Gesprächs' }).getByRole('button');
		const names = await buttons.evaluateAll((all) =>
			all.map((one) => one.getAttribute('aria-label') ?? one.textContent)
		);
		expect(names.indexOf('DN') - names.indexOf('Mehr')).toBe(1);
		await openMenu(counsellor);
		await expectAccessible(counsellor);
	});
	await test.step('Auf Stream exportieren klicken. Der Stream wird als .csv Datei (Excel Tabelle) exportiert.', async () => {
		const { name, text } = await exported(counsellor, () =>
			counsellor.getByRole('menuitem', { name: 'Stream exportieren' }).click()
		);
		expect(name).toMatch(/^Stream_Jörg Weiß_\d{4}-\d\d-\d\d\.csv$/);
		const { records } = readRecords(text);
		expect(records.map((record) => [record['Von'], record['Rolle'], record['Nachricht'], record['Status']])).toEqual([
			['Jörg Weiß', 'Klient:in', 'Grüße aus Köln;\n"zweite Zeile"', 'gelesen'],
			['Berta Baum', 'Berater:in', 'Danke für Ihre Nachricht.', 'gelesen']
		]);
		await expect(counsellor.getByText(/wurde erstellt\. Die Datei ist nicht verschlüsselt\./)).toBeVisible();
		await expectAccessible(counsellor);
	});

	const documents = [
		['Befund.pdf', noise(70_000)],
		['befund.PDF', noise(1_500, 2)],
		['CON.txt', Buffer.from('von Jörg Weiß')]
	] as const;
	await test.step('mit den Dokumenten als ZIP, jedes Byte für Byte', async () => {
		for (const [name, bytes] of documents) await choose(client, 'Dokument anhängen', fileOf(name, bytes));
		for (const [name] of documents) await expect(bubble(counsellor, name)).toBeVisible({ timeout: 60_000 });
		const dialog = await openOptions(counsellor);
		await dialog.getByLabel('Dokumente als ZIP').check();
		await expect(dialog.getByText('5 Einträge, 3 Dokumente (69,8 kB)')).toBeVisible();
		await expectAccessible(counsellor);
		const { name, bytes } = await exported(counsellor, () =>
			dialog.getByRole('button', { name: 'Exportieren' }).click()
		);
		expect(name).toMatch(/^Stream_Jörg Weiß_\d{4}-\d\d-\d\d\.zip$/);
		const [table, ...files] = readZip(bytes);
		expect(table?.name).toBe(name.replace(/zip$/, 'csv'));
		const names = ['Befund.pdf', 'befund (2).PDF', '_CON.txt'];
		expect(files.map((file) => file.name)).toEqual(names.map((one) => `Dokumente/${one}`));
		for (const [i, file] of files.entries()) expect(file.bytes.equals(documents[i]?.[1] ?? Buffer.of())).toBe(true);
		const { records } = readRecords(table?.bytes.toString('utf8') ?? '');
		expect(records.map((record) => record['Dokument'])).toEqual(['', '', ...names]);
		await expect(dialog).toBeHidden();
		await expect(counsellor.getByText(/\.zip wurde erstellt\./)).toBeVisible();
	});
	await test.step('abgebrochen, und danach ohne Namen', async () => {
		await choose(client, 'Dokument anhängen', fileOf('Mia Meier.pdf', noise(200_000, 4)));
		await expect(bubble(counsellor, 'Mia Meier.pdf')).toBeVisible({ timeout: 60_000 });
		await counsellor.route('**/v1/blobs/**', () => undefined);
		const dialog = await openOptions(counsellor);
		await dialog.getByLabel('Namen ersetzen').check();
		await dialog.getByLabel('Dokumente als ZIP').check();
		await dialog.getByRole('button', { name: 'Exportieren' }).click();
		await expect(dialog.getByRole('progressbar', { name: 'Dokumente werden gepackt …' })).toBeVisible();
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'Abbrechen' }).click();
		const submit = dialog.getByRole('button', { name: 'Exportieren' });
		await expect(submit).toBeEnabled();
		await counsellor.unroute('**/v1/blobs/**');
		const { name, bytes } = await exported(counsellor, () => submit.click());
		expect(name).toMatch(/^Stream_Klient 1_.*\.zip$/);
		const files = readZip(bytes);
		expect(files.slice(1).map((file) => file.name)).toEqual(
			['01.pdf', '02.pdf', '03.txt', '04.pdf'].map((end) => `Dokumente/Dokument-${end}`)
		);
		expect(files[0]?.bytes.toString('utf8')).not.toMatch(/Mia|Weiß|befund/i);
	});

	// Its description comes by itself, its content only when somebody asks for it.
	await choose(client, 'Dokument anhängen', fileOf('Später.pdf', noise(50_000, 3)));
	// Requested before the relay had it, it is requested again a while later.
	await expect(bubble(counsellor, 'Später.pdf')).toBeVisible({ timeout: 60_000 });
	await test.step('ohne Netz ebenso, auch was noch nicht gesendet ist', async () => {
		await counsellor.evaluate(() => navigator.serviceWorker.ready);
		await cut(counsellorContext);
		await counsellor.goto('/chat');
		await unlock(counsellor);
		await openStream(counsellor, 'Jörg Weiß');
		await write(counsellor, 'Ohne Netz geschrieben.');
		const { text } = await exportStream(counsellor);
		const { records } = readRecords(text);
		expect(records.map((record) => record['Nachricht'] || record['Dokument'])).toEqual([
			'Grüße aus Köln;\n"zweite Zeile"',
			'Danke für Ihre Nachricht.',
			'Befund.pdf',
			'befund.PDF',
			'CON.txt',
			'Mia Meier.pdf',
			'Später.pdf',
			'Ohne Netz geschrieben.'
		]);
		expect(records.at(-1)?.['Status']).toBe('');
	});
	await test.step('die Dokumente, soweit sie auf diesem Gerät sind', async () => {
		const dialog = await openOptions(counsellor);
		await dialog.getByLabel('Dokumente als ZIP').check();
		const { bytes } = await exported(counsellor, () => dialog.getByRole('button', { name: 'Exportieren' }).click());
		expect(
			readZip(bytes)
				.slice(1)
				.map((file) => file.name)
		).toEqual(['Befund.pdf', 'befund (2).PDF', '_CON.txt', 'Mia Meier.pdf'].map((one) => `Dokumente/${one}`));
		await expect(
			counsellor.getByText('1 Dokument ist nicht auf diesem Gerät und fehlt im Archiv.', { exact: false })
		).toBeVisible();
		await expectAccessible(counsellor);
	});
	await test.step('eine Arbeitsmappe auch', async () => {
		await openOptions(counsellor);
		await counsellor.getByLabel('Excel-Arbeitsmappe (.xlsx)').check();
		const { name, bytes } = await exported(counsellor, () =>
			counsellor.getByRole('button', { name: 'Exportieren', exact: true }).click()
		);
		expect(name).toMatch(/\.xlsx$/);
		expect(bytes.subarray(0, 2).toString()).toBe('PK');
		await expect(counsellor.getByRole('dialog')).toBeHidden();
	});
});

test('two devices of a counsellor export the same bytes', async ({ counsellor, client, newPerson, relay }) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	for (const text of ['Erste Nachricht.', 'Zweite Nachricht.']) await write(client, text);
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Vom ersten Gerät.');

	const second = await (await newPerson()).newPage();
	await restore(second, words);
	await openChat(second);
	await openStream(second, 'Kim7');
	await write(second, 'Vom zweiten Gerät.');
	await write(client, 'Antwort an beide.');
	for (const page of [counsellor, second, client]) {
		await expect(messages(page).getByText('Vom zweiten Gerät.')).toBeVisible();
		await expect(messages(page).getByText('Antwort an beide.')).toBeVisible();
	}

	await choose(client, 'Dokument anhängen', fileOf('Bescheid.pdf', noise(5_000)));
	const texts = [
		'Erste Nachricht.',
		'Zweite Nachricht.',
		'Vom ersten Gerät.',
		'Vom zweiten Gerät.',
		'Antwort an beide.'
	];
	await expectSameBytes([counsellor, second], [...texts, 'Bescheid.pdf']);

	await test.step('a group, too, with a document in it', async () => {
		await chooseList(counsellor, 'Gruppenchats');
		await createGroup(counsellor, 'Mutmachgruppe');
		await openStream(counsellor, 'Mutmachgruppe');
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		await add(counsellor, 'Kim7');
		await client.getByLabel('Sie erscheinen dort als').fill('Sonne');
		await client.getByRole('button', { name: 'Beitreten' }).click();
		await client
			.getByRole('navigation', { name: 'Ihre Gespräche' })
			.getByRole('button', { name: /^Mutmachgruppe/ })
			.click();
		await chooseList(second, 'Gruppenchats');
		await openStream(second, 'Mutmachgruppe');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await write(client, 'Hallo zusammen.');
		await choose(counsellor, 'Dokument anhängen', fileOf('Regeln.txt', noise(900)));
		await expect(bubble(second, 'Regeln.txt')).toBeVisible({ timeout: 60_000 });
		const records = await expectSameBytes([counsellor, second], ['Hallo zusammen.', 'Regeln.txt']);
		expect(new Set(records.map((record) => record['Art']))).toEqual(new Set(['Gruppe']));
		expect(records.map((record) => record['Von'])).toContain('Sonne (Kim7)');
		expect(records.find((record) => record['Typ'] === 'Ereignis')?.['Nachricht']).toBe('ist der Gruppe beigetreten');
		// What has been read meanwhile is in the table, too.
		await expect(async () => {
			const archives: Buffer[] = [];
			for (const page of [counsellor, second]) {
				const dialog = await openOptions(page);
				await dialog.getByLabel('Dokumente als ZIP').check();
				archives.push((await exported(page, () => dialog.getByRole('button', { name: 'Exportieren' }).click())).bytes);
				await expect(dialog).toBeHidden();
			}
			expect(readZip(archives[0] ?? Buffer.of()).map((file) => file.name)).toContain('Dokumente/Regeln.txt');
			expect(archives[0]?.equals(archives[1] ?? Buffer.of())).toBe(true);
		}).toPass();
	});
});

test('hostile texts and names stay texts', async ({ counsellor, client, relay }) => {
	const name = '=HYPERLINK("http://x/../<b>")';
	await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, name));
	const texts = corpus.inputs.filter((text) => !/[\0\r]/.test(text) && text === text.trim());
	for (const text of texts) {
		await client.getByLabel('Ihre Nachricht').fill(text);
		await client.getByRole('button', { name: 'Senden' }).click();
	}
	await counsellor.getByRole('navigation', { name: 'Gespräche' }).getByRole('button').first().click();
	await expect(messages(counsellor).getByText(texts.at(-1)?.slice(0, 5) ?? '')).toBeVisible();
	const exporting = await exportStream(counsellor);
	expect(exporting.name).toMatch(/^Stream_=HYPERLINK\(_http_x_\.\._b_\)_\d{4}-\d\d-\d\d\.csv$/);
	const { records } = readRecords(exporting.text);
	expect(records.map((record) => record['Nachricht']?.replace(/^'/, ''))).toEqual(texts);
	for (const record of records) {
		expect(record['Stream']).toBe(`'${name}`);
		for (const value of Object.values(record)) expect(value).not.toMatch(/^\s*[=+\-@]/);
	}
});

test('options, by keyboard alone', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Guten Tag, hier ist Kim7.');
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Guten Tag')).toBeVisible();
	await counsellor.getByRole('button', { name: 'DN', exact: true }).focus();
	await counsellor.keyboard.press('Shift+Tab');
	await expect(counsellor.getByRole('button', { name: 'Mehr', exact: true })).toBeFocused();
	await counsellor.keyboard.press('Enter');
	await counsellor.keyboard.press('ArrowDown');
	await expect(counsellor.getByRole('menuitem', { name: 'Export mit Optionen …' })).toBeFocused();
	await counsellor.keyboard.press('Enter');
	const dialog = counsellor.getByRole('dialog', { name: 'Export mit Optionen' });
	await expect(dialog.getByText('Die Datei ist nicht verschlüsselt.')).toBeVisible();
	await expect(dialog.getByText('1 Eintrag')).toBeVisible();
	await expectAccessible(counsellor);
	const { keyboard } = counsellor;
	await tabTo(counsellor, dialog.getByLabel('Von', { exact: true }));
	await keyboard.type('01012001');
	await tabTo(counsellor, dialog.getByLabel('Bis', { exact: true }));
	await keyboard.type('2.1.01');
	await keyboard.press('Tab');
	await expect(dialog.getByLabel('Von', { exact: true })).toHaveValue('01.01.2001');
	await expect(dialog.getByLabel('Bis', { exact: true })).toHaveValue('02.01.2001');
	await expect(dialog.getByText('In diesem Zeitraum gibt es keine Einträge.')).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Exportieren' })).toBeDisabled();
	for (const name of ['Bis', 'Von']) {
		await dialog.getByLabel(name, { exact: true }).focus();
		await keyboard.press('ControlOrMeta+A');
		await keyboard.press('Delete');
	}
	await expect(dialog.getByText('1 Eintrag')).toBeVisible();
	await tabTo(counsellor, dialog.getByLabel('CSV-Tabelle (.csv)'));
	await keyboard.press('ArrowDown');
	await expect(dialog.getByLabel('Excel-Arbeitsmappe (.xlsx)')).toBeChecked();
	await keyboard.press('ArrowUp');
	await tabTo(counsellor, dialog.getByLabel('Namen ersetzen'));
	await keyboard.press('Space');
	await tabTo(counsellor, dialog.getByLabel('Dokumente als ZIP'));
	await keyboard.press('Space');
	await expect(dialog.getByText('1 Eintrag, 0 Dokumente')).toBeVisible();
	await keyboard.press('Space');
	await tabTo(counsellor, dialog.getByRole('button', { name: 'Exportieren' }));
	const { name, text } = await exported(counsellor, () => counsellor.keyboard.press('Enter'));
	expect(name).toMatch(/^Stream_Klient 1_/);
	expect(readRecords(text).records[0]).toMatchObject({ Stream: 'Klient 1', Von: 'Klient 1', Rolle: 'Klient:in' });
	await expect(dialog).toBeHidden();
	await expect(counsellor.getByRole('button', { name: 'Mehr', exact: true })).toBeFocused();
});
