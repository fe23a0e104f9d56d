/** The help page's fourth question: how a stream is exported. Its sentences are the steps. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import corpus from '../corpus/csv.json' with { type: 'json' };
import { cut, expect, expectAccessible, test } from '../support/browser';
import { readRecords } from '../support/csv';
import { createClient, enter, found, messages, openChat, openStream, PASSPHRASE, write } from '../support/steps';

// A machine that does much else is slow, not wrong.
test.describe.configure({ timeout: 120_000 });

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

	await test.step('ohne Netz ebenso, auch was noch nicht gesendet ist', async () => {
		await counsellor.evaluate(() => navigator.serviceWorker.ready);
		await cut(counsellorContext);
		await counsellor.goto('/chat');
		await unlock(counsellor);
		await openStream(counsellor, 'Jörg Weiß');
		await write(counsellor, 'Ohne Netz geschrieben.');
		const { text } = await exportStream(counsellor);
		const { records } = readRecords(text);
		expect(records.map((record) => record['Nachricht'])).toEqual([
			'Grüße aus Köln;\n"zweite Zeile"',
			'Danke für Ihre Nachricht.',
			'Ohne Netz geschrieben.'
		]);
		expect(records[2]?.['Status']).toBe('');
	});
	await test.step('eine Arbeitsmappe auch', async () => {
		await openMenu(counsellor);
		await counsellor.getByRole('menuitem', { name: 'Export mit Optionen …' }).click();
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
	await second.goto('/');
	await second.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
	await second.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill(words.join(' '));
	await second.getByLabel('Neue Passphrase für dieses Gerät').fill('Anker Birne Cello Distel');
	await second.getByRole('button', { name: 'Wiederherstellen' }).click();
	await openChat(second);
	await openStream(second, 'Kim7');
	await write(second, 'Vom zweiten Gerät.');
	await write(client, 'Antwort an beide.');
	for (const page of [counsellor, second, client]) {
		await expect(messages(page).getByText('Vom zweiten Gerät.')).toBeVisible();
		await expect(messages(page).getByText('Antwort an beide.')).toBeVisible();
	}

	await expect(async () => {
		const [one, other] = [await exportStream(counsellor), await exportStream(second)];
		const { records } = readRecords(one.text);
		expect(records.map((record) => record['Nachricht'])).toHaveLength(5);
		expect(records.map((record) => record['Status'])).toEqual(Array(5).fill('gelesen'));
		expect(one.bytes.equals(other.bytes)).toBe(true);
	}).toPass();
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
	await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
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
	await dialog.getByLabel('Von', { exact: true }).fill('2001-01-01');
	await dialog.getByLabel('Bis', { exact: true }).fill('2001-01-02');
	await expect(dialog.getByText('In diesem Zeitraum gibt es keine Einträge.')).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Exportieren' })).toBeDisabled();
	await dialog.getByLabel('Bis', { exact: true }).fill('');
	await dialog.getByLabel('Von', { exact: true }).fill('');
	await dialog.getByLabel('Namen ersetzen').focus();
	await counsellor.keyboard.press('Space');
	const { name, text } = await exported(counsellor, () => counsellor.keyboard.press('Enter'));
	expect(name).toMatch(/^Stream_Klient 1_/);
	expect(readRecords(text).records[0]).toMatchObject({ Stream: 'Klient 1', Von: 'Klient 1', Rolle: 'Klient:in' });
	await expect(dialog).toBeHidden();
	await expect(counsellor.getByRole('button', { name: 'Mehr', exact: true })).toBeFocused();
});

/** The page was loaded anew. */
async function unlock(page: Page): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
}

interface Exported {
	readonly name: string;
	readonly bytes: Buffer;
	readonly text: string;
}

/** What the browser downloads when `act` is done. */
async function exported(page: Page, act: () => Promise<void>): Promise<Exported> {
	const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), act()]);
	const bytes = await readFile(await download.path());
	return { name: download.suggestedFilename(), bytes, text: bytes.toString('utf8') };
}

async function openMenu(page: Page): Promise<void> {
	await page
		.getByRole('group', { name: 'Fenster des Gesprächs' })
		.getByRole('button', { name: 'Mehr', exact: true })
		.click();
}

/** ⋮, Stream exportieren. */
async function exportStream(page: Page): Promise<Exported> {
	await openMenu(page);
	return exported(page, () => page.getByRole('menuitem', { name: 'Stream exportieren' }).click());
}
