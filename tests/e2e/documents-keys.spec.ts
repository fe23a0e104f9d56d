/** Documents with the keyboard alone: sending, downloading, deleting. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { bubble, fileOf, rows } from '../support/documents';
import { messages, openStream, welcome } from '../support/steps';

test('[M7] all of it with the keyboard alone', async ({ counsellor, client, relay }) => {
	await welcome(counsellor, client, relay);
	await openStream(counsellor, 'Kim7');
	const { keyboard } = counsellor;
	await test.step('Docs, the button, a file', async () => {
		await reach(counsellor, 'Docs');
		await keyboard.press('Enter');
		await expect(counsellor.getByRole('heading', { name: 'Docs' })).toBeFocused();
		// Registered before going there: the key must not be faster than the listener.
		const asked = counsellor.waitForEvent('filechooser');
		await reach(counsellor, 'Dokument übertragen');
		await keyboard.press('Enter');
		await (await asked).setFiles(fileOf('Brief.txt', Buffer.from('Guten Tag')));
		await expect(rows(counsellor)).toHaveCount(1);
		await expect(bubble(counsellor, 'Brief.txt').getByText(/^(übertragen|zugestellt|gelesen)$/)).toBeAttached();
	});
	await test.step('downloading in the stream', async () => {
		await keyboard.press('Escape');
		await expect(counsellor.getByLabel('Nachricht an Kim7')).toBeFocused();
		await reach(counsellor, 'Herunterladen', 'Shift+Tab');
		const started = counsellor.waitForEvent('download');
		await keyboard.press('Enter');
		expect((await started).suggestedFilename()).toBe('Brief.txt');
	});
	await test.step('keys that come faster than the page can follow', async () => {
		await reach(counsellor, 'Mehr zu Brief.txt', 'Shift+Tab');
		for (const key of ['Enter', 'End', 'Enter']) await keyboard.press(key);
		const question = counsellor.getByRole('dialog', { name: 'Dokument löschen?' });
		await expect(question).toBeVisible();
		// Closed, and asked for again before the browser has said that it was closed.
		const busy = counsellor.evaluate(keepBusy, 1_000);
		await Promise.all(['Escape', 'Enter', 'End', 'Enter'].map((key) => keyboard.press(key)));
		await busy;
		await expect(question).toBeVisible();
		await keyboard.press('Escape');
		await expect(question).toHaveCount(0);
	});
	await test.step('deleting: the menu, the question, the answer', async () => {
		await reach(counsellor, 'Mehr zu Brief.txt', 'Shift+Tab');
		await keyboard.press('Enter');
		await keyboard.press('End');
		await expect(counsellor.getByRole('menuitem', { name: 'Löschen' })).toBeFocused();
		await keyboard.press('Enter');
		await expect(counsellor.getByRole('dialog', { name: 'Dokument löschen?' })).toBeVisible();
		await keyboard.press('Escape');
		await expect(bubble(counsellor, 'Brief.txt')).toBeVisible();
		await reach(counsellor, 'Mehr zu Brief.txt', 'Shift+Tab');
		await keyboard.press('Enter');
		await keyboard.press('End');
		await keyboard.press('Enter');
		await reach(counsellor, 'Löschen');
		await keyboard.press('Enter');
		await expect(messages(counsellor).getByText('Dokument gelöscht')).toBeVisible();
		await expect(messages(client).getByText('Dokument gelöscht')).toBeVisible();
	});
});

/** Presses Tab until the control of that name has the focus. */
async function reach(page: Page, name: string, key = 'Tab'): Promise<void> {
	const control = page.getByRole('button', { name, exact: true }).and(page.locator(':focus'));
	for (let i = 0; i < 40 && (await control.count()) === 0; i++) await page.keyboard.press(key);
	await expect(control).toBeFocused();
}

/** In the page: does nothing else for so many ms. */
function keepBusy(forMs: number): void {
	for (const end = performance.now() + forMs; performance.now() < end;);
}
