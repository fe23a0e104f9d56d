/** Who came in from where: both sides see it between the messages. */
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

test('a link that is opened once more is seen by both sides', async ({ counsellor, client, newPerson, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const link = await createClient(counsellor, 'Kim7');
	await enter(client, link);
	await write(client, 'Guten Abend.');
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Guten Abend, Kim.');
	await expect(messages(client).getByText('Guten Abend, Kim.')).toBeVisible();
	await test.step('the first device of each side is nothing to speak of', async () => {
		for (const page of [client, counsellor]) await expect(messages(page).getByText(/geöffnet/)).toHaveCount(0);
	});
	const other = await (await newPerson()).newPage();
	await enter(other, link);
	await expect(messages(other).getByText('Guten Abend, Kim.')).toBeVisible();
	await test.step('the client, the counsellor, and whoever came in see the line', async () => {
		const opened = 'auf einem neuen Gerät oder in einem neuen Fenster geöffnet';
		await expect(messages(client).getByText(`Ihr Zugang wurde ${opened}`)).toBeVisible();
		await expect(messages(counsellor).getByText(`Kim7 hat den Link ${opened}`)).toBeVisible();
		await expect(messages(other).getByText('Hier geöffnet (dieses Gerät)')).toBeVisible();
		for (const page of [client, counsellor]) await expectAccessible(page);
	});
	await test.step('it stays where it is, and counts as nothing', async () => {
		await write(client, 'Wer war das?');
		await expect(messages(counsellor).getByText('Wer war das?')).toBeVisible();
		await expect(messages(counsellor).getByRole('article')).toHaveCount(3);
		await expect(messages(counsellor).getByText(/^Kim7 hat den Link/)).toHaveCount(1);
	});
});
