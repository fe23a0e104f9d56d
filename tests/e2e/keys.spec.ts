/** Key presses reach the list, however fast, and whatever the list does meanwhile. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { chooseList, createGroup } from '../support/groups';
import { createClient, enter, found, messages, openChat, openStream, PASSPHRASE, write } from '../support/steps';

/** Low enough that only some rows of the list are on the page at once. */
const LOW = { width: 1280, height: 420 };
const GROUPS = Array.from({ length: 14 }, (_, i) => `Gruppe ${String(i + 1).padStart(2, '0')}`);

test('the first and last row, and quick steps between them, in a list longer than the window', async ({
	counsellor,
	relay
}) => {
	await counsellor.setViewportSize(LOW);
	await found(counsellor, relay);
	await openChat(counsellor);
	await chooseList(counsellor, 'Gruppenchats');
	for (const name of GROUPS) await createGroup(counsellor, name);
	await counsellor.getByRole('button', { name: 'Nach Name sortieren' }).click();
	await comeBack(counsellor);
	await chooseList(counsellor, 'Gruppenchats');
	const { keyboard } = counsellor;
	await row(counsellor, 'Gruppe 01').focus();

	await keyboard.press('End');
	await expect(row(counsellor, 'Gruppe 14')).toBeFocused();
	await keyboard.press('Home');
	await expect(row(counsellor, 'Gruppe 01')).toBeFocused();

	await test.step('nothing is lost of what is pressed at once', async () => {
		await pressAtOnce(counsellor, ['End', 'ArrowUp', 'ArrowUp', 'ArrowUp']);
		await expect(row(counsellor, 'Gruppe 11')).toBeFocused();
		await pressAtOnce(counsellor, ['Home', 'ArrowDown', 'ArrowDown', 'End', 'ArrowUp', 'Enter']);
		await expect(counsellor.getByLabel('Nachricht an Gruppe 13')).toBeFocused();
	});
});

test('the first and last message of a long conversation', async ({ counsellor, relay }) => {
	await counsellor.setViewportSize(LOW);
	await found(counsellor, relay);
	await openChat(counsellor);
	await createClient(counsellor, 'Anton');
	await openStream(counsellor, 'Anton');
	for (let n = 1; n <= 30; n++) await write(counsellor, `Nachricht ${n}.`);
	await comeBack(counsellor);
	await openStream(counsellor, 'Anton');
	const { keyboard } = counsellor;
	const bubble = (n: number): Locator =>
		messages(counsellor)
			.getByRole('article')
			.filter({ hasText: `Nachricht ${n}.` });
	await bubble(30).focus();
	await keyboard.press('Home');
	await expect(bubble(1)).toBeFocused();
	await keyboard.press('End');
	await expect(bubble(30)).toBeFocused();
	await pressAtOnce(counsellor, ['Home', 'ArrowDown', 'ArrowDown', 'End', 'ArrowUp']);
	await expect(bubble(29)).toBeFocused();
});

test('a row keeps the cursor when a message takes it, or others, to another place', async ({
	counsellor,
	client,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const url = await createClient(counsellor, 'Anton');
	for (const name of ['Mia', 'Noa', 'Kim']) await createClient(counsellor, name);
	await enter(client, url);
	await row(counsellor, 'Anton').focus();
	await write(client, 'Hallo');
	await expect(rows(counsellor).first()).toContainText('Anton');
	await expect(row(counsellor, 'Anton')).toBeFocused();
	await counsellor.keyboard.press('ArrowDown');
	await expect(rows(counsellor).nth(1)).toBeFocused();
});

/** The buttons in visual order. */
function rows(page: Page): Locator {
	return page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button');
}

function row(page: Page, name: string): Locator {
	return page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: new RegExp(`^${name}`) });
}

/** Nothing off screen has been measured yet. */
async function comeBack(page: Page): Promise<void> {
	await page.reload();
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(rows(page).first()).toBeVisible();
}

/** Without waiting for the page between two keys, like a key held down. */
async function pressAtOnce(page: Page, keys: readonly string[]): Promise<void> {
	await Promise.all(keys.map((key) => page.keyboard.press(key)));
}
