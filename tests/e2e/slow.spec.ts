/** A client on a bad line: parts of her page come late, or only when retried. */
import { expectAccessible } from '../support/accessible';
import { expect, test } from '../support/browser';
import { createClient, found, messages, openChat, openStream, write } from '../support/steps';

test('[Z8] each part of her page that the network cuts off comes with the next try', async ({
	counsellor,
	client,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	await client.goto(await createClient(counsellor, 'Kim7'));
	const open = client.getByRole('button', { name: 'Gespräch öffnen' });
	await expect(open).toBeVisible();
	// By then the part behind the door is here, and its files are not requested again.
	await client.waitForLoadState('networkidle');
	const cutOff = new Set<string>();
	await client.route('**/_app/immutable/**', (route) => {
		const url = route.request().url();
		if (cutOff.has(url)) return route.continue();
		cutOff.add(url);
		return route.abort();
	});
	await open.click();
	await write(client, 'Ist da jemand?');
	await expect(messages(client).getByText('Ist da jemand?')).toBeVisible();
	await expect(client.getByText('Wer benutzt dieses Gerät?')).toBeVisible();
	expect(cutOff.size).toBeGreaterThan(3);
	await expectAccessible(client);
});

test('[K11] her message is there the moment she sends it, also while the conversation still loads', async ({
	counsellor,
	client,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const link = await createClient(counsellor, 'Kim7');
	const shell = await (await fetch(link)).text();
	let open: () => void = () => undefined;
	const opened = new Promise<void>((resolve) => (open = resolve));
	// Every file that the page itself does not name is held back as long as this test wants.
	await client.route('**/_app/immutable/**', async (route) => {
		if (!shell.includes(new URL(route.request().url()).pathname)) await opened;
		await route.continue();
	});
	await client.goto(link);
	await client.getByRole('button', { name: 'Gespräch öffnen' }).click();
	await write(client, 'Ist da jemand?');
	await expect(client.getByText('Noch nicht gesendet. Bitte Seite offen lassen.')).toBeVisible();
	await expect(messages(client).getByText('noch nicht gesendet', { exact: true })).toHaveCount(1);
	await write(client, 'Es ist dringend.');
	await expectAccessible(client);
	open();
	await expect(client.getByText('Noch nicht gesendet. Bitte Seite offen lassen.')).toHaveCount(0);
	await openStream(counsellor, 'Kim7');
	await expect(messages(counsellor).getByRole('article')).toHaveText([/Ist da jemand\?/, /Es ist dringend\./]);
	await expect(messages(client).getByRole('article')).toHaveText([/Ist da jemand\?/, /Es ist dringend\./]);
});
