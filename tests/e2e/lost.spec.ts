/** The relay has lost its data, or comes back with older data: nobody is out because of it, and nothing is lost. */
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { unlock } from '../support/founding';
import { removeProfile } from '../support/leftovers';
import { startRelay } from '../support/relay';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';
import { invite, join as joinTeam, openTeam } from '../support/team';

const FORGOT = /^Die Gegenstelle kennt dieses Gerät zurzeit nicht/;

test('[Y8] [U22] a relay that lost everything: who founded the centre sets it up there again, and all of it comes back', async ({
	counsellor,
	client,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const unopened = await createClient(counsellor, 'Mia');
	await enter(client, await createClient(counsellor, 'Kim7'));
	await write(client, 'Vorher.');
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Vorher.')).toBeVisible();
	await relay.kill();
	const empty = await startRelay({ port: relay.port });
	try {
		await expect(counsellor.getByRole('alert')).toContainText(FORGOT);
		await write(counsellor, 'Bleibt hier.');
		await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
		await expectAccessibleInBothLights(counsellor);
		await counsellor.getByRole('button', { name: 'Neu einrichten …' }).click();
		const dialog = counsellor.getByRole('dialog');
		await dialog.getByLabel('Einrichtungscode').fill('0000-0000-0000-0000');
		await dialog.getByRole('button', { name: 'Wieder einrichten' }).click();
		await expect(dialog.getByRole('alert')).toContainText('Der Einrichtungscode stimmt nicht.');
		await expectAccessibleInBothLights(counsellor);
		await dialog.getByLabel('Einrichtungscode').fill(empty.setupCode ?? '');
		await dialog.getByRole('button', { name: 'Wieder einrichten' }).click();
		await expect(dialog).toHaveCount(0);
		await expect(counsellor.getByRole('alert')).toHaveCount(0);
		await expect(messages(counsellor).getByText('auf diesem Gerät', { exact: true })).toHaveCount(0);
		await expect(messages(client).getByRole('article')).toHaveText([/Vorher\./, /Bleibt hier\./]);
		await write(client, 'Und weiter.');
		await expect(messages(counsellor).getByText('Und weiter.')).toBeVisible();
		// A link that nobody had opened yet still leads to her, once all that it leads to is back.
		const mia = await (await newPerson()).newPage();
		mia.setDefaultTimeout(15_000);
		await expect(async () => {
			await mia.goto('about:blank');
			await enter(mia, unopened);
			await write(mia, 'Ist da jemand?');
		}).toPass({ timeout: 150_000 });
	} finally {
		await empty.stop();
	}
});

test('[Y8] a relay that was set back behind a colleague’s coming: she stays at work, and is known again', async ({
	counsellor,
	counsellorContext,
	newPerson,
	relay
}) => {
	await found(counsellor, relay);
	const backup = await mkdtemp(join(tmpdir(), 'sofortchat-backup-'));
	await relay.kill();
	// The lock is a socket and cannot be copied.
	const filter = (path: string): boolean => !path.endsWith('/lock');
	await cp(relay.dataDir, join(backup, 'data'), { recursive: true, filter });
	const before = await startRelay({ dataDir: relay.dataDir, port: relay.port });
	const cem = await (await newPerson()).newPage();
	await openTeam(counsellor);
	await joinTeam(cem, await invite(counsellor, 'Cem'), 'Cem Celik');
	await counsellor.close();
	await before.kill();
	const older = await startRelay({ dataDir: join(backup, 'data'), port: relay.port });
	try {
		await expect(cem.getByRole('alert')).toContainText(FORGOT);
		await expect(cem.getByText('Sie gehören nicht mehr zum Team')).toHaveCount(0);
		await expect(cem.getByRole('button', { name: 'Neu einrichten …' })).toHaveCount(0);
		await expect(cem.getByRole('button', { name: 'Sperren' })).toBeVisible();
		const berta = await counsellorContext.newPage();
		await berta.goto('/');
		await unlock(berta);
		await expect(cem.getByRole('alert')).toHaveCount(0);
	} finally {
		await older.stop();
		await removeProfile(backup);
	}
});
