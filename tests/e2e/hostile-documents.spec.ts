/** Files that want to run, burst or lie: they are sent and downloaded as what they are, and do nothing. */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { fillDisk, letDiskFill } from '../support/disk';
import {
	askToErase,
	bubble,
	choose,
	confirmErasing,
	countChunks,
	digest,
	downloadOf,
	fileOf,
	seek
} from '../support/documents';
import { removeProfile } from '../support/leftovers';
import { messages, openStream, welcome, write } from '../support/steps';

const folder = join(import.meta.dirname, '../corpus/attachments');
const corpus = readdirSync(folder);
const PHOTO = 'gps-exif-xmp-trailer.jpg';
const SECRETS = ['Exif', 'GPS', 'PhoneCam', 'ns.adobe.com', 'xmp', 'TRAILER', 'SECRET'];

test('every file of the corpus is sent, shown and downloaded, and nothing of it runs', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const titles = [await counsellor.title(), await client.title()];
	await choose(client, 'Dokument anhängen', ...corpus.map((name) => join(folder, name)));
	await test.step('they are there, those that could run with a warning', async () => {
		await counsellor.getByRole('button', { name: 'Docs', exact: true }).click();
		const docs = counsellor.getByRole('region', { name: 'Docs' });
		await expect(docs.getByRole('listitem')).toHaveCount(corpus.length, { timeout: 60_000 });
		for (const name of corpus) await expect(docs.getByText(name, { exact: true })).toBeVisible();
		for (const name of ['script.svg', 'bomb.svg', 'page.html', 'page.xhtml', 'macro.docm', 'desktop.url'])
			await expect(docs.getByRole('listitem').filter({ hasText: name })).toContainText('Vorsicht');
		await expectAccessible(counsellor);
	});
	await test.step('only what is a picture is previewed: neither markup under a picture’s name, nor one too large', async () => {
		await expect(counsellor.getByRole('region', { name: 'Docs' }).locator('img')).toHaveCount(1);
		for (const page of [counsellor, client]) {
			await expect((await seek(page, PHOTO)).getByRole('button', { name: `${PHOTO} größer zeigen` })).toBeVisible();
			for (const name of ['html-as.png', 'bomb-50000x50000.png', 'script.svg', 'gif-js-polyglot.gif'])
				await expect((await seek(page, name)).locator('img')).toHaveCount(0);
			expect(await page.locator('svg script, iframe, object, embed').count()).toBe(0);
		}
	});
	await test.step('each comes back byte for byte, except for the photo, which has lost where it was taken', async () => {
		const jobs: [string, Buffer][] = corpus.map((name) => [name, readFileSync(join(folder, name))]);
		for (const [name, sent] of jobs) {
			const got = await downloadOf(counsellor, name);
			expect(got.name).toBe(name);
			if (name === PHOTO) {
				expect(got.bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff');
				for (const secret of SECRETS) {
					expect(sent.includes(secret) || got.bytes.includes(secret), secret).toBe(sent.includes(secret));
					expect(got.bytes.includes(secret), secret).toBe(false);
				}
			} else expect(digest(got.bytes), name).toBe(digest(sent));
		}
	});
	await test.step('the photo opens large, drawn anew', async () => {
		await (await seek(counsellor, PHOTO)).getByRole('button', { name: `${PHOTO} größer zeigen` }).click();
		const dialog = counsellor.getByRole('dialog', { name: PHOTO });
		await expect(dialog.getByRole('img')).toBeVisible();
		await expect(dialog.getByRole('img')).toHaveAttribute('src', /^blob:/);
		await expectAccessible(counsellor);
		await counsellor.keyboard.press('Escape');
		await expect(dialog).toBeHidden();
	});
	expect([await counsellor.title(), await client.title()]).toEqual(titles);
});

test('names are shown as they are spelled, and are safe on the disk', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const names = ['<img src=x onerror=1>.png', 'rechnung\u202efdp.exe', 'CON.txt', '.htaccess', 'Bericht.pdf .exe'];
	await choose(client, 'Dokument anhängen', ...names.map((name, i) => fileOf(name, Buffer.from(`Inhalt ${i}`))));
	const shown = ['<img src=x onerror=1>.png', 'rechnungfdp.exe', 'CON.txt', '.htaccess', 'Bericht.pdf .exe'];
	await expect(bubble(counsellor, 'Bericht.pdf .exe')).toContainText('EXE · 8 Byte');
	for (const name of shown) await expect(await seek(counsellor, name)).toBeVisible();
	expect((await downloadOf(counsellor, 'CON.txt')).name).toBe('_CON.txt');
	expect((await downloadOf(counsellor, '.htaccess')).name).toBe('_.htaccess');
	expect((await downloadOf(counsellor, '<img src=x onerror=1>.png')).name).toBe('_img src=x onerror=1_.png');
	await expect(counsellor.locator('img[src="x"]')).toHaveCount(0);
});

