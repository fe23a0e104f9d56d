/** A browser's missing features are reported before anybody fills in a form. */
import { expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { createClient, enter, found, openChat, write } from '../support/steps';

test('a page without HTTPS says so, to counsellors and clients', async ({ counsellor, client, relay }) => {
	// A host name other than this machine's: browsers give such a page no cryptography.
	const bare = `http://chat.sofortchat.test:${String(relay.port)}`;
	await counsellor.goto(bare);
	await expect(counsellor.getByRole('alert')).toContainText('https:// am Anfang der Adresse');
	await expect(counsellor.getByRole('button', { name: 'Diese Beratungsstelle einrichten' })).toHaveCount(0);
	await expectAccessibleInBothLights(counsellor);
	await client.goto(`${bare}/k#${'A'.repeat(67)}`);
	await expect(client.getByRole('alert')).toContainText('https:// am Anfang der Adresse');
	await expect(client.getByRole('button', { name: 'Gespräch öffnen' })).toHaveCount(0);
});

test('where cookies are blocked nothing can be kept, and nobody reads that the device is full', async ({
	counsellor,
	clientContext,
	client,
	newPerson,
	relay
}) => {
	/** Like Chromium and Firefox with all cookies blocked. */
	const block = (): void => {
		const refuse = (): never => {
			throw new DOMException('The operation is insecure.', 'SecurityError');
		};
		IDBFactory.prototype.open = refuse;
		IDBFactory.prototype.databases = () => Promise.reject(new DOMException('insecure', 'SecurityError'));
	};
	const other = await newPerson();
	await other.addInitScript(block);
	const blocked = await other.newPage();
	await blocked.goto(relay.setupUrl ?? '');
	await expect(blocked.getByRole('alert')).toContainText('Dieser Browser darf hier nichts speichern');
	await expect(blocked.getByLabel('Einrichtungscode')).toHaveCount(0);

	await found(counsellor, relay);
	await openChat(counsellor);
	await clientContext.addInitScript(block);
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Hört mich jemand?');
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Dieser Browser darf hier nichts speichern')).toBeVisible();
});
