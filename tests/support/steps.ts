/** What people do, step by step, using the German labels. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { TestRelay } from './relay';
import { check, shownWords } from './sheet';

/** The passphrase of every counsellor in the tests. */
export const PASSPHRASE = 'Ziegel Lampion Fahrrad Mondschein';

/** Founds the centre through the one-tap address; returns the words of the recovery sheet. */
export async function found(
	page: Page,
	relay: Pick<TestRelay, 'url' | 'setupUrl'>,
	name = 'Berta Baum',
	centre = 'Beratungsstelle Nord'
): Promise<string[]> {
	await page.goto(relay.setupUrl ?? relay.url);
	await page.getByLabel('Name der Beratungsstelle').fill(centre);
	await page.getByLabel('Ihr Name').fill(name);
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Einrichten', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'Ihr Notfallblatt' })).toBeVisible();
	const words = await shownWords(page);
	await check(page, words);
	await expect(page.getByText('Sofortchat (Messenger)')).toBeVisible();
	return words.map((word) => word.trim());
}

/** Fills in the form for coming back with the recovery sheet, in an empty browser. */
export async function typeSheet(page: Page, words: readonly string[]): Promise<void> {
	await page.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
	await page.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill(words.join(' '));
	await page.getByLabel('Neue Passphrase für dieses Gerät').fill(PASSPHRASE);
}

/** Opens the Chat from the dashboard. */
export async function openChat(page: Page): Promise<void> {
	await page.getByRole('link', { name: /Sofortchat \(Messenger\)/ }).click();
	await expect(page.getByRole('heading', { name: 'Klienten' })).toBeVisible();
}

/** Asks for a new client and types her name; resolves with the dialog. */
export async function nameClient(page: Page, pseudonym: string): Promise<Locator> {
	await page.getByRole('button', { name: 'Neuen Stream eröffnen' }).first().click();
	const dialog = page.getByRole('dialog');
	const create = dialog.getByRole('button', { name: 'Person anlegen' });
	await expect(create.or(dialog.getByLabel('Name oder Pseudonym'))).toBeVisible();
	if (await create.isVisible()) await create.click();
	await dialog.getByLabel('Name oder Pseudonym').fill(pseudonym);
	return dialog;
}

/** Creates a client; returns the access link once the relay has it. */
export async function createClient(page: Page, pseudonym: string, isOnline = true): Promise<string> {
	const dialog = await nameClient(page, pseudonym);
	await dialog.getByRole('button', { name: 'Anlegen', exact: true }).click();
	await expect(dialog.getByText(isOnline ? /Der Link gilt/ : /Link gilt, sobald übertragen/)).toBeVisible();
	const url = await dialog.getByLabel('Zugangslink', { exact: true }).inputValue();
	await dialog.getByRole('button', { name: 'Fertig' }).click();
	await expect(dialog).toBeHidden();
	return url;
}

/** Opens the stream of that name. */
export async function openStream(page: Page, name: string): Promise<void> {
	await page
		.getByRole('navigation', { name: 'Gespräche' })
		.getByRole('button', { name: new RegExp(`^${name}`) })
		.click();
	await expect(page.getByLabel(`Nachricht an ${name}`)).toBeVisible();
}

/** Passes the door of an access link. */
export async function enter(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.getByRole('button', { name: 'Gespräch öffnen' }).click();
	await expect(page.getByLabel('Ihre Nachricht')).toBeVisible();
	// The name comes with the conversation; earlier text waits for it, and goes below what others write meanwhile.
	await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
}

/** Founds a centre and lets its client Kim7 in; resolves with her link. */
export async function welcome(counsellor: Page, client: Page, relay: TestRelay): Promise<string> {
	await found(counsellor, relay);
	await openChat(counsellor);
	const link = await createClient(counsellor, 'Kim7');
	await enter(client, link);
	return link;
}

/** Writes and sends as the page's user. */
export async function write(page: Page, text: string): Promise<void> {
	const field = page.getByRole('textbox', { name: /^(Ihre Nachricht|Nachricht an )/ });
	await field.fill(text);
	await page.getByRole('button', { name: 'Senden' }).click();
	await expect(messages(page).getByText(text, { exact: true })).toBeVisible();
}

/** The same many times, as fast as the page takes it: nobody waits for the test's own steps in between. */
export async function writeMany(page: Page, texts: readonly string[]): Promise<void> {
	const field = page.getByRole('textbox', { name: /^(Ihre Nachricht|Nachricht an )/ });
	await field.evaluate(async (element, all) => {
		const area = element as HTMLTextAreaElement;
		for (const text of all) {
			area.value = text;
			area.dispatchEvent(new InputEvent('input', { bubbles: true }));
			area.form?.requestSubmit();
			// The field is empty again once the message is on the screen.
			while (area.value !== '') await new Promise((resolve) => setTimeout(resolve));
		}
	}, texts);
	await expect(messages(page).getByText(texts.at(-1) ?? '', { exact: true })).toBeVisible();
}

/** The messages of the open stream. */
export function messages(page: Page): Locator {
	return page.getByRole('region', { name: 'Nachrichten' });
}
