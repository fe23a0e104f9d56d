/** I1 for G1 to G7: groups without a network, through a restart, and what happens to them once there is one. */
import { expectAccessible } from '../support/accessible';
import { cut, expect, test } from '../support/browser';
import { add, agree, chooseList, createGroup, member, openConversation, openMembers, remove } from '../support/groups';
import { unlock } from '../support/founding';
import { createClient, enter, messages, openStream, welcome, write } from '../support/steps';

test('offline: a group is founded, filled and written in, somebody is removed; with the network all of it happens', async ({
	counsellor,
	counsellorContext,
	client,
	newPerson,
	relay
}) => {
	await welcome(counsellor, client, relay);
	const mia = await (await newPerson()).newPage();
	await enter(mia, await createClient(counsellor, 'Mia'));
	const nora = await createClient(counsellor, 'Nora');
	await chooseList(counsellor, 'Gruppenchats');
	await createGroup(counsellor, 'Elternabend');
	await openStream(counsellor, 'Elternabend');
	await openMembers(counsellor);
	await add(counsellor, 'Mia');
	await add(counsellor, 'Nora');
	await agree(mia, 'Mia');
	await expect(member(counsellor, 'Mia')).not.toContainText('eingeladen');
	await openConversation(mia, 'Elternabend');
	await counsellor.evaluate(() => navigator.serviceWorker.ready);

	await test.step('without a network: found, add, write, remove', async () => {
		await cut(counsellorContext);
		await createGroup(counsellor, 'Mutmachgruppe');
		await openStream(counsellor, 'Mutmachgruppe');
		await openMembers(counsellor);
		await add(counsellor, 'Kim7', true);
		await add(counsellor, 'Elternabend', true);
		await expect(member(counsellor, 'Kim7')).toContainText('wird hinzugefügt, sobald verbunden');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await write(counsellor, 'Ohne Netz geschrieben.');
		await openStream(counsellor, 'Elternabend');
		await openMembers(counsellor);
		await remove(counsellor, 'Mia');
		await expect(member(counsellor, 'Mia')).toContainText('wird entfernt, sobald verbunden');
		await expect(member(counsellor, 'Mia').getByRole('button', { name: 'entfernen' })).toHaveCount(0);
		await expectAccessible(counsellor);
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await write(counsellor, 'Nicht mehr für Mia.');
	});

	await test.step('after a restart without a network everything is there, shown as what it is', async () => {
		await counsellor.reload();
		await unlock(counsellor);
		await openStream(counsellor, 'Mutmachgruppe');
		await expect(messages(counsellor).getByText('Ohne Netz geschrieben.')).toBeVisible();
		await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
		await openMembers(counsellor);
		await expect(counsellor.getByText('1 Teilnehmer:in', { exact: true })).toBeVisible();
		await expect(member(counsellor, 'Kim7')).toContainText('wird hinzugefügt, sobald verbunden');
		await member(counsellor, 'Elternabend').getByRole('button', { name: 'Wer in Elternabend ist' }).click();
		await expect(member(counsellor, 'Elternabend')).toContainText('Norawird hinzugefügt, sobald verbunden');
		await expect(member(counsellor, 'Elternabend')).not.toContainText('Mia');
		await openStream(counsellor, 'Elternabend');
		await openMembers(counsellor);
		await expect(member(counsellor, 'Mia')).toContainText('wird entfernt, sobald verbunden');
		await write(mia, 'Bin ich noch da?');
	});

	await test.step('with the network the client is asked, joins, and reads what she may', async () => {
		await cut(counsellorContext, false);
		await expect(client.getByText('Einladung in die Gruppe „Mutmachgruppe“')).toBeVisible();
		await agree(client, 'Kim7');
		await openConversation(client, 'Mutmachgruppe');
		await expect(messages(client).getByText('Ohne Netz geschrieben.')).toBeVisible();
		await write(client, 'Ich bin dabei.');
		await openStream(counsellor, 'Mutmachgruppe');
		await expect(messages(counsellor).getByText('Ich bin dabei.')).toBeVisible();
		await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(0);
		await openMembers(counsellor);
		await expect(counsellor.getByText('2 Teilnehmer:innen', { exact: true })).toBeVisible();
	});

	await test.step('who comes with the other group is asked into both', async () => {
		const page = await (await newPerson()).newPage();
		await enter(page, nora);
		await expect(page.getByText('Einladung in die Gruppe „Mutmachgruppe“')).toBeVisible();
		await expect(page.getByText('Einladung in die Gruppe „Elternabend“')).toBeVisible();
	});

	await test.step('who was removed is out; what she wrote before she could know it is there, what followed is not hers', async () => {
		await expect(mia.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		await openStream(counsellor, 'Elternabend');
		await expect(messages(counsellor).getByText('Bin ich noch da?')).toBeVisible();
		await openMembers(counsellor);
		await expect(member(counsellor, 'Mia')).toHaveCount(0);
		await expect(messages(mia).getByText('Nicht mehr für Mia.')).toHaveCount(0);
		await expect(mia.getByText('Einladung in die Gruppe „Mutmachgruppe“')).toHaveCount(0);
	});
});
