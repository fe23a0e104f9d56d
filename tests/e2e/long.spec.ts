/** A conversation long enough for checkpoints (sync J), on another phone. */
import { expect, test } from '../support/browser';
import { enter, messages, welcome, write } from '../support/steps';

const COUNT = 70;

test('[J1] [J2] a long conversation is whole on another phone', async ({
	counsellor,
	client,
	newPerson,
	relay,
	engine
}) => {
	const link = await welcome(counsellor, client, relay);
	for (let i = 1; i <= COUNT; i++) await write(client, `Das ist Nachricht ${String(i)}.`);
	const last = `Das ist Nachricht ${String(COUNT)}.`;
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
});
