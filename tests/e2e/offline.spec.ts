/** Without a network, without a relay, through a restart of browser and relay: nothing is lost, nothing comes twice. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible';
import { cut, expect, reopen, test } from '../support/browser';
import { removeProfile } from '../support/leftovers';
import { startRelay } from '../support/relay';
import {
	createClient,
	enter,
	found,
	messages,
	openChat,
	openStream,
	PASSPHRASE,
	welcome,
	write
} from '../support/steps';

test('both write offline, browsers and relay restart, and everything converges', async ({
	client,
	clientContext,
	newPerson,
	openProfile,
	relay
}) => {
	const profile = await mkdtemp(join(tmpdir(), 'sofortchat-profile-'));
	let again: Awaited<ReturnType<typeof startRelay>> | null = null;
	try {
		const before = await openProfile(profile);
		const first = await before.newPage();
		await found(first, relay);
		await openChat(first);
		const url = await createClient(first, 'Kim7');
		await first.evaluate(() => navigator.serviceWorker.ready);
		await enter(client, url);
		await write(client, 'Noch mit Netz.');
		await client.getByRole('button', { name: 'Nur ich' }).click();
		await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
		await client.evaluate(() => navigator.serviceWorker.ready);
		await openStream(first, 'Kim7');
		await expect(texts(first)).toHaveText(['Noch mit Netz.']);

		await test.step('the counsellor writes and creates a client offline', async () => {
			await cut(before);
			await expect(first.getByRole('banner').getByText('Offline')).toBeVisible();
			await expect(first.getByText('Offline – wird später gesendet')).toBeVisible();
			await write(first, 'Berta, offline.');
			await expect(messages(first).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
			await expectAccessible(first);
			await createClient(first, 'Mia', false);
			await before.close();
		});

		const after = await openProfile(profile, { offline: true });
		const counsellor = await after.newPage();
		const mia = await test.step('the browser starts again without a network: everything is there', async () => {
			await counsellor.goto('/chat');
			await counsellor.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
			await counsellor.getByRole('button', { name: 'Öffnen', exact: true }).click();
			await openStream(counsellor, 'Kim7');
			await expect(texts(counsellor)).toHaveText(['Noch mit Netz.', 'Berta, offline.']);
			await write(counsellor, 'Berta, nach dem Neustart.');
			await openStream(counsellor, 'Mia');
			await write(counsellor, 'Guten Tag, Mia.');
			const link = await accessLinkOf(counsellor, /Link gilt, sobald übertragen/);
			await openStream(counsellor, 'Kim7');
			return link;
		});

		const talk = await test.step('the client, too', async () => {
			await cut(clientContext);
			await write(client, 'Kim, offline.');
			const page = await reopen(clientContext, '/k');
			await expect(texts(page)).toHaveText(['Noch mit Netz.', 'Kim, offline.']);
			await write(page, 'Kim, nach dem Neustart.');
			await expect(page.getByText('Offline – wird später gesendet')).toBeVisible();
			return page;
		});

		await test.step('the relay restarts meanwhile', async () => {
			await relay.kill();
			again = await startRelay({ dataDir: relay.dataDir, port: relay.port });
			expect(again.setupCode).toBeNull();
		});

		await test.step('with the network everything comes, each once, in the same order on both', async () => {
			await cut(after, false);
			await cut(clientContext, false);
			await expect(texts(counsellor)).toHaveCount(5);
			await expect(texts(talk)).toHaveCount(5);
			const order = await texts(counsellor).allTextContents();
			expect([...order].sort()).toEqual([
				'Berta, nach dem Neustart.',
				'Berta, offline.',
				'Kim, nach dem Neustart.',
				'Kim, offline.',
				'Noch mit Netz.'
			]);
			await expect(texts(talk)).toHaveText(order);
			for (const page of [counsellor, talk]) {
				await expect(messages(page).getByText('gelesen', { exact: true }).first()).toBeAttached();
				await expect(messages(page).getByText('auf diesem Gerät', { exact: true })).toHaveCount(0);
				await expect(page.getByText('Offline', { exact: true })).toHaveCount(0);
			}
			await talk.reload();
			await expect(texts(talk)).toHaveText(order);
		});

		await test.step('and the link that was made offline opens', async () => {
			const other = await (await newPerson()).newPage();
			await expect(async () => {
				await other.goto('about:blank');
				await enter(other, mia);
			}).toPass();
			await expect(texts(other)).toHaveText(['Guten Tag, Mia.']);
		});
	} finally {
		await (again as Awaited<ReturnType<typeof startRelay>> | null)?.kill();
		await removeProfile(profile);
	}
});

test('the relay goes away: what is unsent says so, and goes when it is back', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	await write(client, 'Vorher.');
	await expect(texts(counsellor)).toHaveText(['Vorher.']);
	// Her device may learn later than the counsellor's that it has arrived.
	await expect(messages(client).getByText('gelesen', { exact: true })).toHaveCount(1);
	await expect(client.getByText('Noch nicht gesendet. Bitte Seite offen lassen.')).toHaveCount(0);
	await relay.kill();
	await expect(client.getByText('Offline', { exact: true })).toBeVisible();
	await write(counsellor, 'Berta schreibt weiter.');
	await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
	await write(client, 'Kim schreibt weiter.');
	await expect(messages(client).getByText('noch nicht gesendet', { exact: true })).toHaveCount(1);
	await expect(messages(client).getByText('auf diesem Gerät', { exact: true })).toHaveCount(0);
	await expect(client.getByText('Noch nicht gesendet. Bitte Seite offen lassen.')).toBeVisible();
	await expectAccessible(client);
	const again = await startRelay({ dataDir: relay.dataDir, port: relay.port });
	try {
		await expect(texts(counsellor)).toHaveText(['Vorher.', 'Berta schreibt weiter.', 'Kim schreibt weiter.']);
		await expect(texts(client)).toHaveText(['Vorher.', 'Berta schreibt weiter.', 'Kim schreibt weiter.']);
		await expect(client.getByText('Noch nicht gesendet. Bitte Seite offen lassen.')).toHaveCount(0);
		await expect(messages(client).getByText('noch nicht gesendet', { exact: true })).toHaveCount(0);
		// The question is a part of the page that loads later: the cut must not have cost it.
		await expect(client.getByText('Wer benutzt dieses Gerät?')).toBeVisible();
	} finally {
		await again.kill();
	}
});

function texts(page: Page) {
	return messages(page).locator('article bdi.text');
}

async function accessLinkOf(page: Page, state: RegExp): Promise<string> {
	await page.getByRole('button', { name: 'Mehr', exact: true }).click();
	await page.getByRole('menuitem', { name: 'Zugangslink anzeigen' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText(state)).toBeVisible();
	const url = await dialog.getByLabel('Zugangslink', { exact: true }).inputValue();
	await dialog.getByRole('button', { name: 'Fertig' }).click();
	return url;
}
