/**
 * Anything broken, foreign, too long or hostile gets a clear sentence, and nothing already written is lost.
 * Over 300 lines, reason: one centre is founded once for all of it.
 */
import { utcDay } from '../../src/lib/base/day';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { base64url, concat, fromBase64url, fromHex } from '../../src/lib/base/bytes';
import { must } from '../../src/lib/base/fault';
import type { Seed } from '../../src/lib/base/ids';
import { signingKey } from '../../src/lib/crypto/sign';
import { packageKeys, renewLease } from '../../src/lib/sync/exchange/packages';
import { encodeLease, encodePackage, parsePackage } from '../../src/lib/wire/package';
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { fillDisk, letDiskFill } from '../support/disk';
import { createClient, found, messages, openChat, openStream, PASSPHRASE, welcome, write } from '../support/steps';

/** A test's links are issued under this key, so that it can end them. */
const ISSUER = fromHex('07'.repeat(32)) as Seed;

test('a link that does not open says why', async ({ counsellor, counsellorContext, client, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	await issueAs(counsellorContext, ISSUER);
	const url = await createClient(counsellor, 'Kim7');
	const [page = '', fragment = ''] = url.split('#');
	const changed = (from: number, to: number): string => {
		const bytes = fromBase64url(fragment);
		for (let i = from; i < to; i++) bytes[i] = (bytes[i] ?? 0) ^ 0x55;
		return `${page}#${base64url(bytes)}`;
	};
	const keys = await packageKeys(fromBase64url(fragment).slice(2, 34), 'link');

	await test.step('mangled, truncated, bare', async () => {
		for (const broken of [
			`${page}#${fragment.slice(0, -9)}`,
			`${page}#${fragment.replace(/./, '!')}`,
			changed(0, 1),
			page
		]) {
			await arrive(client, broken);
			await expect(client.getByRole('alert'), broken).toHaveText('Dieser Link ist unvollständig oder verändert.');
		}
		await expectAccessible(client);
	});

	await test.step('unknown, and of another centre', async () => {
		await knock(client, changed(2, 34));
		await expect(client.getByRole('alert')).toHaveText('Diesen Link gibt es hier noch nicht oder nicht mehr.');
		await knock(client, changed(34, 50));
		await expect(client.getByRole('alert')).toHaveText('Dieser Link gehört nicht zu dieser Seite.');
		await expect(client.getByRole('button', { name: 'Schnell weg' })).toBeVisible();
	});

	await test.step('a relay that answers nonsense', async () => {
		await client.route('**/v1/packages/*', (route) =>
			route.fulfill({ status: 200, body: '<html>Anmeldung im WLAN</html>' })
		);
		await knock(client, url);
		await expect(client.getByRole('alert')).toHaveText(
			'Die Gegenstelle antwortet unverständlich. Bitte versuchen Sie es später noch einmal.'
		);
		await client.unroute('**/v1/packages/*');
	});

	await test.step('no network, at the door', async () => {
		await arrive(client, url);
		await expect(client.getByRole('button', { name: 'Gespräch öffnen' })).toBeVisible();
		await client.waitForLoadState('networkidle');
		await client.route('**/v1/packages/*', (route) => route.abort());
		await client.getByRole('button', { name: 'Gespräch öffnen' }).click();
		await expect(client.getByRole('alert')).toHaveText(/^Keine Verbindung\./);
		await client.unroute('**/v1/packages/*');
		await client.getByRole('button', { name: 'Noch einmal versuchen' }).click();
	});

	await test.step('none of that has used it up', async () => {
		await client.getByRole('button', { name: 'Gespräch öffnen' }).click();
		await write(client, 'Hier bin ich.');
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Hier bin ich.')).toBeVisible();
	});

	await test.step('expired, then revoked: nothing written is lost', async () => {
		await renewLease(relay.url, keys, utcDay(Date.now()) - 1, ISSUER);
		await knock(client, url);
		await expect(client.getByRole('alert')).toHaveText('Dieser Link ist abgelaufen.');
		await expect(client.getByText('Ihre Nachrichten sind nicht verloren.')).toBeVisible();
		await expectAccessible(client);
		await renewLease(relay.url, keys, 'revoked', ISSUER);
		await knock(client, url);
		await expect(client.getByRole('alert')).toHaveText('Dieser Link gilt nicht mehr.');
		await expect(messages(counsellor).getByText('Hier bin ich.')).toBeVisible();
	});
});

test('a full disk: the sentence, the text stays, and it goes when there is room', async ({
	counsellor,
	client,
	relay
}) => {
	await letDiskFill(counsellor);
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Davor.');
	await fillDisk(counsellor, true);
	const field = counsellor.getByLabel('Nachricht an Kim7');
	await field.fill('Bei vollem Speicher.');
	await counsellor.getByRole('button', { name: 'Senden' }).click();
	await expect(counsellor.getByRole('alert')).toHaveText(/^Der Speicher dieses Geräts ist voll\./);
	await expect(field).toHaveValue('Bei vollem Speicher.');
	await expect(texts(counsellor)).toHaveText(['Davor.']);
	await expectAccessible(counsellor);

	await fillDisk(counsellor, false);
	await counsellor.getByRole('button', { name: 'Senden' }).click();
	await expect(texts(counsellor)).toHaveText(['Davor.', 'Bei vollem Speicher.']);
	await expect(counsellor.getByRole('alert')).toHaveCount(0);
	await expect(field).toHaveValue('');
	await expect(texts(client)).toHaveText(['Davor.', 'Bei vollem Speicher.']);
	await counsellor.reload();
	await unlock(counsellor);
	await openStream(counsellor, 'Kim7');
	await expect(texts(counsellor)).toHaveText(['Davor.', 'Bei vollem Speicher.']);
});

test('damaged rows of the vault: the sentence, and everything comes back from the relay', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	await write(client, 'Eins.');
	await expect(texts(counsellor)).toHaveText(['Eins.']);
	await write(counsellor, 'Zwei.');
	await expect(texts(client)).toHaveText(['Eins.', 'Zwei.']);
	await createClient(counsellor, 'Mia');
	await openStream(counsellor, 'Mia');
	await expect(row(counsellor, 'Kim7')).toContainText('Zwei.');

	for (const [tables, next] of [
		[['snapshots'], 'Drei.'],
		[['snapshots', 'entries'], 'Vier.']
	] as const) {
		await test.step(`every row of ${tables.join(' and ')}`, async () => {
			// Damaged while nobody uses them: what is open would be kept again.
			await counsellor.goto('about:blank');
			await counsellor.goto('/robots.txt');
			for (const table of tables) expect(await damage(counsellor, table)).toBeGreaterThan(0);
			await counsellor.goto('/chat');
			await unlock(counsellor);
			await openStream(counsellor, 'Kim7');
			await expect(counsellor.getByRole('alert')).toHaveText(
				/^Ein Teil der Daten auf diesem Gerät ist beschädigt\. Was übertragen war, wird erneut geholt\.$/
			);
			await expect(texts(counsellor).filter({ hasText: 'Eins.' })).toHaveCount(1);
			await expect(texts(counsellor).filter({ hasText: 'Zwei.' })).toHaveCount(1);
			await expect(row(counsellor, 'Mia')).toBeVisible();
			await write(client, `${next} Kim`);
			await expect(texts(counsellor).last()).toHaveText(`${next} Kim`);
			await write(counsellor, `${next} Berta`);
			await expect(texts(client).last()).toHaveText(`${next} Berta`);
			await openStream(counsellor, 'Mia');
		});
	}
	await counsellor.reload();
	await unlock(counsellor);
	await openStream(counsellor, 'Kim7');
	await expect(texts(counsellor)).toHaveText([
		'Eins.',
		'Zwei.',
		'Drei. Kim',
		'Drei. Berta',
		'Vier. Kim',
		'Vier. Berta'
	]);
	await expect(counsellor.getByRole('alert')).toHaveCount(0);
});

