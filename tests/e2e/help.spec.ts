/** A5: the help answers the six questions, even offline, before the passphrase, by keyboard. */
import { expectAccessible } from '../support/accessible';
import { cut, expect, test } from '../support/browser';
import { found } from '../support/steps';

const QUESTIONS = [
	'Wie eröffne ich einen neuen Stream mit einer ratsuchenden Person?',
	'Wie kann ich im Sofortchat Dokumente an eine ratsuchende Person übermitteln?',
	'Wie kann ich ein Monitoring zu einem Sofortchat erstellen?',
	'Wie kann ich im Sofortchat einen Stream exportieren?',
	'Wie erstelle ich im Sofortchat eine neue Gruppe und eröffne einen neuen Gruppenchat Stream?',
	'Wie kann ich im Sofortchat den Status anpassen (Online, Nicht Online, Nicht anwählbar)?'
] as const;

test('the help answers the six questions', async ({ counsellor, counsellorContext, relay }) => {
	await test.step('before anything is set up', async () => {
		await counsellor.goto('/');
		await counsellor.getByRole('link', { name: 'Hilfe' }).click();
		for (const name of QUESTIONS) await expect(counsellor.getByRole('heading', { name })).toBeAttached();
		await expectAccessible(counsellor);
		await counsellor.getByRole('link', { name: 'Zum Sofortchat' }).click();
		await expect(counsellor.getByRole('heading', { name: 'Sofortchat einrichten' })).toBeVisible();
	});

	await found(counsellor, relay);
	await counsellor.evaluate(() => navigator.serviceWorker.ready);
	await test.step('from every page, by keyboard', async () => {
		for (const path of ['Übersicht', 'Chat']) {
			await counsellor.getByRole('link', { name: path, exact: true }).click();
			const help = counsellor.getByRole('navigation', { name: 'Hauptbereiche' }).getByRole('link', { name: 'Hilfe' });
			await help.focus();
			await counsellor.keyboard.press('Enter');
			await expect(counsellor.getByRole('heading', { name: 'Hilfe', level: 1 })).toBeVisible();
			await expect(help).toHaveAttribute('aria-current', 'page');
		}
		const question = counsellor.getByRole('navigation', { name: 'Fragen' }).getByRole('link', { name: QUESTIONS[3] });
		await question.focus();
		await counsellor.keyboard.press('Enter');
		await expect(counsellor.getByRole('heading', { name: QUESTIONS[3] })).toBeInViewport();
		await expect(counsellor.getByText('Stream exportieren', { exact: true }).first()).toBeVisible();
	});
	await test.step('words are found, whatever their case and umlauts', async () => {
		await counsellor.getByRole('searchbox', { name: 'In der Hilfe suchen' }).fill('GRUPPE entfernt');
		await expect(counsellor.getByRole('heading', { level: 2 })).toHaveText([QUESTIONS[4]]);
		await counsellor.getByRole('searchbox', { name: 'In der Hilfe suchen' }).fill('xylophon');
		await expect(counsellor.getByText('Dazu steht hier nichts.')).toBeVisible();
		await expectAccessible(counsellor);
	});
	await test.step('without a network, after a restart, locked', async () => {
		await cut(counsellorContext);
		await counsellor.goto('/');
		await counsellor.goto('/hilfe#status');
		await expect(counsellor.getByRole('heading', { name: QUESTIONS[5] })).toBeInViewport();
		await counsellor.getByRole('link', { name: 'Zum Sofortchat' }).click();
		await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
	});
	await test.step('on a small screen, dark', async () => {
		await counsellor.goto('/hilfe');
		await counsellor.setViewportSize({ width: 320, height: 640 });
		await counsellor.emulateMedia({ colorScheme: 'dark' });
		await expect(counsellor.getByRole('heading', { name: 'Hilfe', level: 1 })).toBeVisible();
		expect(await counsellor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
		await expectAccessible(counsellor);
	});
});
