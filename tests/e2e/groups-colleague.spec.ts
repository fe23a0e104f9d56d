/** A colleague in a group: writes, shares Statistik, leaves, returns, takes over from its founder. E8, E9, G3 to G6. */
import { expectAccessible } from '../support/accessible';
import { cut, expect as expectSoon, test } from '../support/browser';
import { add, chooseList, createGroup, member, openMembers, remove } from '../support/groups';
import { begin, choice, openWindow, rows, save, statistics } from '../support/statistics';
import { count, spaces } from '../support/storage';
import { found, messages, openStream, write } from '../support/steps';
import { invite, join, openTeam } from '../support/team';
// A busy machine is slow, not wrong.
const expect = expectSoon.configure({ timeout: 40_000 });

test('a colleague in a group, and in its Statistik, until the founder leaves and she takes over', async ({
	counsellor,
	counsellorContext,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openTeam(counsellor);
	const cemContext = await newPerson();
	const cem = await cemContext.newPage();
	await join(cem, await invite(counsellor, 'Cem Celik', 'Leitung'));
	for (const page of [counsellor, cem]) {
		await page.getByRole('link', { name: 'Chat', exact: true }).click();
		await chooseList(page, 'Gruppenchats');
	}
	const before = [...(await spaces(counsellor)), ...(await spaces(cem))];
	await createGroup(counsellor, 'Mutmachgruppe');
	await openStream(counsellor, 'Mutmachgruppe');
	await write(counsellor, 'Schon vor Cem.');

	await test.step('a Leitung who would leave a group without anybody of the centre is told so', async () => {
		await openTeam(cem);
		await cem.getByRole('button', { name: 'Entfernen: Berta Baum' }).click();
		const dialog = cem.getByRole('dialog', { name: 'Berta Baum entfernen?' });
		await expect(dialog).toContainText('In dieser Gruppe ist danach keine Berater:in mehr');
		await expect(dialog).toContainText('Mutmachgruppe');
		await expectAccessible(cem);
		await dialog.getByRole('button', { name: 'Abbrechen' }).click();
		await cem.getByRole('link', { name: 'Chat', exact: true }).click();
		await expect(cem.getByRole('heading', { name: 'Gruppenchats' })).toBeVisible();
	});

	await test.step('she is found, added, and in it at once', async () => {
		await openMembers(counsellor);
		await add(counsellor, 'Cem Celik', true);
		await expect(member(counsellor, 'Cem Celik')).toHaveText(/Berater:in\s*entfernen\s*$/);
		await expectAccessible(counsellor);
		await openStream(cem, 'Mutmachgruppe');
		await expect(messages(cem).getByText('Schon vor Cem.')).toBeVisible();
		await write(cem, 'Cem ist da.');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await expect(messages(counsellor).getByText('Cem ist da.')).toBeVisible();
		await expect(messages(counsellor).getByText('Cem Celik:', { exact: true })).toBeVisible();
	});

	await test.step('both have its Statistik', async () => {
		await openWindow(counsellor, 'Statistik');
		await begin(counsellor);
		await counsellor.getByLabel(/^Notiz/).fill('Von Berta');
		await save(counsellor);
		await openWindow(cem, 'Statistik');
		await expect(rows(cem)).toHaveCount(1);
		await begin(cem);
		await cem.getByLabel(/^Notiz/).fill('Von Cem');
		await save(cem);
		for (const page of [counsellor, cem]) await expect(rows(page)).toHaveCount(2);
	});

	await test.step('both change the same monitoring without a network, and both keep their fields', async () => {
		for (const page of [counsellor, cem]) await page.evaluate(() => navigator.serviceWorker.ready);
		await cut(counsellorContext);
		await cut(cemContext);
		await choice(counsellor, 1, 'Bearbeiten');
		await counsellor.getByLabel('Beratungsanlass (Hauptthema)').selectOption('Einsamkeit');
		await save(counsellor);
		await choice(cem, 1, 'Bearbeiten');
		await cem.getByLabel('Dauer (Minuten)').fill('35');
		await save(cem);
		await cut(counsellorContext, false);
		await cut(cemContext, false);
		for (const page of [counsellor, cem]) {
			await expect(rows(page).nth(1)).toContainText('Einsamkeit');
			await expect(rows(page).nth(1)).toContainText('35 Min.');
		}
	});

	const cases = (await spaces(counsellor)).filter((id) => !before.includes(id));
	const shared = await spaces(cem);
	const both = cases.filter((id) => shared.includes(id));
	expect(both, 'the group and its records').toHaveLength(2);
	const kept = async (): Promise<number[]> => Promise.all(both.map((id) => count(cem, 'entries', id)));

	await test.step('who is removed is out of both: nothing written afterwards reaches her', async () => {
		await openMembers(counsellor);
		const records = await Promise.all(both.map((id) => count(counsellor, 'charters', id)));
		await remove(counsellor, 'Cem Celik');
		await expect(member(counsellor, 'Cem Celik')).toHaveCount(0);
		const row = cem.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Mutmachgruppe/ });
		await expect(row).toContainText('Nicht mehr dabei');
		await cem.getByRole('button', { name: 'DN', exact: true }).click();
		await expect(cem.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		await expect(cem.getByLabel('Nachricht an Mutmachgruppe')).toHaveCount(0);
		for (const [i, id] of both.entries())
			await expect.poll(() => count(counsellor, 'charters', id)).toBeGreaterThan(records[i] ?? Infinity);
		const has = await kept();
		await openWindow(counsellor, 'Statistik');
		await begin(counsellor);
		await counsellor.getByLabel(/^Notiz/).fill('Nach Cem');
		await save(counsellor);
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await write(counsellor, 'Nun ohne Cem.');
		await expect.poll(() => count(counsellor, 'outbox'), 'all of it is at the relay').toBe(0);
		expect(await kept()).toEqual(has);
	});

	await test.step('who is asked again sees what she may, where she looks', async () => {
		await openMembers(counsellor);
		await add(counsellor, 'Cem Celik', true);
		await openStream(cem, 'Mutmachgruppe');
		await expect(messages(cem).getByText('Nun ohne Cem.')).toBeVisible();
		await openWindow(cem, 'Statistik');
		await expect(rows(cem)).toHaveCount(3);
	});

	await test.step('the founder leaves the team: her colleague takes over, and her devices are out', async () => {
		await openTeam(cem);
		await cem.getByRole('button', { name: 'Entfernen: Berta Baum' }).click();
		await cem.getByRole('dialog').getByRole('button', { name: 'Entfernen' }).click();
		await expect(counsellor.getByRole('alert')).toContainText('Sie gehören nicht mehr zum Team');
		await cem.getByRole('link', { name: 'Chat', exact: true }).click();
		await openStream(cem, 'Mutmachgruppe');
		await openMembers(cem);
		await expect(member(cem, 'Cem Celik')).toContainText('hat die Gruppe übernommen');
		await expect(member(cem, 'Cem Celik').getByRole('button', { name: 'entfernen' })).toHaveCount(0);
		await expect(member(cem, 'Berta Baum')).toHaveCount(0);
		await expect(cem.getByText('1 Teilnehmer:in', { exact: true })).toBeVisible();
		await expectAccessible(cem);
		await openWindow(cem, 'Statistik');
		await expect(statistics(cem).getByRole('list', { name: 'Monitorings' })).toBeVisible();
		await expect(rows(cem)).toHaveCount(3);
	});
});