test('a photo that cannot be drawn asks first; a pasted one, too', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const cutOff = readFileSync(join(folder, PHOTO)).subarray(0, 700);
	const chips = counsellor.getByRole('list', { name: 'Dokumente' });
	await choose(counsellor, 'Dokument anhängen', fileOf('halb.jpg', cutOff));
	await expect(chips).toContainText('Diese Aufnahme kann verraten, wo sie entstanden ist.');
	await expectAccessible(counsellor);
	await chips.getByRole('button', { name: 'Verwerfen' }).click();
	await expect(chips).toHaveCount(0);
	await choose(counsellor, 'Dokument anhängen', fileOf('halb.jpg', cutOff));
	await chips.getByRole('button', { name: 'Trotzdem übertragen' }).click();
	await expect(bubble(client, 'halb.jpg')).toBeVisible();
	await counsellor.getByLabel('Nachricht an Kim7').evaluate((field) => {
		const data = new DataTransfer();
		data.items.add(new File(['eingefügt'], 'Bild.txt'));
		field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
	});
	await chips.getByRole('button', { name: 'Dokument übertragen' }).click();
	await expect(bubble(client, 'Bild.txt')).toBeVisible();
	await counsellor.getByRole('region', { name: 'Nachrichten' }).evaluate((region) => {
		const data = new DataTransfer();
		data.items.add(new File(['eins'], 'gezogen-1.txt'));
		data.items.add(new File(['zwei'], 'gezogen-2.txt'));
		for (const type of ['dragenter', 'dragover', 'drop'])
			region.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
	});
	for (const name of ['gezogen-1.txt', 'gezogen-2.txt']) await expect(bubble(client, name)).toBeVisible();
});

test('a file that changes, a cancelled one, a full disk: a sentence, and nothing is left of it', async ({
	counsellor,
	client,
	relay
}) => {
	const own = await mkdtemp(join(tmpdir(), 'sofortchat-files-'));
	try {
		await letDiskFill(counsellor);
		await welcome(counsellor, client, relay);
		await openStream(counsellor, 'Kim7');
		const chips = counsellor.getByRole('list', { name: 'Dokumente' });
		await test.step('cancelled in the middle, and changed on the disk before it was read', async () => {
			const [large, small] = [join(own, 'gross.bin'), join(own, 'klein.txt')];
			await writeFile(large, Buffer.alloc(95 * 1024 * 1024, 'lang'));
			await writeFile(small, 'vorher');
			await choose(counsellor, 'Dokument anhängen', large, small);
			await expect(chips.getByText(/wird vorbereitet/)).toBeVisible();
			await writeFile(small, 'nachher, und länger');
			await chips.getByRole('button', { name: 'Abbrechen: gross.bin' }).click();
			await expect(chips.getByRole('alert')).toHaveText(
				'Diese Datei lässt sich nicht lesen. Bitte wählen Sie sie noch einmal aus.'
			);
			await chips.getByRole('button', { name: 'Abbrechen: klein.txt' }).click();
			await expect(async () => {
				expect(await countChunks(counsellor)).toBe(0);
			}).toPass();
			await expect(messages(counsellor).getByRole('article')).toHaveCount(0);
		});
		await test.step('a full disk', async () => {
			await fillDisk(counsellor, true);
			await choose(counsellor, 'Dokument anhängen', fileOf('Brief.txt', Buffer.from('Guten Tag')));
			await expect(chips.getByRole('alert')).toHaveText(/^Der Speicher dieses Geräts ist voll\./);
			await expectAccessible(counsellor);
			await fillDisk(counsellor, false);
			await chips.getByRole('button', { name: 'Wiederholen' }).click();
			await expect(bubble(client, 'Brief.txt')).toBeVisible();
			await expect(chips).toHaveCount(0);
		});
		await test.step('two delete the same at once, and write on', async () => {
			await choose(client, 'Dokument anhängen', fileOf('zweimal.txt', Buffer.from('zweimal')));
			await expect(bubble(counsellor, 'zweimal.txt')).toBeVisible();
			const asked = [await askToErase(counsellor, 'zweimal.txt'), await askToErase(client, 'zweimal.txt')];
			await Promise.all(asked.map(confirmErasing));
			await write(client, 'Weg damit.');
			await write(counsellor, 'Ist weg.');
			for (const page of [counsellor, client]) {
				await expect(messages(page).getByText('Dokument gelöscht')).toHaveCount(1);
				await expect(bubble(page, 'Brief.txt')).toBeVisible();
				for (const text of ['Weg damit.', 'Ist weg.']) await expect(messages(page).getByText(text)).toBeVisible();
			}
		});
	} finally {
		await removeProfile(own);
	}
});
