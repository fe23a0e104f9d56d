/** A press in the list of messages while the list scrolls, its cards change, and others write. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { bubble, choose, confirmErasing, askToErase, fileOf, noise, seek } from '../support/documents';
import type { TestRelay } from '../support/relay';
import { createClient, found, messages, openChat, openStream, welcome, write } from '../support/steps';

const LONG = Array.from({ length: 12 }, (_, i) => `Zeile ${i}`).join('\n');

test('[M1] what is pressed while the list scrolls is what is let go', async ({ counsellor, client, relay }) => {
	await meet(counsellor, client, relay);
	for (const name of ['oben', 'unten']) await writeLong(counsellor, name);
	await choose(counsellor, 'Dokument anhängen', fileOf('Brief.txt', Buffer.from('Guten Tag')));
	const button = bubble(counsellor, 'Brief.txt').getByRole('button', { name: 'Herunterladen' });
	await expect(bubble(counsellor, 'Brief.txt').getByText(/^(übertragen|zugestellt|gelesen)$/)).toBeAttached();
	await expect(button).toBeVisible();
	const started = counsellor.waitForEvent('download');
	await press(counsellor, button);
	await scroll(counsellor, -2);
	await counsellor.mouse.up();
	expect((await started).suggestedFilename()).toBe('Brief.txt');
	await test.step('and a list that scrolls already can be pressed', async () => {
		await scroll(counsellor, -2);
		expect(await button.evaluate(isOnTop)).toBe(true);
	});
});

test('[M2] a card is as high while its content is sent, fetched, not here yet and here', async ({
	counsellor,
	counsellorContext,
	client,
	clientContext,
	relay
}) => {
	await meet(counsellor, client, relay);
	// The last chunk is held back, on its way to the relay and from there.
	const [up, down] = [await holdLast(counsellorContext, 'PUT'), await holdLast(clientContext, 'GET')];
	await choose(counsellor, 'Dokument anhängen', fileOf('Film.mp4', noise(1_500_000)));
	const [own, other] = [bubble(counsellor, 'Film.mp4'), bubble(client, 'Film.mp4')];
	await expect(own).toContainText(/wird übertragen … [1-9]/);
	const sending = await heightOf(own);
	up();
	await expect(own.getByRole('button', { name: 'Herunterladen' })).toBeVisible();
	expect(sending, 'while it was sent').toBe(await heightOf(own));
	await expect(other).toContainText('noch nicht geladen');
	const away = await heightOf(other);
	const started = client.waitForEvent('download');
	await other.getByRole('button', { name: 'Herunterladen' }).click();
	await expect(other).toContainText(/wird geladen … [1-9]/);
	const fetching = await heightOf(other);
	down();
	await started;
	await expect(other.getByRole('button', { name: 'Herunterladen' })).toBeVisible();
	await expect(other).not.toContainText(/noch nicht geladen|wird geladen/);
	const here = await heightOf(other);
	expect([away, fetching], 'before, and while it was fetched').toEqual([here, here]);
});

test('[M3] what is pressed stays where it is, whatever comes and goes', async ({ counsellor, client, relay }) => {
	await meet(counsellor, client, relay);
	for (const name of ['eins', 'zwei']) await writeLong(counsellor, name);
	for (const name of ['geht.txt', 'bleibt.txt']) {
		await choose(client, 'Dokument anhängen', fileOf(name, Buffer.from(name)));
		await expect(bubble(counsellor, name)).toBeVisible();
	}
	const more = bubble(counsellor, 'bleibt.txt').getByRole('button', { name: 'Mehr zu bleibt.txt' });
	const menu = counsellor.getByRole('menu');
	const asked = messages(client).getByRole('article').filter({ hasText: 'Sind Sie noch da?' });
	await test.step('others write', async () => {
		const before = await press(counsellor, more);
		await write(client, 'Sind Sie noch da?');
		// It has arrived, for screen readers.
		await expect(messages(counsellor).locator('..').locator('[aria-live]')).toContainText('Sind Sie noch da?');
		expect(await topOf(more)).toBeCloseTo(before, 0);
		await expect(messages(counsellor).getByText('Sind Sie noch da?')).toHaveCount(0);
		await expect(asked.getByText('gelesen', { exact: true })).toHaveCount(0);
		await counsellor.mouse.up();
		await expect(menu).toBeVisible();
		await counsellor.keyboard.press('Escape');
		await expect(messages(counsellor).getByText('Sind Sie noch da?')).toBeVisible();
		await expect(asked.getByText('gelesen', { exact: true })).toBeAttached();
	});
	await test.step('what stands above it on the screen shrinks', async () => {
		for (const name of ['drei', 'vier']) await writeLong(counsellor, name);
		for (const page of [counsellor, client]) await seek(page, 'geht.txt');
		const erasing = await askToErase(client, 'geht.txt');
		await expect(more).toBeInViewport();
		const before = await press(counsellor, more);
		await confirmErasing(erasing);
		await expect(messages(counsellor).getByText('Dokument gelöscht')).toBeVisible();
		expect(await topOf(more)).toBeCloseTo(before, 0);
		await counsellor.mouse.up();
		await expect(menu).toBeVisible();
	});
});

test('[M3] a row that is pressed is the one that opens, whoever writes meanwhile', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await createClient(counsellor, 'Mia');
	const rows = counsellor.getByRole('navigation', { name: 'Gespräche' });
	const [mia, kim] = [rows.getByRole('button', { name: /^Mia/ }), rows.getByRole('button', { name: /^Kim7/ })];
	await expect(rows.getByRole('button')).toHaveText([/Mia/, /Kim7/]);
	await press(counsellor, mia);
	await write(client, 'Sind Sie da?');
	await expect(counsellor).toHaveTitle(/^\(1\)/);
	await expect(rows.getByRole('button')).toHaveText([/Mia/, /Kim7/]);
	await counsellor.mouse.up();
	await expect(counsellor.getByLabel('Nachricht an Mia')).toBeVisible();
	await expect(kim).toContainText('Sind Sie da?');
	await expect(rows.getByRole('button')).toHaveText([/Kim7/, /Mia/]);
});

test('[M4] the field is on the screen above a keyboard, whatever stands above it', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Guten Abend');
	await expect(client.getByText('Wer benutzt dieses Gerät?')).toBeVisible();
	await client.setViewportSize({ width: 320, height: 300 });
	const controls = [client.getByLabel('Ihre Nachricht'), client.getByRole('button', { name: 'Senden' })];
	for (const control of controls) await expect(control).toBeInViewport({ ratio: 1 });
	await client.getByLabel('Ihre Nachricht').fill(LONG);
	for (const control of controls) await expect(control).toBeInViewport({ ratio: 1 });
	// Everything above it can be reached.
	await client.getByRole('button', { name: 'Später' }).click();
	await expect(client.getByText('Wer benutzt dieses Gerät?')).toBeHidden();
});

test('[M5] a page that comes late leaves the focus where it has gone meanwhile', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	const areas = counsellor.getByRole('navigation', { name: 'Hauptbereiche' });
	const help = areas.getByRole('link', { name: 'Hilfe' });
	await expect(help).toBeVisible();
	await openChat(counsellor);
	// She is quicker than any page: the second step happens in the same task.
	await counsellor.evaluate(() => {
		const area = (name: string) => document.querySelector<HTMLElement>(`a[aria-label="${name}"]`);
		area('Übersicht')?.click();
		area('Hilfe')?.focus();
	});
	await expect(counsellor.getByRole('link', { name: 'Übersicht', exact: true })).toHaveAttribute(
		'aria-current',
		'page'
	);
	await expect(help).toBeFocused();
	await counsellor.keyboard.press('Enter');
	await expect(counsellor.getByRole('heading', { name: 'Hilfe', level: 1 })).toBeVisible();
	await expect(help, 'who has stayed begins with the page').not.toBeFocused();
});

/** Both have the same stream open. */
async function meet(counsellor: Page, client: Page, relay: TestRelay): Promise<void> {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
}

