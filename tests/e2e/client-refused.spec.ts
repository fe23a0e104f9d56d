/** A client whose way in leads nowhere, or no longer: she sees the same in every engine. */
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { found, messages, openStream, welcome, write } from '../support/steps';

test('an address that leads nowhere tells a client what helps, and leads only counsellors to their pages', async ({
	counsellor,
	client,
	relay
}) => {
	await client.goto('/kk');
	await expect(client.getByRole('heading', { name: 'Diese Seite gibt es nicht.' })).toBeVisible();
	await expect(client.getByText('Öffnen Sie bitte noch einmal den Link')).toBeVisible();
	await expect(client.getByRole('link', { name: '0800 111 0 111' })).toHaveAttribute('href', 'tel:08001110111');
	await expectAccessible(client);
	expect(await client.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
	await expect(client.getByRole('link', { name: 'Zum Sofortchat' })).toHaveCount(0);
	await client.goto('/');
	await expect(client.getByText('Dann öffnen Sie bitte diesen Link.')).toBeVisible();

	await found(counsellor, relay);
	await counsellor.goto('/kk');
	await counsellor.getByRole('link', { name: 'Zum Sofortchat' }).click();
	await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
});

test('[U17] who remembers and is locked out sees what there was, and why; her counsellor that nobody reads on', async ({
	counsellor,
	client,
	relay
}) => {
	await welcome(counsellor, client, relay);
	await write(client, 'Das steht schon da.');
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Guten Tag');
	await expect(messages(client).getByText('Guten Tag')).toBeVisible();
	await counsellor.getByRole('button', { name: 'Profil', exact: true }).click();
	// The other one is the app's own.
	await expect(counsellor.getByRole('button', { name: 'Sperren', exact: true })).toHaveCount(2);
	await counsellor.getByRole('button', { name: 'Sperren', exact: true }).last().click();
	await counsellor.getByRole('dialog').getByRole('button', { name: 'Sperren', exact: true }).click();
	const row = counsellor.getByRole('navigation', { name: 'Gespräche' }).getByRole('button', { name: /^Kim7/ });
	await expect(row).toContainText('Gesperrt');
	await expect(counsellor.getByText(/liest Kim7 erst mit einem neuen Link/)).toBeVisible();
	await expectAccessible(counsellor);
	await expect(client.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
	await client.reload();
	await expect(client.getByText('Ihr Zugang zu diesem Gespräch wurde geschlossen.')).toBeVisible();
	await expect(client.getByRole('heading', { name: 'Berta Baum' })).toBeVisible();
	for (const text of ['Das steht schon da.', 'Guten Tag']) await expect(messages(client).getByText(text)).toBeVisible();
	await expectAccessible(client);
});
