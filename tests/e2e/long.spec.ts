/** A conversation long enough for checkpoints (sync J) and an archive (D5), on another phone and after a restart. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { unlock } from '../support/founding';
import { enter, messages, openStream, welcome, write, writeMany } from '../support/steps';

/** Enough for a checkpoint; what is archived does not depend on the browser. */
const [FEW, MANY] = [70, 125];

test('[J1] [J2] [D5] a long conversation is whole on another phone, and when it is opened again', async ({
	counsellor,
	client,
	newPerson,
	relay,
	engine
}) => {
	const count = engine === 'chromium' ? MANY : FEW;
	const link = await welcome(counsellor, client, relay);
	const texts = Array.from({ length: count }, (_, i) => `Das ist Nachricht ${String(i + 1)}.`);
	await writeMany(client, texts);
	const last = texts.at(-1) ?? '';
	await expect(messages(client).getByText(last)).toBeVisible();
	await expect(client.getByText('übertragen').or(client.getByText('zugestellt')).last()).toBeAttached();
	const phone = await (await newPerson({ viewport: { width: 390, height: 844 } })).newPage();
	await enter(phone, link);
	await expect(messages(phone).getByText(last)).toBeVisible();
	// WebKit's driver moves no focus.
	if (engine !== 'webkit') {
		await messages(phone).getByRole('article').last().focus();
		await phone.keyboard.press('Home');
		await expect(messages(phone).getByText('Das ist Nachricht 1.', { exact: true })).toBeVisible();
	}
	await write(phone, 'Und vom anderen Telefon.');
	await expect(messages(client).getByText('Und vom anderen Telefon.')).toBeVisible();

	if (count < MANY) return;
	await expect.poll(() => archived(counsellor), 'kept while she looked at nothing').toBeGreaterThan(0);
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Und vom anderen Telefon.')).toBeVisible();
	await messages(counsellor).getByRole('article').last().focus();
	await counsellor.keyboard.press('Home');
	await expect(messages(counsellor).getByText('Das ist Nachricht 1.', { exact: true })).toBeVisible();
	await counsellor.reload();
	await unlock(counsellor);
	await openStream(counsellor, 'Kim7');
	await messages(counsellor).getByRole('article').last().focus();
	await counsellor.keyboard.press('Home');
	await expect(messages(counsellor).getByText('Das ist Nachricht 1.', { exact: true })).toBeVisible();
});

/** How many pages lie outside of the documents in a counsellor's vault. */
function archived(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const database = await new Promise<IDBDatabase>((resolve, reject) => {
			const open = indexedDB.open('desk');
			open.onsuccess = () => resolve(open.result);
			open.onerror = () => reject(new Error('cannot open'));
		});
		return new Promise<number>((resolve, reject) => {
			const count = database.transaction('archive').objectStore('archive').count();
			count.onsuccess = () => resolve(count.result);
			count.onerror = () => reject(new Error('cannot count'));
			database.close();
		});
	});
}
