/** The whole story once, in every engine that people use. It includes what engines are known to differ in. */
import { cut, expect, test } from '../support/browser';
import { readRecords } from '../support/csv';
import { bubble, choose, digest, downloadOf, fileOf, noise } from '../support/documents';
import { exported, openMenu } from '../support/exporting';
import { add, agree, chooseList, createGroup, openConversation, openMembers } from '../support/groups';
import { unlock } from '../support/founding';
import { begin, openWindow, rows, save } from '../support/statistics';
import { messages, openStream, welcome, write } from '../support/steps';

test('found, counsel, keep, lock, go on offline, document, export, and a group', async ({
	counsellor,
	counsellorContext,
	client,
	clientContext,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await test.step('both write', async () => {
		await write(client, 'Ich weiß nicht mehr weiter. 💔');
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Ich weiß nicht mehr weiter.')).toBeVisible();
		await write(counsellor, 'Gut, dass Sie schreiben.');
		await expect(messages(client).getByText('Gut, dass Sie schreiben.')).toBeVisible();
		await expect(counsellor.getByText('gelesen').last()).toBeAttached();
	});
	await test.step('a document each way, byte for byte', async () => {
		const [letter, answer] = [noise(1_500_000), noise(70_000, 2)];
		await choose(counsellor, 'Dokument anhängen', fileOf('Formular.bin', letter));
		await choose(client, 'Dokument anhängen', fileOf('ausgefüllt.bin', answer));
		await expect(bubble(client, 'Formular.bin')).toBeVisible();
		await expect(bubble(counsellor, 'ausgefüllt.bin')).toBeVisible();
		expect(digest((await downloadOf(client, 'Formular.bin')).bytes)).toBe(digest(letter));
		const got = await downloadOf(counsellor, 'ausgefüllt.bin');
		expect([got.name, digest(got.bytes)]).toEqual(['ausgefüllt.bin', digest(answer)]);
	});
	await test.step('"Nur ich": without a network the conversation opens again, and goes on', async () => {
		await client.getByRole('button', { name: 'Nur ich' }).click();
		await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
		await client.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await cut(clientContext);
		await client.goto('/k');
		await expect(messages(client).getByText('Gut, dass Sie schreiben.')).toBeVisible();
		await write(client, 'Geschrieben ohne Netz.');
		await expect(client.getByText('auf diesem Gerät', { exact: true }).last()).toBeAttached();
		await cut(clientContext, false);
		await expect(messages(counsellor).getByText('Geschrieben ohne Netz.')).toBeVisible();
	});
	await test.step('the counsellor locks, loads anew without a network, and answers', async () => {
		await counsellor.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
		await counsellor.getByRole('button', { name: 'Sperren', exact: true }).first().click();
		await expect(counsellor.getByLabel('Passphrase', { exact: true })).toBeVisible();
		await cut(counsellorContext);
		await counsellor.reload();
		await unlock(counsellor);
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Geschrieben ohne Netz.')).toBeVisible();
		await write(counsellor, 'Ich bin gleich wieder da.');
		await cut(counsellorContext, false);
		await expect(messages(client).getByText('Ich bin gleich wieder da.')).toBeVisible();
	});
	await test.step('a monitoring', async () => {
		await openWindow(counsellor, 'Statistik');
		await begin(counsellor);
		await counsellor.getByLabel('Beratungsanlass (Hauptthema)').selectOption('Einsamkeit');
		await counsellor.getByLabel(/^Notiz/).fill('Erstgespräch');
		await save(counsellor);
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(rows(counsellor)).toContainText('Einsamkeit');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
	});
	await test.step('the stream as a table', async () => {
		await openMenu(counsellor);
		const { text } = await exported(counsellor, () =>
			counsellor.getByRole('menuitem', { name: 'Stream exportieren' }).click()
		);
		expect(readRecords(text).records.map((record) => record['Nachricht'])).toContain('Geschrieben ohne Netz.');
	});
	await test.step('a group that she says yes to', async () => {
		await chooseList(counsellor, 'Gruppenchats');
		await createGroup(counsellor, 'Montagsrunde');
		await openStream(counsellor, 'Montagsrunde');
		await openMembers(counsellor);
		await add(counsellor, 'Kim7');
		await agree(client, 'Kim');
		await openConversation(client, 'Montagsrunde');
		await write(client, 'Hallo zusammen.');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await expect(messages(counsellor).getByText('Hallo zusammen.')).toBeVisible();
	});
});
