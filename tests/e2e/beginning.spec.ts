/** A centre is founded once its sheet has been checked: an interrupted founding is resumed or started over. */
import { expectAccessibleInBothLights } from '../support/accessible';
import { expect, test } from '../support/browser';
import { fillFounding, passphrase, unlock } from '../support/founding';
import { startRelay } from '../support/relay';
import { check, sheetWords, shownWords } from '../support/sheet';
import { found, PASSPHRASE } from '../support/steps';

test('[Y7] what was begun goes on with the passphrase; the code is good until the sheet has been checked', async ({
	counsellor,
	newPerson,
	relay
}) => {
	await counsellor.goto(relay.setupUrl ?? '');
	await fillFounding(counsellor, relay.setupCode ?? '');
	await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
	const words = await shownWords(counsellor);

	await test.step('the sheet is shown again', async () => {
		counsellor.once('dialog', (dialog) => void dialog.accept());
		await counsellor.reload();
		await expect(counsellor.getByText('Sie haben hier angefangen, eine Beratungsstelle einzurichten.')).toBeVisible();
		await expectAccessibleInBothLights(counsellor);
		await passphrase(counsellor).fill(PASSPHRASE);
		await counsellor.getByRole('button', { name: 'Öffnen', exact: true }).click();
		await expect(sheetWords(counsellor)).toHaveText(words);
	});

	await test.step('what cannot be reached is asked for again', async () => {
		await check(counsellor, words, true);
		await relay.kill();
		await counsellor.getByRole('button', { name: 'Prüfen' }).click();
		await expect(counsellor.getByRole('alert')).toHaveText(/^Keine Verbindung/);
		await expectAccessibleInBothLights(counsellor);
	});

	const again = await startRelay({ dataDir: relay.dataDir, port: relay.port });
	try {
		await test.step('somebody else founds with the same code', async () => {
			await found(await (await newPerson()).newPage(), relay);
		});
		await test.step('and who had begun is told, with nothing left behind', async () => {
			await counsellor.getByRole('button', { name: 'Prüfen' }).click();
			await expect(counsellor.getByRole('alert')).toHaveText(
				/^Mit diesem Code wurde schon eine Beratungsstelle eingerichtet\./
			);
			await expectAccessibleInBothLights(counsellor);
			await counsellor.reload();
			await expect(counsellor.getByRole('heading', { name: 'Sofortchat einrichten' })).toBeVisible();
		});
	} finally {
		await again.kill();
	}
});

test('[Y7] what was begun can be begun anew, and is done once the sheet has been checked', async ({
	counsellor,
	relay
}) => {
	await counsellor.goto(relay.setupUrl ?? '');
	await fillFounding(counsellor, relay.setupCode ?? '');
	await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
	await expect(sheetWords(counsellor)).toHaveCount(18);
	counsellor.on('dialog', (dialog) => void dialog.accept());
	await counsellor.reload();
	await counsellor.getByRole('button', { name: 'Von vorn anfangen' }).click();
	await fillFounding(counsellor, relay.setupCode ?? '');
	await counsellor.getByRole('button', { name: 'Einrichten', exact: true }).click();
	const words = await shownWords(counsellor);
	await check(counsellor, words);
	await expect(counsellor.getByText('Sofortchat (Messenger)')).toBeVisible();
	await counsellor.reload();
	await expect(counsellor.getByRole('button', { name: 'Von vorn anfangen' })).toHaveCount(0);
	await unlock(counsellor);
});
