/** Installed: starts offline, offers updates without forcing them, announces messages without their content. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible';
import { cut, expect, reopen, test } from '../support/browser';
import { startRelay } from '../support/relay';
import { createClient, enter, found, messages, openChat, openStream, PASSPHRASE, write } from '../support/steps';

test('it can be installed, and starts offline on every page', async ({ counsellor, counsellorContext, relay }) => {
	await found(counsellor, relay);
	await counsellor.evaluate(() => navigator.serviceWorker.ready);
	const devtools = await counsellorContext.newCDPSession(counsellor);
	const manifest = await devtools.send('Page.getAppManifest');
	expect(manifest.errors).toEqual([]);
	expect(manifest.data).not.toMatch(/Berat/);
	const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
	// Each test's browser is a private one: that is the only obstacle.
	expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

	await cut(counsellorContext);
	for (const path of ['/', '/chat', '/chat/', '/?lang=de']) {
		const page = await reopen(counsellorContext, path);
		await expect(page.getByRole('heading', { name: 'Willkommen zurück' }), path).toBeVisible();
	}
	const page = await reopen(counsellorContext, '/');
	await unlock(page);
	await openChat(page);
	await expect(page.getByText('Noch keine Gespräche.')).toBeVisible();
	await expect(page.getByRole('banner').getByText('Offline')).toBeVisible();
});

test('an update is offered, not forced, and the draft stays', async ({ newPerson }) => {
	const app = await mkdtemp(join(tmpdir(), 'sofortchat-app-'));
	cpSync(join(import.meta.dirname, '../../build/app'), app, { recursive: true });
	let relay = await startRelay({ args: ['--app', app] });
	try {
		const context = await newPerson({ baseURL: relay.url });
		const page = await context.newPage();
		await found(page, relay);
		await openChat(page);
		await createClient(page, 'Kim7');
		await page.evaluate(() => navigator.serviceWorker.ready);
		await page.reload();
		await unlock(page);
		await openStream(page, 'Kim7');
		const field = page.getByLabel('Nachricht an Kim7');
		await field.pressSequentially('Mitten im');

		await test.step('a new version is there', async () => {
			await relay.kill();
			renew(app);
			relay = await startRelay({ args: ['--app', app], dataDir: relay.dataDir, port: relay.port });
			await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
			await expect(page.getByText('Eine neue Version ist bereit.')).toBeVisible();
			await expectAccessible(page);
			await field.press('End');
			await page.keyboard.type(' Satz');
			await expect(field).toHaveValue('Mitten im Satz');
			await expect(page.locator('meta[name="generator"]')).toHaveCount(0);
		});

		await test.step('"Neu laden" takes it', async () => {
			await page.getByRole('button', { name: 'Neu laden' }).click();
			await expect(page.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
			await expect(page.locator('meta[name="generator"]')).toHaveAttribute('content', 'next');
			await unlock(page);
			await openStream(page, 'Kim7');
			await expect(field).toHaveValue('Mitten im Satz');
			await expect(page.getByText('Eine neue Version ist bereit.')).toHaveCount(0);
		});
	} finally {
		await relay.kill();
		await rm(dirname(relay.dataDir), { recursive: true, force: true });
		await rm(app, { recursive: true, force: true });
	}
});

/** What a page has shown outside itself. */
interface Told {
	readonly badges: number[];
	tones: number;
	readonly notes: string[];
}

test('title, badge, sound and a neutral notification tell of a new message', async ({ counsellor, client, relay }) => {
	await counsellor.addInitScript(() => {
		const told: Told = { badges: [], tones: 0, notes: [] };
		Object.assign(globalThis, { told });
		// A headless browser may have none, whatever is permitted.
		Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
		ServiceWorkerRegistration.prototype.showNotification = (title, options) =>
			Promise.resolve(void told.notes.push(`${title}: ${options?.body ?? ''}`));
		Object.assign(navigator, {
			setAppBadge: (count: number) => Promise.resolve(void told.badges.push(count)),
			clearAppBadge: () => Promise.resolve(void told.badges.push(0))
		});
		const sound = AudioContext.prototype as { createOscillator: (this: AudioContext) => OscillatorNode };
		const { createOscillator } = sound;
		sound.createOscillator = function () {
			told.tones++;
			return createOscillator.call(this);
		};
	});
	await found(counsellor, relay);
	await counsellor.evaluate(() => navigator.serviceWorker.ready);
	await openChat(counsellor);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await openStream(counsellor, 'Kim7');
	await write(client, 'Während Sie hinsehen.');
	await expect(client.getByText('gelesen', { exact: true })).toBeAttached();
	expect((await toldOf(counsellor)).notes).toEqual([]);
	await expect(counsellor).toHaveTitle('Chat – Sofortchat');

	await lookAway(counsellor, true);
	await write(client, 'Ich heiße Karl Geheim.');
	await expect(counsellor).toHaveTitle('(1) Chat – Sofortchat');
	await expect.poll(async () => (await toldOf(counsellor)).notes).toEqual(['Chat: Neue Nachrichten']);
	await expect(client.getByText('zugestellt', { exact: true })).toBeAttached();
	await expect.poll(async () => (await toldOf(counsellor)).badges.at(-1)).toBe(1);
	await expect.poll(async () => (await toldOf(counsellor)).tones).toBeGreaterThan(0);

	await lookAway(counsellor, false);
	await expect(counsellor).toHaveTitle('Chat – Sofortchat');
	await expect(messages(counsellor).getByText('Ich heiße Karl Geheim.')).toBeVisible();
	await expect(client.getByText('gelesen', { exact: true })).toHaveCount(2);
	await expect.poll(async () => (await toldOf(counsellor)).badges.at(-1)).toBe(0);
});

async function unlock(page: Page): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Sperren' })).toBeVisible();
}

/** Turns a built app into its next version: another name, and a marker in its shell. */
function renew(app: string): void {
	const { version } = JSON.parse(readFileSync(join(app, '_app/version.json'), 'utf8')) as { version: string };
	for (const [file, change] of [
		['service-worker.js', (text: string) => text.replaceAll(version, `next-${version}`)],
		['chat.html', (text: string) => text.replace('<head>', '<head><meta name="generator" content="next">')]
	] as const) {
		const before = readFileSync(join(app, file), 'utf8');
		expect(change(before)).not.toBe(before);
		writeFileSync(join(app, file), change(before));
		for (const packed of ['br', 'gz']) rmSync(join(app, `${file}.${packed}`));
	}
}

function toldOf(page: Page): Promise<Told> {
	return page.evaluate(() => (globalThis as unknown as { told: Told }).told);
}

/** The window loses the focus or gets it back: a test's browser never does that by itself. */
async function lookAway(page: Page, isAway: boolean): Promise<void> {
	await page.evaluate((away) => {
		document.hasFocus = () => !away;
		window.dispatchEvent(new Event(away ? 'blur' : 'focus'));
	}, isAway);
}
