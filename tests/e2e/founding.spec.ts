/** The first browser founds the centre; later ones ask for the passphrase or the recovery sheet. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { fillFounding, passphrase, unlock } from '../support/founding';
import { sheetWords } from '../support/sheet';
import { createClient, enter, found, messages, openChat, openStream, PASSPHRASE, write } from '../support/steps';

const GPS = 'GPSLatitude=52.5163';
/** A photo that says where it was taken: whatever follows a picture's end is part of the file, too. */
const photo = Buffer.concat([readFileSync(join(import.meta.dirname, '../../static/icon-192.png')), Buffer.from(GPS)]);

test('the one-tap address founds the centre', async ({ counsellor, client, relay }) => {
	await test.step('the code is filled in, and gone from the address', async () => {
		await counsellor.goto(relay.setupUrl ?? '');
		await expect(counsellor.getByLabel('Einrichtungscode')).toHaveValue(relay.setupCode ?? '-');
		await expect(counsellor).toHaveURL(`${relay.url}/`);
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('a passphrase that is easily guessed is refused', async () => {
		await counsellor.getByLabel('Name der Beratungsstelle').fill('Beratungsstelle Nord');
		await counsellor.getByLabel('Ihr Name').fill('Berta Baum');
		await passphrase(counsellor).fill('Berta Baum 1');
		await expect(counsellor.getByText('Zu leicht zu erraten')).toBeVisible();
		await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
		await expect(counsellor.getByRole('alert')).toHaveText(
			'Diese Passphrase ist zu leicht zu erraten. Nehmen Sie mehr Wörter.'
		);
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('a good one may be pasted', async () => {
		await counsellor.evaluate((text) => navigator.clipboard.writeText(text), PASSPHRASE);
		await passphrase(counsellor).press('ControlOrMeta+a');
		await passphrase(counsellor).press('ControlOrMeta+v');
		await expect(passphrase(counsellor)).toHaveValue(PASSPHRASE);
		await expect(counsellor.getByText(/^Stärke:\s*(Gut|Sehr gut)$/)).toBeVisible();
	});

	await test.step('a picture is made small, and loses where it was taken; what is none is refused', async () => {
		const input = counsellor.getByLabel('Bild auswählen');
		await input.setInputFiles({ name: 'kein.png', mimeType: 'image/png', buffer: Buffer.from('kein Bild') });
		await expect(counsellor.getByText('Dieses Bild lässt sich nicht lesen.')).toBeVisible();
		await input.setInputFiles({ name: 'foto.png', mimeType: 'image/png', buffer: photo });
		await expect(counsellor.getByRole('button', { name: 'Bild entfernen' })).toBeVisible();
		await expect(counsellor.getByText('Dieses Bild lässt sich nicht lesen.')).toBeHidden();
	});

	await test.step('the recovery sheet shows 18 words, on paper too', async () => {
		await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
		await expect(counsellor.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
		await expect(sheetWords(counsellor)).toHaveCount(18);
		await expectAccessibleInBothLights(counsellor);
		await counsellor.emulateMedia({ media: 'print' });
		await expect(sheetWords(counsellor).last()).toBeVisible();
		await expect(counsellor.getByText('So geht es: Sofortchat im Browser öffnen')).toBeVisible();
		await expect(counsellor.getByRole('button', { name: 'Drucken' })).toBeHidden();
		await counsellor.emulateMedia({ media: 'screen' });
	});

	await test.step('two words are asked for, and wrong ones are refused', async () => {
		const words = await sheetWords(counsellor).allTextContents();
		await counsellor.getByRole('button', { name: 'Ich habe das Blatt' }).click();
		const fields = counsellor.getByLabel(/^Wort \d+$/);
		await expect(fields).toHaveCount(2);
		for (const field of await fields.all()) await field.fill('falsch');
		await counsellor.getByRole('button', { name: 'Prüfen' }).click();
		await expect(counsellor.getByRole('alert')).toHaveText(/^Wort \d+ stimmt nicht/);
		await expectAccessibleInBothLights(counsellor);
		await counsellor.getByRole('button', { name: 'Blatt noch einmal zeigen' }).click();
		await expect(sheetWords(counsellor)).toHaveText(words);
		await counsellor.getByRole('button', { name: 'Ich habe das Blatt' }).click();
		for (const n of [4, 13]) await counsellor.getByLabel(`Wort ${n}`, { exact: true }).fill(words[n - 1] ?? '');
		await counsellor.getByRole('button', { name: 'Prüfen' }).click();
	});

	await test.step('the dashboard shows the centre, the name and the picture', async () => {
		const bar = counsellor.getByRole('banner');
		await expect(bar.getByText('Beratungsstelle Nord')).toBeVisible();
		await expect(bar.getByText('Berta Baum')).toBeVisible();
		const picture = (await bar.locator('img').getAttribute('src')) ?? '';
		expect(picture).toMatch(/^data:image\/(webp|jpeg);base64,/);
		expect(Buffer.from(picture.split(',')[1] ?? '', 'base64').includes(GPS)).toBe(false);
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('a client sees name and picture, too', async () => {
		await openChat(counsellor);
		await enter(client, await createClient(counsellor, 'Kim7'));
		await expect(client.getByRole('heading', { name: 'Berta Baum' })).toBeVisible();
		const picture = client.getByRole('banner').locator('img');
		await expect(picture).toHaveAttribute('src', /^data:image\//);
		await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
	});
});

test('a wrong code is refused, and a used one', async ({ counsellor, newPerson, relay }) => {
	await counsellor.goto('/');
	await expect(counsellor.getByRole('heading', { name: 'Sofortchat einrichten' })).toBeVisible();
	await expectAccessibleInBothLights(counsellor);
	await counsellor.getByRole('button', { name: 'Diese Beratungsstelle einrichten' }).click();
	await fillFounding(counsellor, 'ABCD-EFGH-JKLM');
	await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
	await expect(counsellor.getByRole('alert')).toHaveText(
		'Der Einrichtungscode stimmt nicht. Bitte prüfen Sie ihn Zeichen für Zeichen.'
	);
	await expect(counsellor.getByLabel('Ihr Name')).toHaveValue('Eve Elster');

	await found(counsellor, relay);
	const second = await (await newPerson()).newPage();
	await second.goto(relay.setupUrl ?? '');
	await fillFounding(second, relay.setupCode ?? '');
	await second.getByRole('button', { name: 'Einrichten', exact: true }).click();
	await expect(second.getByRole('alert')).toHaveText(
		/^Mit diesem Code wurde schon eine Beratungsstelle eingerichtet\./
	);
	await second.reload();
	await expect(second.getByRole('heading', { name: 'Sofortchat einrichten' })).toBeVisible();
});

test('reload asks for the passphrase only, and "Sperren" locks at once in every tab', async ({
	counsellor,
	counsellorContext,
	relay
}) => {
	const secrets = ['Kim7', 'Berta', 'Beratungsstelle Nord', 'Ein Entwurf'];
	await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Kim7');

	await test.step('a wrong passphrase is refused', async () => {
		await counsellor.reload();
		await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
		await expect(counsellor.getByRole('textbox')).toHaveCount(1);
		for (const secret of secrets) expect(await counsellor.content()).not.toContain(secret);
		await passphrase(counsellor).fill('Ziegel Lampion Fahrrad Mondlicht');
		await counsellor.getByRole('button', { name: 'Öffnen', exact: true }).click();
		await expect(counsellor.getByRole('alert')).toHaveText('Die Passphrase stimmt nicht.');
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('the right one opens', async () => {
		await unlock(counsellor);
		await openStream(counsellor, 'Kim7');
		await counsellor.getByLabel('Nachricht an Kim7').fill('Ein Entwurf');
	});

	const other = await counsellorContext.newPage();
	await test.step('"Sperren" leaves no name behind, in no tab', async () => {
		await other.goto('/chat');
		await unlock(other);
		await expect(other.getByText('Kim7')).toBeVisible();
		await counsellor.getByRole('button', { name: 'Sperren' }).click();
		for (const page of [counsellor, other]) {
			await expect(page.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
			for (const secret of secrets) expect(await page.content()).not.toContain(secret);
			expect(
				await page.evaluate(() =>
					[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join('')
				)
			).toBe('');
		}
	});

	await test.step('the draft waited', async () => {
		await unlock(counsellor);
		await openStream(counsellor, 'Kim7');
		await expect(counsellor.getByLabel('Nachricht an Kim7')).toHaveValue('Ein Entwurf');
	});
});

test('the sheet restores the counsellor in another browser, with her streams and their history', async ({
	counsellor,
	client,
	newPerson,
	relay
}) => {
	const words = await found(counsellor, relay);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Sind Sie noch da?');
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Ja, ich bin da.');
	await expect(messages(client).getByText('Ja, ich bin da.')).toBeVisible();

	const restored = await (await newPerson()).newPage();
	await restored.goto('/');
	await restored.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
	const sheet = restored.getByLabel('Die 18 Wörter Ihres Notfallblatts');
	await test.step('wrong words are refused', async () => {
		await sheet.fill([...words.slice(1), words[0]].join(' '));
		await restored.getByLabel('Neue Passphrase für dieses Gerät').fill('Anker Birne Cello Distel');
		await restored.getByRole('button', { name: 'Wiederherstellen' }).click();
		await expect(restored.getByRole('alert')).toHaveText(
			'Diese Wörter stimmen nicht. Bitte vergleichen Sie sie mit dem Notfallblatt.'
		);
		await expectAccessibleInBothLights(restored);
	});

	await test.step('the right ones open everything', async () => {
		await sheet.fill(words.join('  ').toUpperCase());
		await restored.getByRole('button', { name: 'Wiederherstellen' }).click();
		await expect(restored.getByRole('banner').getByText('Berta Baum')).toBeVisible();
		await openChat(restored);
		await openStream(restored, 'Kim7');
		await expect(messages(restored).getByRole('article')).toHaveText([/Sind Sie noch da\?/, /Ja, ich bin da\./]);
	});

	await test.step('and she goes on writing there', async () => {
		await write(restored, 'Von einem neuen Gerät.');
		await expect(messages(client).getByText('Von einem neuen Gerät.')).toBeVisible();
		await expect(messages(counsellor).getByText('Von einem neuen Gerät.')).toBeVisible();
		await restored.reload();
		await restored.getByLabel('Passphrase', { exact: true }).fill('Anker Birne Cello Distel');
		await restored.getByRole('button', { name: 'Öffnen', exact: true }).click();
		await openStream(restored, 'Kim7');
		await expect(messages(restored).getByRole('article')).toHaveCount(3);
	});
});

test('a new recovery sheet takes the place of the old one, which then opens nothing', async ({
	counsellor,
	newPerson,
	relay
}) => {
	const old = await found(counsellor, relay);
	await counsellor.getByRole('link', { name: 'Team', exact: true }).click();
	await counsellor.getByRole('button', { name: 'Profil bearbeiten' }).click();
	await expect(counsellor.getByRole('heading', { name: 'Notfallblatt' })).toBeVisible();
	await expectAccessibleInBothLights(counsellor);
	await test.step('it asks for the passphrase', async () => {
		await counsellor.getByRole('button', { name: 'Neues Notfallblatt …' }).click();
		await counsellor.getByLabel('Ihre Passphrase', { exact: true }).fill('falsch geraten');
		await counsellor.getByRole('button', { name: 'Neues Blatt zeigen' }).click();
		await expect(counsellor.getByRole('alert')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});
	const words = await test.step('then 18 other words and the two-word check, as at the founding', async () => {
		await counsellor.getByLabel('Ihre Passphrase', { exact: true }).fill(PASSPHRASE);
		await counsellor.getByRole('button', { name: 'Neues Blatt zeigen' }).click();
		await expect(counsellor.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
		const shown = (await sheetWords(counsellor).allTextContents()).map((word) => word.trim());
		expect(shown).not.toEqual(old);
		await counsellor.getByRole('button', { name: 'Ich habe das Blatt' }).click();
		for (const n of [4, 13]) await counsellor.getByLabel(`Wort ${n}`, { exact: true }).fill(shown[n - 1] ?? '');
		await counsellor.getByRole('button', { name: 'Prüfen' }).click();
		return shown;
	});
	await test.step('it says when the new one is good', async () => {
		await counsellor.getByRole('button', { name: 'Profil bearbeiten' }).click();
		await expect(counsellor.getByText(/^Dieses Blatt gilt seit .*Das vorige öffnet nichts mehr\.$/)).toBeVisible();
	});
	const restored = await (await newPerson()).newPage();
	await restored.goto('/');
	await restored.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
	await test.step('the old one opens nothing any more', async () => {
		await restored.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill(old.join(' '));
		await restored.getByLabel('Neue Passphrase für dieses Gerät').fill('Anker Birne Cello Distel');
		await restored.getByRole('button', { name: 'Wiederherstellen' }).click();
		await expect(restored.getByRole('alert')).toHaveText(
			'Dieses Notfallblatt gilt nicht mehr: Es wurde durch ein neueres ersetzt.'
		);
	});
	await test.step('the new one opens everything', async () => {
		await restored.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill(words.join(' '));
		await restored.getByRole('button', { name: 'Wiederherstellen' }).click();
		await expect(restored.getByRole('banner').getByText('Berta Baum')).toBeVisible();
	});
});
