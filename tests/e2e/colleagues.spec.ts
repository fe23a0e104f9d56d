/** Colleagues: invitations, roles, own profile, removal. Berta invites Cem and Dora. Over 300 lines, reason: one question. */
import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { cut, expect as expectSoon, test } from '../support/browser';
import { createClient, enter, found, PASSPHRASE } from '../support/steps';
// A busy machine is slow, not wrong.
const expect = expectSoon.configure({ timeout: 40_000 });

/** Opens the list of colleagues. */
async function openTeam(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Team', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Kolleg:innen' })).toBeVisible();
}

function people(page: Page) {
	return page.getByRole('list', { name: 'Kolleg:innen' }).getByRole('listitem');
}

/** Invites somebody; returns the link. */
async function invite(page: Page, name: string, role = 'Berater:in', isOnline = true): Promise<string> {
	await page.getByRole('button', { name: 'Einladen', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name', { exact: true }).fill(name);
	await dialog.getByRole('radio', { name: role, exact: true }).check();
	await dialog.getByRole('button', { name: 'Einladen', exact: true }).click();
	await expect(dialog.getByText(isOnline ? 'Der Link gilt 14 Tage.' : 'Link gilt, sobald übertragen')).toBeVisible();
	const url = await dialog.getByLabel('Einladungslink', { exact: true }).inputValue();
	await dialog.getByRole('button', { name: 'Fertig' }).click();
	return url;
}

/** Joins by invitation and passes the recovery sheet. */
async function join(page: Page, url: string, name?: string): Promise<void> {
	await page.goto(url);
	await expect(page.getByRole('heading', { name: /^Willkommen bei / })).toBeVisible();
	if (name !== undefined) await page.getByLabel('Ihr Name').fill(name);
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Beitreten' }).click();
	await passSheet(page);
}

async function passSheet(page: Page): Promise<void> {
	await expect(page.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
	const words = await page.getByRole('list', { name: 'Die 18 Wörter' }).getByRole('listitem').allTextContents();
	await page.getByRole('button', { name: 'Ich habe das Blatt' }).click();
	for (const n of [4, 13]) await page.getByLabel(`Wort ${n}`, { exact: true }).fill((words[n - 1] ?? '').trim());
	await page.getByRole('button', { name: 'Prüfen' }).click();
	await expect(page.getByText('Sofortchat (Messenger)')).toBeVisible();
}

test('a colleague is invited by a link, joins with a profile of her own, and both see each other', async ({
	counsellor,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	await test.step('alone at first; the screen says what to do', async () => {
		await expect(people(counsellor)).toHaveText([/Berta Baum.*Sie.*Leitung/s]);
		await expect(counsellor.getByText('Hier sind Sie bisher allein.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});
	const url = await test.step('Einladen: name and role, then link and QR code', async () => {
		await counsellor.getByRole('button', { name: 'Einladen', exact: true }).click();
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Schließen' }).click();
		return invite(counsellor, 'Cem');
	});
	await test.step('until it is used she is listed as "eingeladen", and the link can be shown again', async () => {
		await expect(people(counsellor).nth(1)).toHaveText(/Cem.*Berater:in · eingeladen/s);
		await counsellor.getByRole('button', { name: 'Link zeigen: Cem' }).click();
		await expect(counsellor.getByLabel('Einladungslink', { exact: true })).toHaveValue(url);
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'Fertig' }).click();
	});

	const cem = await (await newPerson()).newPage();
	await test.step('who opens it chooses name and passphrase, and is in at once', async () => {
		await cem.goto(url);
		await expect(cem.getByRole('heading', { name: 'Willkommen bei Beratungsstelle Nord' })).toBeVisible();
		await expect(cem).toHaveURL(`${relay.url}/`);
		await expect(cem.getByLabel('Ihr Name')).toHaveValue('Cem');
		await expect(cem.getByText('Sie sind eingeladen als Berater:in.')).toBeVisible();
		await expectAccessibleInBothLights(cem);
		await join(cem, url, 'Cem Celik');
		await expect(cem.getByRole('banner').getByText('Cem Celik')).toBeVisible();
		await expect(cem.getByRole('banner').getByText('Beratungsstelle Nord')).toBeVisible();
	});
	await test.step('both see each other, with their roles', async () => {
		await openTeam(cem);
		for (const page of [counsellor, cem])
			await expect(people(page)).toHaveText([/Berta Baum.*Leitung/s, /Cem Celik.*Berater:in/s]);
		await expect(cem.getByRole('button', { name: 'Einladen', exact: true })).toBeHidden();
		await expect(cem.getByRole('button', { name: /^Entfernen/ })).toBeHidden();
		await expectAccessible(cem);
	});
	await test.step('each sees whether the other can be written to, and what she says about it', async () => {
		await expect(people(cem).nth(0)).toContainText(/Leitung\s*Online/);
		await counsellor.getByRole('button', { name: /^Berta Baum, Status/ }).click();
		await counsellor.getByRole('menuitemradio', { name: /^Nicht anwählbar/ }).click();
		await counsellor.getByRole('dialog').getByLabel('Abwesenheitstext').fill('Bis Montag im Urlaub.');
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click();
		await expect(people(cem).nth(0)).toContainText(/Leitung\s*Nicht anwählbar/);
		await expect(people(cem).nth(0)).toContainText('Bis Montag im Urlaub.');
		await expectAccessible(cem);
		await counsellor.getByRole('button', { name: /^Berta Baum, Status/ }).click();
		await counsellor.getByRole('menuitemradio', { name: /^Online/ }).click();
		await expect(people(cem).nth(0)).toContainText(/Leitung\s*Online/);
	});
	await test.step('a second use is refused', async () => {
		const eve = await (await newPerson()).newPage();
		await eve.goto(url);
		await expect(eve.getByRole('alert')).toHaveText('Diese Einladung wurde schon benutzt. Jede gilt nur einmal.');
		await expectAccessible(eve);
	});
	await test.step('the new colleague works: clients she makes reach her', async () => {
		await toChat(cem);
		const link = await createClient(cem, 'Mia');
		const client = await (await newPerson()).newPage();
		await enter(client, link);
		await expect(client.getByRole('heading', { name: 'Cem Celik' })).toBeVisible();
	});
	await test.step('after a restart she is asked for her passphrase only', async () => {
		await cem.reload();
		await cem.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
		await cem.getByRole('button', { name: 'Öffnen', exact: true }).click();
		await expect(cem.getByRole('banner').getByText('Cem Celik')).toBeVisible();
	});
});

test('who is removed is out: her app says so, and nothing written afterwards reaches her', async ({
	counsellor,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	const url = await invite(counsellor, 'Cem Celik');
	const cem = await (await newPerson()).newPage();
	await join(cem, url);
	await openTeam(cem);
	await expect(people(counsellor)).toHaveText([/Berta Baum/, /Cem Celik/]);

	await test.step('the last Leitung has no button to remove herself', async () => {
		await expect(counsellor.getByRole('button', { name: /^Entfernen/ })).toHaveCount(1);
	});
	await test.step('Entfernen asks, and says what it does', async () => {
		await counsellor.getByRole('button', { name: 'Entfernen: Cem Celik' }).click();
		const dialog = counsellor.getByRole('dialog', { name: 'Cem Celik entfernen?' });
		await expect(dialog.getByText('Was schon auf dem Gerät dieser Person liegt, bleibt dort.')).toBeVisible();
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'Entfernen' }).click();
		await expect(people(counsellor)).toHaveText([/Berta Baum/]);
	});
	await test.step('her app locks with a sentence', async () => {
		await expect(cem.getByRole('alert')).toContainText('Sie gehören nicht mehr zum Team dieser Beratungsstelle.');
		await expect(cem.getByRole('button', { name: 'Öffnen', exact: true })).toBeVisible();
		await expectAccessibleInBothLights(cem);
	});
	await test.step('what is written afterwards never comes to her device, also when she opens it again', async () => {
		const before = await entriesOf(cem);
		await toChat(counsellor);
		await createClient(counsellor, 'Nachher');
		await unlock(cem);
		await expect(cem.getByRole('alert')).toContainText('Sie gehören nicht mehr zum Team dieser Beratungsstelle.');
		expect(await entriesOf(cem)).toBe(before);
		await expect(cem.getByText('Nachher')).toBeHidden();
	});
});

test('offline: an invitation and a removal are noted, and happen with the next connection', async ({
	counsellor,
	counsellorContext,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	await cut(counsellorContext);
	const url = await test.step('the link says that it is good once transmitted', async () => {
		const link = await invite(counsellor, 'Dora', 'Leitung', false);
		const early = await (await newPerson()).newPage();
		await early.goto(link);
		await expect(early.getByRole('alert')).toContainText('Diese Einladung gibt es hier noch nicht');
		return link;
	});
	const dora = await (await newPerson()).newPage();
	await test.step('back online it is good', async () => {
		await cut(counsellorContext, false);
		await counsellor.getByRole('button', { name: 'Link zeigen: Dora' }).click();
		await expect(counsellor.getByText('Der Link gilt 14 Tage.')).toBeVisible();
		await counsellor.getByRole('button', { name: 'Fertig' }).click();
	});
	await test.step('used while she who made it is away', async () => {
		await cut(counsellorContext);
		await join(dora, url, 'Dora Dietz');
		await openTeam(dora);
		await expect(people(dora)).toHaveText([/Berta Baum.*Leitung/s, /Dora Dietz.*Leitung/s]);
		await cut(counsellorContext, false);
		await expect(people(counsellor)).toHaveText([/Berta Baum.*Leitung/s, /Dora Dietz.*Leitung/s]);
	});
	const withdrawn = await test.step('a Leitung invites in her turn, and withdraws', async () => {
		const link = await invite(dora, 'Eve');
		await dora.getByRole('button', { name: 'Zurückziehen: Eve' }).click();
		await dora.getByRole('dialog').getByRole('button', { name: 'Zurückziehen' }).click();
		await expect(people(dora)).toHaveCount(2);
		return link;
	});
	await test.step('a withdrawn link is refused with a sentence', async () => {
		const eve = await (await newPerson()).newPage();
		await expect(async () => {
			await eve.goto('about:blank');
			await eve.goto(withdrawn);
			await expect(eve.getByRole('alert')).toHaveText('Diese Einladung wurde zurückgezogen.', { timeout: 10_000 });
		}).toPass();
	});
	await test.step('a removal without a network is shown as what it is, and done with the next', async () => {
		await cut(counsellorContext);
		await counsellor.getByRole('button', { name: 'Entfernen: Dora Dietz' }).click();
		await expect(counsellor.getByText('geschieht bei der nächsten Verbindung')).toBeVisible();
		await counsellor.getByRole('dialog').getByRole('button', { name: 'Entfernen' }).click();
		await expect(people(counsellor).nth(1)).toContainText('wird entfernt, sobald verbunden');
		await expect(people(dora)).toHaveCount(2);
		await cut(counsellorContext, false);
		await expect(people(counsellor)).toHaveText([/Berta Baum/]);
		await expect(dora.getByRole('alert')).toContainText('Sie gehören nicht mehr zum Team dieser Beratungsstelle.');
	});
});

test('own profile, hostile names, and the keyboard alone', async ({ counsellor, client, newPerson, relay }) => {
	const hostile = '<img src=x onerror=alert(1)> \u202Eevil';
	await found(counsellor, relay);
	await toChat(counsellor);
	const link = await createClient(counsellor, 'Kim7');
	await enter(client, link);
	await openTeam(counsellor);
	await test.step('a new name reaches the list, the bar and the clients', async () => {
		await counsellor.getByRole('button', { name: 'Profil bearbeiten' }).click();
		await expectAccessible(counsellor);
		await counsellor.getByLabel('Ihr Name').fill('Berta Busch');
		await counsellor.getByRole('button', { name: 'Speichern' }).click();
		await expect(people(counsellor)).toHaveText([/Berta Busch/]);
		await expect(counsellor.getByRole('button', { name: /^Berta Busch, Status/ })).toBeVisible();
		await expect(client.getByRole('heading', { name: 'Berta Busch' })).toBeVisible();
	});
	await test.step('an empty and a long name are refused', async () => {
		await counsellor.getByRole('button', { name: 'Profil bearbeiten' }).click();
		await counsellor.getByLabel('Ihr Name').fill(' ');
		await counsellor.getByRole('button', { name: 'Speichern' }).click();
		await expect(counsellor.getByRole('alert')).toHaveText('Bitte geben Sie einen Namen ein.');
		await counsellor.getByLabel('Ihr Name').fill('x'.repeat(70));
		await counsellor.getByRole('button', { name: 'Speichern' }).click();
		await expect(counsellor.getByRole('alert')).toHaveText('Dieser Name ist zu lang.');
		await counsellor.getByRole('button', { name: 'Schließen' }).click();
	});
	const url = await test.step('inviting needs no mouse; a hostile name is text', async () => {
		await counsellor.getByRole('button', { name: 'Einladen', exact: true }).focus();
		await counsellor.keyboard.press('Enter');
		await expect(counsellor.getByRole('dialog').getByLabel('Name', { exact: true })).toBeFocused();
		await counsellor.keyboard.insertText(hostile);
		await counsellor.keyboard.press('Tab');
		await counsellor.keyboard.press('ArrowDown');
		await expect(counsellor.getByRole('radio', { name: 'Leitung', exact: true })).toBeChecked();
		await counsellor.keyboard.press('Enter');
		const field = counsellor.getByLabel('Einladungslink', { exact: true });
		await expect(field).toBeVisible();
		await expect(counsellor.getByText('Der Link gilt 14 Tage.')).toBeVisible();
		const value = await field.inputValue();
		await counsellor.keyboard.press('Escape');
		await expect(counsellor.getByRole('dialog')).toBeHidden();
		await expect(people(counsellor).nth(1)).toContainText('<img src=x onerror=alert(1)>');
		return value;
	});
	await test.step('it is text where it is opened, too', async () => {
		const page = await (await newPerson()).newPage();
		await page.goto(url);
		await expect(page.getByLabel('Ihr Name')).toHaveValue(hostile);
	});
	await test.step('a mangled link is refused with a sentence', async () => {
		const page = await (await newPerson()).newPage();
		await page.goto(`${relay.url}/#einladung=abc`);
		await expect(page.getByRole('alert')).toHaveText(
			'Dieser Einladungslink ist unvollständig oder verändert. Bitte öffnen Sie ihn noch einmal ganz.'
		);
	});
	await test.step('narrow screens reflow', async () => {
		await counsellor.setViewportSize({ width: 320, height: 640 });
		expect(await counsellor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
		await expectAccessibleInBothLights(counsellor);
	});
});

async function toChat(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Chat', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Klienten' })).toBeVisible();
}

async function unlock(page: Page): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
}

/** How many entries of all spaces this browser holds. */
function entriesOf(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve, reject) => {
				const opening = indexedDB.open('desk');
				opening.onerror = () => {
					reject(new Error('no database'));
				};
				opening.onsuccess = () => {
					const db = opening.result;
					const counting = db.transaction('entries').objectStore('entries').count();
					counting.onsuccess = () => {
						db.close();
						resolve(counting.result);
					};
				};
			})
	);
}
