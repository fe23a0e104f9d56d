/**
 * "Wie eröffne ich einen neuen Stream mit einer ratsuchenden Person?", and what the left column does.
 * Over 300 lines, reason: the acceptance lines A to C of one page, in their order.
 */
import type { Locator, Page } from '@playwright/test';
import { expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, welcome, write } from '../support/steps';

const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 720 };

test('a new stream with a person seeking help', async ({ counsellor, client, relay }) => {
	// What the browser's own sharing would receive.
	await counsellor.addInitScript(() => {
		const shared: ShareData[] = [];
		Object.assign(globalThis, { shared });
		navigator.share = (data) => Promise.resolve(void shared.push(data ?? {}));
	});
	await found(counsellor, relay);
	let url = '';

	await test.step('Wenn man auf die Kachel Sofortchat (Messenger) im Dashboard klickt, öffnet sich der Chat', async () => {
		await openChat(counsellor);
		await expect(counsellor).toHaveURL(`${relay.url}/chat`);
		await expect(counsellor.getByText('Noch keine Gespräche.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('Alternativ gelangt man zu dem Chat über das Telefonsymbol in der linken Spalte', async () => {
		await counsellor.getByRole('link', { name: 'Übersicht' }).click();
		await expect(counsellor.getByText('Sofortchat (Messenger)')).toBeVisible();
		await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
		await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	});

	const dialog = counsellor.getByRole('dialog');
	await test.step('Unter der Überschrift Klienten, auf das blaue Plussymbol klicken', async () => {
		await plus(counsellor).click();
		await expect(dialog.getByRole('heading', { name: 'Neuen Stream eröffnen' })).toBeVisible();
		await expect(dialog.getByText('Noch niemand angelegt.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('a person who is not there yet is created by pseudonym', async () => {
		await dialog.getByRole('button', { name: 'Person anlegen' }).click();
		await dialog.getByLabel('Name oder Pseudonym').fill('   ');
		await dialog.getByRole('button', { name: 'Anlegen', exact: true }).click();
		await expect(dialog.getByRole('alert')).toHaveText('Bitte geben Sie einen Namen ein.');
		await expectAccessibleInBothLights(counsellor);
		await dialog.getByLabel('Name oder Pseudonym').fill('Kim7');
		await dialog.getByRole('button', { name: 'Anlegen', exact: true }).click();
		await expect(dialog.getByRole('heading', { name: 'Zugangslink für Kim7' })).toBeVisible();
	});

	await test.step('the access link has a QR code, and is copied, shared and printed', async () => {
		await expect(dialog.getByText('Der Link gilt.')).toBeVisible();
		await expect(dialog.getByRole('img', { name: 'QR-Code des Zugangslinks' })).toBeVisible();
		url = await dialog.getByLabel('Zugangslink', { exact: true }).inputValue();
		expect(url).toMatch(new RegExp(`^${relay.url}/k#[\\w-]{67}$`));
		await expectAccessibleInBothLights(counsellor);
		await dialog.getByRole('button', { name: 'Link kopieren' }).click();
		await expect(dialog.getByText('Kopiert')).toBeVisible();
		expect(await counsellor.evaluate(() => navigator.clipboard.readText())).toBe(url);
		await dialog.getByRole('button', { name: 'Teilen' }).click();
		const shared = (): Promise<ShareData[]> =>
			counsellor.evaluate(() => (globalThis as unknown as { shared: ShareData[] }).shared);
		await expect.poll(shared).toEqual([{ text: 'Hier können Sie schreiben:', url }]);
		await counsellor.emulateMedia({ media: 'print' });
		const printed = await counsellor.locator('body').innerText();
		expect(printed).toContain('Hier können Sie schreiben');
		expect(printed).toContain(url);
		expect(printed).not.toMatch(/Berat|Kim7|Berta|Nord/);
		await counsellor.emulateMedia({ media: 'screen' });
		await dialog.getByRole('button', { name: 'Fertig' }).click();
	});

	await test.step('the name is in the left column, and nobody who is there is offered again', async () => {
		await expect(row(counsellor, 'Kim7').getByText('Link noch nicht geöffnet')).toBeVisible();
		await plus(counsellor).click();
		await expect(dialog.getByText('Mit allen angelegten Personen besteht schon ein Gespräch.')).toBeVisible();
		await expect(dialog.getByText('Kim7')).toHaveCount(0);
		await dialog.getByRole('button', { name: 'Schließen' }).click();
	});

	await test.step('the link is shown again from the stream', async () => {
		await openStream(counsellor, 'Kim7');
		await counsellor.getByRole('button', { name: 'Mehr', exact: true }).click();
		await counsellor.getByRole('menuitem', { name: 'Zugangslink anzeigen' }).click();
		await expect(dialog.getByLabel('Zugangslink', { exact: true })).toHaveValue(url);
		await dialog.getByRole('button', { name: 'Fertig' }).click();
	});

	await test.step('no message was sent by that; the row says when the link was opened', async () => {
		await enter(client, url);
		await expect(client.getByText('Schreiben Sie Berta Baum. Sie müssen Ihren Namen nicht nennen.')).toBeVisible();
		await expect(messages(client).getByRole('article')).toHaveCount(0);
		await expect(row(counsellor, 'Kim7').getByText('Geöffnet', { exact: true })).toBeVisible();
		await expect(row(counsellor, 'Kim7').getByText('Link noch nicht geöffnet')).toHaveCount(0);
		await expectAccessibleInBothLights(client);
	});

	await test.step('ein Fenster mit einem Textfeld, in dem man einen neuen Stream starten kann', async () => {
		await expect(counsellor.getByRole('button', { name: 'DN', exact: true })).toHaveAttribute('aria-pressed', 'true');
		await expectAccessibleInBothLights(counsellor);
		await write(counsellor, 'Guten Tag, schön dass Sie da sind.');
		await expect(messages(client).getByText('Guten Tag, schön dass Sie da sind.')).toBeVisible();
		await expect(row(counsellor, 'Kim7').getByText('Geöffnet', { exact: true })).toHaveCount(0);
	});
});

test('finding: the search row, both orders, kept', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	for (const name of ['Ünal', 'Élodie Groß', 'Müller']) await createClient(counsellor, name);

	await test.step('in der Suchzeile (neben der Lupe) eine ratsuchende Person suchen', async () => {
		const search = counsellor.getByRole('searchbox', { name: 'Suchen' });
		for (const [query, name] of [
			['unal', 'Ünal'],
			['ELODIE gross', 'Élodie Groß'],
			['mueller', 'Müller'],
			['muLLer', 'Müller']
		] as const) {
			await search.fill(query);
			await expect(rows(counsellor)).toHaveText([new RegExp(name)]);
		}
		await search.fill('Niemand');
		await expect(counsellor.getByText('Niemand gefunden.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
		await search.press('Escape');
		await expect(rows(counsellor)).toHaveCount(3);
	});

	const byTime = counsellor.getByRole('button', { name: 'Nach Zeit sortieren' });
	const byName = counsellor.getByRole('button', { name: 'Nach Name sortieren' });
	await test.step('the last activity is on top, and pressing again turns the order', async () => {
		await openStream(counsellor, 'Élodie Groß');
		await write(counsellor, 'Guten Tag.');
		await expect(rows(counsellor)).toHaveText([/Élodie/, /Müller/, /Ünal/]);
		await byTime.click();
		await expect(rows(counsellor)).toHaveText([/Ünal/, /Müller/, /Élodie/]);
	});

	await test.step('AZ sorts by name, either way, and the choice is kept', async () => {
		await byName.click();
		await expect(rows(counsellor)).toHaveText([/Élodie/, /Müller/, /Ünal/]);
		await expect(byName).toHaveAttribute('aria-pressed', 'true');
		await byName.click();
		await expect(rows(counsellor)).toHaveText([/Ünal/, /Müller/, /Élodie/]);
		await expectAccessibleInBothLights(counsellor);
		await counsellor.reload();
		await unlock(counsellor);
		await expect(rows(counsellor)).toHaveText([/Ünal/, /Müller/, /Élodie/]);
		await expect(byName).toHaveAttribute('aria-pressed', 'true');
	});
});

test('an existing conversation opens at the first unread message', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await createClient(counsellor, 'Mia');
	await write(client, 'Schon gelesen.');
	await openStream(counsellor, 'Kim7');
	await expect(client.getByText('gelesen', { exact: true })).toBeAttached();
	await expect(counsellor).toHaveTitle('Chat – Sofortchat');

	await test.step('the row counts, shows the last line and its time, and so does the title', async () => {
		await openStream(counsellor, 'Mia');
		for (let n = 1; n <= 24; n++) await write(client, `Nachricht ${n}`);
		const kim = row(counsellor, 'Kim7');
		await expect(kim).toHaveAccessibleName(/24 ungelesen/);
		await expect(kim).toContainText('Nachricht 24');
		await expect(kim).toContainText(/\d\d:\d\d/);
		await expect(counsellor).toHaveTitle('(24) Chat – Sofortchat');
		await expectAccessibleInBothLights(counsellor);
		await counsellor.getByRole('link', { name: 'Übersicht' }).click();
		await expect(counsellor.getByText('24 ungelesene Nachrichten')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
		await openChat(counsellor);
	});

	await test.step('öffnet sich der entsprechende Nachrichtenverlauf', async () => {
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Neue Nachrichten')).toBeInViewport();
		await expect(messages(counsellor).getByText('Nachricht 1', { exact: true })).toBeInViewport();
		await expect(messages(counsellor).getByText('Nachricht 24', { exact: true })).not.toBeInViewport();
		await expectAccessibleInBothLights(counsellor);
	});

	await test.step('what was on screen is read, here and there', async () => {
		await counsellor.getByRole('button', { name: /^Zu den neuesten Nachrichten/ }).click();
		await expect(messages(counsellor).getByText('Nachricht 24', { exact: true })).toBeInViewport();
		await expect(row(counsellor, 'Kim7')).not.toHaveAccessibleName(/ungelesen/);
		await expect(counsellor).toHaveTitle('Chat – Sofortchat');
		await expect(client.getByText('gelesen', { exact: true }).last()).toBeAttached();
		await expect(client.getByText('zugestellt', { exact: true })).toHaveCount(0);
	});

	await test.step('a draft stays, in the row and in the field', async () => {
		await counsellor.getByLabel('Nachricht an Kim7').fill('Das überlege ich noch');
		await openStream(counsellor, 'Mia');
		await expect(row(counsellor, 'Kim7')).toContainText('Entwurf: Das überlege ich noch');
		await counsellor.reload();
		await unlock(counsellor);
		await expect(row(counsellor, 'Kim7')).toContainText('Entwurf: Das überlege ich noch');
		await openStream(counsellor, 'Kim7');
		await expect(counsellor.getByLabel('Nachricht an Kim7')).toHaveValue('Das überlege ich noch');
		await expect(messages(counsellor).getByText('Neue Nachrichten')).toHaveCount(0);
	});
});

test('both see each other write, answer and read', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');

	await test.step('presence, both ways', async () => {
		await expect(counsellor.getByText('gerade da', { exact: true }).first()).toBeVisible();
		await expect(client.getByRole('banner').getByText('Online', { exact: true })).toBeVisible();
	});

	await test.step('typing, both ways, and its end', async () => {
		await client.getByLabel('Ihre Nachricht').pressSequentially('Ich weiß');
		await expect(counsellor.getByText('Kim7 schreibt …')).toBeVisible();
		await counsellor.getByLabel('Nachricht an Kim7').pressSequentially('Ja');
		await expect(client.getByText('Berta Baum schreibt …')).toBeVisible();
		await expectAccessibleInBothLights(client);
		await write(client, 'Ich weiß nicht weiter.');
		await expect(counsellor.getByText('Kim7 schreibt …')).toHaveCount(0);
		await counsellor.getByLabel('Nachricht an Kim7').fill('');
		await expect(client.getByText('Berta Baum schreibt …')).toHaveCount(0);
	});

	await test.step('an answer to one message', async () => {
		await write(client, 'Und noch etwas.');
		const first = messages(counsellor).getByRole('article').filter({ hasText: 'Ich weiß nicht weiter.' });
		await first.hover();
		await messages(counsellor).getByRole('button', { name: 'Antworten' }).first().click();
		await expect(counsellor.getByText('Antwort an Kim7')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
		await write(counsellor, 'Erzählen Sie.');
		await expect(counsellor.getByText('Antwort an Kim7')).toHaveCount(0);
		const answer = messages(client).getByRole('article').filter({ hasText: 'Erzählen Sie.' });
		await expect(answer.getByRole('button', { name: /Ich weiß nicht weiter\./ })).toBeVisible();
	});

	await test.step('the marks say where it is: übertragen, zugestellt, gelesen', async () => {
		await expect(counsellor.getByText('gelesen', { exact: true })).toBeAttached();
		await client.goto('about:blank');
		await expect(counsellor.getByText('nicht da', { exact: true })).toBeVisible();
		await write(counsellor, 'Sind Sie noch da?');
		const last = messages(counsellor).getByRole('article').last();
		await expect(last.getByText('übertragen', { exact: true })).toBeAttached();
		await expect(counsellor.getByText('gelesen', { exact: true })).toHaveCount(1);
	});
});

test('all of it with the keyboard alone', async ({ counsellor, client, relay }) => {
	await found(counsellor, relay);
	const { keyboard } = counsellor;
	await tabTo(counsellor, counsellor.getByRole('link', { name: /Sofortchat \(Messenger\)/ }));
	await keyboard.press('Enter');
	await tabTo(counsellor, plus(counsellor));
	await keyboard.press('Enter');
	await tabTo(counsellor, counsellor.getByRole('button', { name: 'Person anlegen' }));
	await keyboard.press('Enter');
	await expect(counsellor.getByLabel('Name oder Pseudonym')).toBeFocused();
	await keyboard.type('Anton');
	await keyboard.press('Enter');
	await expect(counsellor.getByText('Der Link gilt.')).toBeVisible();
	const url = await counsellor.getByLabel('Zugangslink', { exact: true }).inputValue();
	await keyboard.press('Escape');
	await expect(counsellor.getByRole('dialog')).toBeHidden();
	await expect(row(counsellor, 'Anton')).toBeFocused();
	await createClient(counsellor, 'Mia');
	await expect(row(counsellor, 'Mia')).toBeFocused();
	await keyboard.press('ArrowDown');
	await expect(row(counsellor, 'Anton')).toBeFocused();
	await keyboard.press('ArrowUp');
	await keyboard.press('End');
	await keyboard.press('Enter');
	await expect(counsellor.getByLabel('Nachricht an Anton')).toBeFocused();
	await keyboard.type('Erste Zeile');
	await keyboard.press('Shift+Enter');
	await keyboard.type('zweite Zeile');
	await keyboard.press('Enter');
	await expect(messages(counsellor).getByText('Erste Zeile')).toContainText('zweite Zeile');

	await client.goto(url);
	await tabTo(client, client.getByRole('button', { name: 'Gespräch öffnen' }));
	await client.keyboard.press('Enter');
	await expect(messages(client).getByText('Erste Zeile')).toBeVisible();
	await write(client, 'Antwort');
	await expect(messages(counsellor).getByText('Antwort', { exact: true })).toBeVisible();

	const bubbles = messages(counsellor).getByRole('article');
	// The paper clip comes before the field.
	await keyboard.press('Shift+Tab');
	await expect(counsellor.getByRole('button', { name: 'Dokument anhängen' })).toBeFocused();
	await keyboard.press('Shift+Tab');
	await expect(bubbles.last()).toBeFocused();
	await keyboard.press('ArrowUp');
	await expect(bubbles.first()).toBeFocused();
	await keyboard.press('ArrowDown');
	await keyboard.press('Enter');
	await expect(counsellor.getByRole('menuitem', { name: 'Antworten' })).toBeFocused();
	await expectAccessibleInBothLights(counsellor);
	await keyboard.press('ArrowDown');
	await expect(counsellor.getByRole('menuitem', { name: 'Kopieren' })).toBeFocused();
	await keyboard.press('Escape');
	await expect(bubbles.last()).toBeFocused();
	await keyboard.press('Enter');
	await keyboard.press('Enter');
	await expect(counsellor.getByText('Antwort an Anton')).toBeVisible();
	await expect(counsellor.getByLabel('Nachricht an Anton')).toBeFocused();
	await keyboard.press('Escape');
	await expect(counsellor.getByText('Antwort an Anton')).toHaveCount(0);
	await keyboard.press('ControlOrMeta+k');
	await expect(counsellor.getByRole('searchbox', { name: 'Suchen' })).toBeFocused();
	await keyboard.type('mia');
	await keyboard.press('ArrowDown');
	await expect(row(counsellor, 'Mia')).toBeFocused();
	await tabTo(counsellor, counsellor.getByRole('button', { name: 'Sperren' }), 'Shift+Tab');
	await keyboard.press('Enter');
	await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
	await expect(counsellor.getByLabel('Passphrase', { exact: true })).toBeFocused();
});

test('on a phone the list leads to the stream and back; nothing scrolls sideways at 320 px', async ({
	counsellor,
	client,
	relay
}) => {
	await counsellor.setViewportSize(PHONE);
	await found(counsellor, relay);
	await expectAccessibleInBothLights(counsellor);
	await openChat(counsellor);
	const url = await createClient(counsellor, 'Kim7');
	await expectNoSideways(counsellor);
	await openStream(counsellor, 'Kim7');
	await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeHidden();
	await expectAccessibleInBothLights(counsellor);
	await counsellor.getByRole('button', { name: 'Zurück' }).click();
	await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	await expect(counsellor.getByLabel('Nachricht an Kim7')).toBeHidden();
	await openStream(counsellor, 'Kim7');
	await counsellor.goBack();
	await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	await expectAccessibleInBothLights(counsellor);

	for (const page of [counsellor, client]) await page.setViewportSize(NARROW);
	await plus(counsellor).click();
	await expectNoSideways(counsellor);
	await counsellor.getByRole('dialog').getByRole('button', { name: 'Schließen' }).click();
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihung');
	await expectNoSideways(counsellor);
	await counsellor.getByRole('button', { name: 'Mehr', exact: true }).click();
	await counsellor.getByRole('menuitem', { name: 'Zugangslink anzeigen' }).click();
	await expect(counsellor.getByRole('dialog').getByText('Der Link gilt.')).toBeVisible();
	await expectNoSideways(counsellor);
	await expectAccessibleInBothLights(counsellor);
	await client.goto(url);
	await expectNoSideways(client);
	await enter(client, url);
	await write(client, 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde');
	await expect(client.getByText('Wer benutzt dieses Gerät?')).toBeVisible();
	await expectNoSideways(client);
	await expectAccessibleInBothLights(client);
});

function plus(page: Page): Locator {
	return page.getByRole('button', { name: 'Neuen Stream eröffnen' }).first();
}

function rows(page: Page): Locator {
	return page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button');
}

function row(page: Page, name: string): Locator {
	return rows(page).filter({ hasText: name });
}

async function unlock(page: Page): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill('Ziegel Lampion Fahrrad Mondschein');
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Sperren' })).toBeVisible();
}

/** Presses Tab until `target` has the focus, as somebody without a mouse must. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
	await expect(target).toBeVisible();
	for (let presses = 0; presses < 25; presses++) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press(key);
	}
	await expect(target).toBeFocused();
}

async function expectNoSideways(page: Page): Promise<void> {
	const wide = await page.evaluate(() => {
		const most = document.documentElement.clientWidth;
		const isCut = (element: Element): boolean =>
			element.getBoundingClientRect().right > most + 1 && element.getBoundingClientRect().width > 1;
		return {
			most,
			page: document.documentElement.scrollWidth,
			cut: [...document.querySelectorAll('button, input, textarea, h1, h2, article')]
				.filter(isCut)
				.map(({ outerHTML }) => outerHTML.slice(0, 120))
		};
	});
	expect(wide.page, 'the page is no wider than the window').toBeLessThanOrEqual(wide.most);
	expect(wide.cut, 'nothing hangs over the edge').toEqual([]);
}
