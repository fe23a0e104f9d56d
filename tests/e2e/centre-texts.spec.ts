/** What the centre tells its clients: its hours, when it answers, whom to call. */
import { expectAccessible, expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { welcome } from '../support/steps';

test('the centre’s hours, answer time and emergency numbers are the Leitung’s to say, and clients read them', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await counsellor.getByRole('banner').getByRole('button', { name: 'Beratungsstelle Nord' }).click();
	const dialog = counsellor.getByRole('dialog', { name: 'Beratungsstelle' });
	await expectAccessibleInBothLights(counsellor);
	await dialog.getByLabel('Name').fill(' ');
	await dialog.getByRole('button', { name: 'Speichern' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Bitte geben Sie einen Namen ein.');
	await dialog.getByLabel('Name').fill('Beratungsstelle Süd');
	await dialog.getByLabel('Zeiten').fill('Mo bis Do 9–16 Uhr');
	await dialog.getByLabel('Antwortzeit').fill('antwortet meist in 2 Werktagen');
	await dialog.getByLabel('Notfallnummern').fill('Lebensgefahr: 112 · Reden: 0800 111 0 222');
	await dialog.getByRole('button', { name: 'Speichern' }).click();
	await expect(dialog).toBeHidden();
	await expect(counsellor.getByRole('banner').getByRole('button', { name: 'Beratungsstelle Süd' })).toBeVisible();
	await expect(client.getByText('antwortet meist in 2 Werktagen')).toBeVisible();
	await expect(client.getByText('Mo bis Do 9–16 Uhr')).toBeVisible();
	await expect(client.getByRole('link', { name: '0800 111 0 222' })).toBeVisible();
	await expectAccessible(client);
});