/** A message that fills half the screen. */
async function writeLong(page: Page, name: string): Promise<void> {
	await write(page, `${name}\n${LONG}`);
}

/** Holds back the second chunk of whatever goes that way until the returned function is called. */
async function holdLast(context: BrowserContext, method: 'GET' | 'PUT'): Promise<() => void> {
	let goOn: () => void = () => undefined;
	const held = new Promise<void>((done) => (goOn = done));
	await context.route(/\/v1\/blobs\/[0-9a-f]{64}\/2$/, async (route) => {
		if (route.request().method() === method) await held;
		await route.continue();
	});
	return goOn;
}

/** Presses without releasing; returns where. */
async function press(page: Page, button: Locator): Promise<number> {
	await button.hover();
	const top = await topOf(button);
	await page.mouse.down();
	return top;
}

/** Its distance from the top of the screen. */
async function topOf(button: Locator): Promise<number> {
	return (await button.boundingBox())?.y ?? Number.NaN;
}

/** Scrolls the list, and waits until it has noticed. */
async function scroll(page: Page, by: number): Promise<void> {
	await messages(page).evaluate(
		(list, top) =>
			new Promise<void>((done) => {
				list.addEventListener('scroll', () => requestAnimationFrame(() => requestAnimationFrame(() => done())), {
					once: true
				});
				list.scrollBy(0, top);
			}),
		by
	);
}

/** Whether a press in its middle would hit it. */
function isOnTop(button: Element): boolean {
	const { x, y, width, height } = button.getBoundingClientRect();
	return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}

/** The height of the message. */
async function heightOf(message: Locator): Promise<number> {
	return (await message.boundingBox())?.height ?? Number.NaN;
}
