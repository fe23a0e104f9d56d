/** Milestone 1: the walk. Two browsers, the real relay, one sealed message each way, with true marks. */
import { expect, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

test('a counsellor and a client write to each other', async ({ counsellor, client, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const url = await createClient(counsellor, 'Kim7');
	await enter(client, url);
	await write(client, 'Ich weiß nicht mehr weiter.');
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByText('Ich weiß nicht mehr weiter.')).toBeVisible();
	await expect(client.getByText('gelesen')).toBeAttached();
	await write(counsellor, 'Gut, dass Sie schreiben.');
	await expect(messages(client).getByText('Gut, dass Sie schreiben.')).toBeVisible();
	await expect(counsellor.getByText('gelesen').last()).toBeAttached();
});
