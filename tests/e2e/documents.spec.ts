/**
 * "Wie kann ich im Sofortchat Dokumente an eine ratsuchende Person übermitteln?": the help page's second
 * question, its sentences as steps, online and offline.
 */
import { CHUNK_BYTES } from '../../src/lib/wire/limits';
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { cut, expect, reopen, test } from '../support/browser';
import {
	bubble,
	choose,
	countChunks,
	digest,
	downloadOf,
	eraseThrough,
	fileOf,
	isStored,
	noise,
	rows,
	watchBrought
} from '../support/documents';
import { createClient, enter, found, messages, openChat, openStream, welcome, write } from '../support/steps';

const LETTER = noise(300_000);
const ANSWER = noise(70_000, 2);

test('a document goes to the client, one comes back, and both can be deleted', async ({
	counsellor,
	client,
	relay
}) => {
	const brought = watchBrought(counsellor);
	await found(counsellor, relay);
	await test.step('Wenn man auf die Kachel Sofortchat (Messenger) im Dashboard klickt, öffnet sich der Chat. Alternativ gelangt man zu dem Chat über das Telefonsymbol in der linken Spalte.', async () => {
		await openChat(counsellor);
		await counsellor.getByRole('link', { name: 'Chat', exact: true }).click();
		await expect(counsellor.getByRole('heading', { name: 'Klienten' })).toBeVisible();
	});
	const url = await createClient(counsellor, 'Kim7');
	await createClient(counsellor, 'Mia');
	await enter(client, url);
	await write(client, 'Ich brauche ein Formular.');
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	await test.step('Unter der Überschrift Klienten kann man in der Suchzeile (neben der Lupe), eine ratsuchende Person suchen.', async () => {
		await counsellor.getByRole('searchbox').fill('kim');
	});
	await test.step('Wenn bereits ein Chat mit der Person existiert, wird der Name in der linken Spalte aufgelistet.', async () => {
		const list = counsellor.getByRole('navigation', { name: 'Gespräche' });
		await expect(list.getByRole('button', { name: /^Kim7/ })).toBeVisible();
		await expect(list.getByRole('button', { name: /^Mia/ })).toHaveCount(0);
	});
	await test.step('Sobald man auf den Namen einer ratsuchenden Person klickt, öffnet sich ein Fenster mit einem Textfeld, in dem man eine neue Unterhaltung starten kann. Wenn bereits ein Nachrichtenverlauf mit der gesuchten Person existiert, öffnet sich der entsprechende Nachrichtenverlauf.', async () => {
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Ich brauche ein Formular.')).toBeVisible();
	});
	await test.step('Mit einem Klick auf Docs, neben Profil, öffnet sich ein Fenster, in dem man Dokumente an die ratsuchende Person übermitteln kann.', async () => {
		await counsellor.getByRole('button', { name: 'Docs', exact: true }).click();
		await expect(counsellor.getByRole('region', { name: 'Docs' })).toContainText('Noch keine Dokumente.');
		await expectAccessibleInBothLights(counsellor);
	});
	await test.step('Wenn man auf den Button Dokument übertragen klickt, kann man ein Dokument hochladen und an den Ratsuchenden im Sofortchat übertragen. Alternativ kann man ein Dokument auch über das Heftklammersymbol neben dem Textfeld, hochladen.', async () => {
		await choose(counsellor, 'Dokument übertragen', fileOf('Formular.pdf', LETTER));
		await expect(bubble(client, 'Formular.pdf')).toContainText('PDF · 293 kB');
		await choose(client, 'Dokument anhängen', fileOf('ausgefüllt.pdf', ANSWER));
		await expect(bubble(counsellor, 'ausgefüllt.pdf')).toContainText('PDF · 68,4 kB');
		await expect(bubble(counsellor, 'Formular.pdf').getByText('gelesen')).toBeAttached();
	});
	await test.step('Im Chatverlauf kann man, mit einem Klick auf den Button Herunterladen, das Dokument wieder herunterladen.', async () => {
		for (const page of [counsellor, client]) {
			expect(digest((await downloadOf(page, 'Formular.pdf')).bytes)).toBe(digest(LETTER));
			expect(digest((await downloadOf(page, 'ausgefüllt.pdf')).bytes)).toBe(digest(ANSWER));
		}
		expect((await downloadOf(client, 'Formular.pdf')).name).toBe('Formular.pdf');
		await expectAccessible(client);
	});
	await test.step('Die hinterlegten Dokumente werden im gleichen Fenster, in einer Liste dargestellt. Das zuletzt hochgeladene Dokument wird ganz oben in der Liste angezeigt.', async () => {
		await expect(rows(counsellor)).toHaveCount(2);
		await expect(rows(counsellor).nth(0)).toContainText(/ausgefüllt\.pdf.*68,4 kB.*Kim7/s);
		await expect(rows(counsellor).nth(1)).toContainText(/Formular\.pdf.*293 kB.*Sie/s);
		await expectAccessibleInBothLights(counsellor);
	});
	const [sealed] = brought.filter(({ index }) => index > 0);
	if (!sealed) throw new Error('nothing was brought to the relay');
	const part = sealed.sealed.subarray(1_000, 1_064);
	await test.step('Wenn man ein Dokument wieder löschen möchte, klickt man auf die drei, senkrechte Punkte neben dem entsprechenden Dokument und wählt Löschen aus. Nach Bestätigung wird das Dokument gelöscht.', async () => {
		expect(isStored(relay.dataDir, part), 'the test would see it').toBe(true);
		await rows(counsellor).nth(1).getByRole('button', { name: 'Mehr zu Formular.pdf' }).click();
		await counsellor.getByRole('menuitem', { name: 'Löschen' }).click();
		const dialog = counsellor.getByRole('dialog', { name: 'Dokument löschen?' });
		await expect(dialog).toContainText(
			'„Formular.pdf“ verschwindet auf allen Geräten und lässt sich nicht wiederherstellen.'
		);
		await expectAccessible(counsellor);
		await dialog.getByRole('button', { name: 'Löschen', exact: true }).click();
		await expect(rows(counsellor)).toHaveCount(1);
		for (const page of [counsellor, client]) {
			await expect(messages(page).getByText('Dokument gelöscht')).toHaveCount(1);
			await expect(messages(page).getByText('Formular.pdf')).toHaveCount(0);
		}
		await expect.poll(() => isStored(relay.dataDir, part), 'nothing of it is on the disk of the relay').toBe(false);
	});
	await test.step('The client deletes what she sent herself, and nothing else', async () => {
		await choose(counsellor, 'Dokument anhängen', fileOf('bleibt.txt', Buffer.from('bleibt')));
		await bubble(client, 'bleibt.txt').getByRole('button', { name: 'Mehr zu bleibt.txt' }).click();
		await expect(client.getByRole('menuitem', { name: 'Antworten' })).toBeVisible();
		await expect(client.getByRole('menuitem', { name: 'Löschen' })).toHaveCount(0);
		await client.keyboard.press('Escape');
		await eraseThrough(client, 'ausgefüllt.pdf');
		for (const page of [counsellor, client]) await expect(messages(page).getByText('Dokument gelöscht')).toHaveCount(2);
		await expect(rows(counsellor)).toHaveCount(1);
	});
	await test.step('No row of it is left in either vault, and the relay neither gives nor takes it any more', async () => {
		await expect(async () => {
			// The text file stays: description and content, at the client, who has not downloaded it, only the description.
			expect([await countChunks(counsellor), await countChunks(client)]).toEqual([2, 1]);
			const address = `${relay.url}/v1/blobs/${sealed.blob}`;
			const headers = { authorization: sealed.token };
			expect((await counsellor.request.get(address, { headers })).status()).toBe(410);
			const again = await counsellor.request.put(`${address}/1`, { headers, data: sealed.sealed });
			expect(again.status()).toBe(410);
		}).toPass();
	});
	await test.step('and it stays so after opening again', async () => {
		const again = await reopen(client.context(), '/k');
		await expect(messages(again).getByText('Dokument gelöscht')).toHaveCount(2);
		await expect(bubble(again, 'bleibt.txt')).toBeVisible();
	});
});