test('a relay that answers nonsense stops nobody from reading and writing', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Vorher.');
	await openStream(counsellor, 'Kim7');
	await expect(texts(counsellor)).toHaveText(['Vorher.']);
	let isMad = true;
	await counsellor.routeWebSocket(/\/ws/, (socket) => {
		if (!isMad) {
			socket.connectToServer();
			return;
		}
		let said = 0;
		const nonsense = [
			'',
			'Guten Tag',
			Buffer.alloc(0),
			Buffer.from([0xff]),
			Buffer.alloc(12, 0xff),
			Buffer.alloc(4096, 0x80),
			Buffer.from('{"type":"hello"}')
		];
		const talk = (): void => socket.send(nonsense[said++ % nonsense.length] ?? '');
		socket.onMessage(talk);
		for (const _ of nonsense) talk();
	});
	await counsellor.reload();
	await unlock(counsellor);
	await expect(counsellor.getByRole('alert')).toHaveText(
		'Die Gegenstelle antwortet unverständlich. Bitte versuchen Sie es später noch einmal.'
	);
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Trotzdem geschrieben.');
	await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
	isMad = false;
	await counsellor.reload();
	await unlock(counsellor);
	await openStream(counsellor, 'Kim7');
	await expect(texts(counsellor)).toHaveText(['Vorher.', 'Trotzdem geschrieben.']);
	await expect(texts(client)).toHaveText(['Vorher.', 'Trotzdem geschrieben.']);
	await expect(counsellor.getByRole('alert')).toHaveCount(0);
});

