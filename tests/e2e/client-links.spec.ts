/** A client’s links: two on one device, and one that messengers have changed. */
import { expect, test } from '../support/browser';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

test('[K12] "Nur ich" with a second link keeps both conversations, each behind its own', async ({
	counsellor,
	client,
	relay
}) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const links = [await createClient(counsellor, 'Kim7'), await createClient(counsellor, 'Mia')];
	for (const [i, link] of links.entries()) {
		await client.goto('about:blank');
		await enter(client, link);
		await write(client, `Das ist Gespräch ${String(i + 1)}.`);
		await client.getByRole('button', { name: 'Nur ich' }).click();
		await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	}
	const ways = [
		{ address: links[0] ?? '', name: 'Kim7', first: 'Das ist Gespräch 1.', next: 'Über den ersten Link.' },
		{ address: links[1] ?? '', name: 'Mia', first: 'Das ist Gespräch 2.', next: 'Über den zweiten Link.' },
		{ address: '/k', name: 'Mia', first: 'Das ist Gespräch 2.', next: 'Ohne Link.' }
	];
	for (const { address, name, first, next } of ways) {
		await client.goto('about:blank');
		await client.goto(address);
		await expect(messages(client).getByRole('article').first()).toContainText(first);
		await write(client, next);
		await openStream(counsellor, name);
		await expect(messages(counsellor).getByText(next)).toBeVisible();
		await client.goto('about:blank');
		await client.goto(address);
		await expect(messages(client).getByRole('article').last()).toContainText(next);
	}
});

test('a link opens whatever a messenger has made of it', async ({ counsellor, client, relay }) => {
	await found(counsellor, relay);
	await openChat(counsellor);
	const url = await createClient(counsellor, 'Mia');
	const [address = '', fragment = ''] = url.split('#');
	const spellings = [
		`${url}.`,
		`${url}>`,
		`${address}#${fragment.slice(0, 20)}%E2%80%8B${fragment.slice(20)}`,
		`${address}%23${fragment}`,
		`${address.replace(/k$/, 'K')}#${fragment}`
	];
	for (const spelling of spellings) {
		await client.goto('about:blank');
		await client.goto(spelling);
		await expect(client.getByRole('button', { name: 'Gespräch öffnen' }), spelling).toBeVisible();
	}
	await client.getByRole('button', { name: 'Gespräch öffnen' }).click();
	await write(client, 'Der Link ging durch drei Hände.');
	await client.goto('about:blank');
	await client.goto(url.slice(0, -1));
	await expect(client.getByRole('alert')).toContainText('unvollständig');
});