test('offline it is kept, says so, and goes later; what has not come says so too', async ({
	counsellor,
	counsellorContext,
	client,
	clientContext,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Ich brauche ein Formular.');
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	// The app itself is cached before the network goes.
	await client.evaluate(() => navigator.serviceWorker.ready);
	await openStream(counsellor, 'Kim7');
	await test.step('both send without a network', async () => {
		await cut(counsellorContext);
		await cut(clientContext);
		await expect(counsellor.getByText('Offline – wird später gesendet')).toBeVisible();
		await choose(counsellor, 'Dokument anhängen', fileOf('Formular.pdf', LETTER));
		await expect(bubble(counsellor, 'Formular.pdf')).toContainText('wird später übertragen');
		await expect(bubble(counsellor, 'Formular.pdf').getByText('auf diesem Gerät', { exact: true })).toBeAttached();
		await choose(client, 'Dokument anhängen', fileOf('ausgefüllt.pdf', ANSWER));
		await expect(bubble(client, 'ausgefüllt.pdf')).toContainText('wird später übertragen');
		await expectAccessible(counsellor);
		await expectAccessible(client);
	});
	const again = await test.step('the client’s browser starts again: it is there', async () => {
		const page = await reopen(clientContext, '/k');
		await expect(bubble(page, 'ausgefüllt.pdf')).toContainText('wird später übertragen');
		return page;
	});
	await test.step('with the network both arrive, byte for byte', async () => {
		await cut(counsellorContext, false);
		await cut(clientContext, false);
		await expect(bubble(again, 'Formular.pdf')).toContainText('noch nicht geladen');
		await expect(bubble(counsellor, 'ausgefüllt.pdf')).toBeVisible();
		await expect(messages(again).getByText('wird später übertragen')).toHaveCount(0);
		await expect(bubble(counsellor, 'Formular.pdf').getByText('gelesen')).toBeAttached();
		expect(digest((await downloadOf(counsellor, 'ausgefüllt.pdf')).bytes)).toBe(digest(ANSWER));
	});
	await test.step('what was not downloaded in time says so, and is here once it was', async () => {
		await cut(clientContext);
		await expect(again.getByText('Offline – wird später gesendet')).toBeVisible();
		await bubble(again, 'Formular.pdf').getByRole('button', { name: 'Herunterladen' }).click();
		await expect(bubble(again, 'Formular.pdf').getByRole('alert')).toContainText('Keine Verbindung.');
		await cut(clientContext, false);
		await expect(again.getByText('Offline – wird später gesendet')).toHaveCount(0);
		expect(digest((await downloadOf(again, 'Formular.pdf')).bytes)).toBe(digest(LETTER));
		await cut(clientContext);
		expect(digest((await downloadOf(again, 'Formular.pdf')).bytes)).toBe(digest(LETTER));
		await cut(clientContext, false);
	});
	await test.step('one deletes offline what the other looks at: both converge', async () => {
		await cut(counsellorContext);
		await eraseThrough(counsellor, 'ausgefüllt.pdf');
		await expect(messages(counsellor).getByText('Dokument gelöscht')).toHaveCount(1);
		await expect(bubble(again, 'ausgefüllt.pdf')).toBeVisible();
		await cut(counsellorContext, false);
		await expect(messages(again).getByText('Dokument gelöscht')).toHaveCount(1);
		await expect(async () => {
			expect(await countChunks(again)).toBe(2);
		}).toPass();
	});
});

test('a cut at every tenth of an upload: it goes on where it was', async ({
	counsellor,
	counsellorContext,
	client,
	relay
}) => {
	const whole = noise(10 * CHUNK_BYTES, 3);
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const taken = new Map<number, number>();
	let mayPass = 1;
	await counsellorContext.route(/\/v1\/blobs\/[0-9a-f]{64}\/\d+$/, async (route) => {
		if (route.request().method() !== 'PUT') return route.continue();
		// As many chunks as this connection may carry, and not one more.
		if (mayPass === 0) return route.abort('connectionreset');
		mayPass--;
		const index = Number(route.request().url().split('/').at(-1));
		// Counted when the relay has it: a line cut before that would carry it again.
		const response = await route.fetch();
		taken.set(index, (taken.get(index) ?? 0) + 1);
		await route.fulfill({ response });
	});
	await choose(counsellor, 'Dokument anhängen', fileOf('Film.mp4', whole));
	for (let tenth = 1; tenth <= 10; tenth++) {
		await expect(async () => {
			expect(taken.size).toBe(tenth);
		}).toPass();
		await expect(bubble(counsellor, 'Film.mp4').getByText('auf diesem Gerät', { exact: true })).toBeAttached();
		await cut(counsellorContext);
		await expect(bubble(counsellor, 'Film.mp4')).toContainText('wird später übertragen');
		mayPass = tenth === 10 ? 2 : 1;
		await cut(counsellorContext, false);
	}
	await expect(bubble(client, 'Film.mp4')).toContainText('MP4 · 10 MB');
	await expect(bubble(counsellor, 'Film.mp4').getByText('gelesen')).toBeAttached();
	expect([...taken].sort(([a], [b]) => a - b)).toEqual(Array.from({ length: 11 }, (_, index) => [index, 1]));
	expect(digest((await downloadOf(client, 'Film.mp4')).bytes)).toBe(digest(whole));
});