test('messages too long, empty, of emoji, and meant to break something', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const sides = [
		[counsellor, counsellor.getByLabel('Nachricht an Kim7')],
		[client, client.getByLabel('Ihre Nachricht')]
	] as const;

	await test.step('100 KB, and nothing', async () => {
		const long = 'Wort für Wort. '.repeat(7_000);
		for (const [page, field] of sides) {
			await field.fill(long);
			await expect(page.getByText(/^Etwa [\d.]+ Zeichen zu lang$/)).toBeVisible();
			await page.getByRole('button', { name: 'Senden' }).click();
			await expect(page.getByRole('alert')).toHaveText(
				'Die Nachricht ist zu lang. Bitte kürzen Sie sie oder senden Sie sie in Teilen.'
			);
			await expect(field).toHaveValue(long);
			await expectAccessible(page);
			for (const blank of ['', '   \n ', '\u200B\u2060', '\uFEFF']) {
				await field.fill(blank);
				await page.getByRole('button', { name: 'Senden' }).click();
				await expect(page.getByRole('alert')).toHaveText('Die Nachricht ist leer.');
			}
			await field.fill('');
		}
		await expect(texts(counsellor)).toHaveCount(0);
	});

	await test.step('as long as may be: folded, and whole on the other side', async () => {
		const whole = 'ä'.repeat(30 * 1024);
		await sides[1][1].fill(whole);
		await client.getByRole('button', { name: 'Senden' }).click();
		await messages(counsellor).getByRole('button', { name: 'Mehr anzeigen' }).click();
		await expect(texts(counsellor)).toHaveText([whole]);
	});

	await test.step('emoji alone are shown large', async () => {
		await write(client, '👨‍👩‍👧‍👦 🙈');
		await write(client, 'Ein 🙈 im Text');
		const size = (locator: Locator): Promise<number> =>
			locator.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
		// Retried: the list may be redrawing the bubbles right now.
		await expect(async () => {
			const large = await size(texts(counsellor).filter({ hasText: '👨‍👩‍👧‍👦' }));
			expect(large).toBeGreaterThan(1.5 * (await size(texts(counsellor).filter({ hasText: 'im Text' }))));
		}).toPass();
	});

	await test.step('hostile texts are texts, on both sides', async () => {
		const hostile = corpus()
			.filter(({ expect: outcome }) => /^(literal|no link)/.test(outcome))
			.map(({ input }) => input);
		expect(hostile.length).toBeGreaterThan(10);
		for (const [i, input] of hostile.entries()) {
			const [page, field] = must(sides[i % 2], 'a side');
			await field.fill(input);
			await page.getByRole('button', { name: 'Senden' }).click();
			const shown = input.replaceAll('\0', '');
			for (const [other] of sides) {
				const bubble = messages(other)
					.locator('article', { has: other.getByText(shown, { exact: true }) })
					.last();
				await expect(bubble.locator('bdi.text')).toHaveText(shown);
				expect(await bubble.locator('bdi.text').evaluate((element) => element.childElementCount), shown).toBe(0);
			}
		}
	});

	await test.step('a real address is a link that tells nobody where it was clicked', async () => {
		await write(client, 'https://example.org');
		const link = messages(counsellor).getByRole('link', { name: 'https://example.org' });
		await expect(link).toHaveAttribute('href', 'https://example.org');
		await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
		await expect(link).toHaveAttribute('referrerpolicy', 'no-referrer');
		await expect(link).toHaveAttribute('target', '_blank');
		await sides[1][1].fill('https://аpple.com/login');
		await client.getByRole('button', { name: 'Senden' }).click();
		await expect(messages(counsellor).getByRole('link', { name: 'https://xn--pple-43d.com/login' })).toBeVisible();
		await expect(messages(counsellor).getByText('Vorsicht: Diese Adresse enthält fremde Schriftzeichen')).toBeVisible();
		await expectAccessible(counsellor);
	});
});

function corpus(): { readonly input: string; readonly expect: string }[] {
	return JSON.parse(readFileSync(join(import.meta.dirname, '../corpus/messages.json'), 'utf8')) as ReturnType<
		typeof corpus
	>;
}

function texts(page: Page): Locator {
	return messages(page).locator('article bdi.text');
}

function row(page: Page, name: string): Locator {
	return page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button').filter({ hasText: name });
}

async function unlock(page: Page): Promise<void> {
	await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await page.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Sperren' })).toBeVisible();
}

/** Opens an address as if typed into a new tab: changing only the fragment would be something else. */
async function arrive(page: Page, url: string): Promise<void> {
	await page.goto('about:blank');
	await page.goto(url);
}

async function knock(page: Page, url: string): Promise<void> {
	await arrive(page, url);
	await page.getByRole('button', { name: 'Gespräch öffnen' }).click();
}

/** Makes `issuer` sign the lease of every package that this browser uploads, as if that counsellor had made it. */
async function issueAs(context: BrowserContext, issuer: Seed): Promise<void> {
	const key = await signingKey(issuer);
	await context.route('**/v1/packages/*', async (route) => {
		const raw = new Uint8Array(must(route.request().postDataBuffer(), 'a package'));
		const read = await parsePackage(raw);
		if (!read.ok) throw new Error(read.why);
		const { lease } = read.value;
		const own = await encodeLease({ ...lease.body, issuer: key.publicKey }, key);
		const whole = concat(raw.slice(0, raw.length - own.length), own);
		const again = await parsePackage(whole);
		if (!again.ok || encodePackage(again.value).length !== raw.length) throw new Error('not a package any more');
		await route.continue({ postData: Buffer.from(whole) });
	});
}

/** Overwrites every row of a table with other bytes of the same length; returns how many. */
async function damage(page: Page, table: string): Promise<number> {
	return page.evaluate(async (name) => {
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const open = indexedDB.open('desk');
			open.onsuccess = () => resolve(open.result);
			open.onerror = () => reject(new Error('cannot open'));
		});
		const count = await new Promise<number>((resolve, reject) => {
			const change = database.transaction(name, 'readwrite');
			const store = change.objectStore(name);
			const all = store.getAll();
			all.onsuccess = () => {
				for (const { k, v } of all.result as { k: string; v: Uint8Array }[])
					store.put({ k, v: v.map((byte) => byte ^ 0xa5) });
			};
			change.oncomplete = () => resolve(all.result.length);
			change.onerror = () => reject(new Error('cannot damage'));
		});
		database.close();
		return count;
	}, table);
}
