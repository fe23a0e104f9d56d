/** A person removed from a group can neither read later messages nor write there: on the wire and in storage. */
import { cut, expect, reopen, test } from '../support/browser';
import { add, agree, chooseList, createGroup, member, openConversation, openMembers, remove } from '../support/groups';
import { count, everything, holds, relayFiles, spaces } from '../support/storage';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

const BEFORE = 'MerkzeichenVorherXy';
const AFTER = 'MerkzeichenNachherXy';

test('nothing written after a removal reaches who was removed, and nothing of hers the others', async ({
	counsellor,
	client,
	clientContext,
	newPerson,
	relay
}) => {
	const received: Buffer[] = [];
	client.on('websocket', (socket) => {
		socket.on('framereceived', ({ payload }) => received.push(Buffer.from(payload)));
	});
	const miaContext = await newPerson();
	let mia = await miaContext.newPage();
	await found(counsellor, relay);
	await openChat(counsellor);
	for (const [page, name] of [
		[client, 'Kim7'],
		[mia, 'Mia']
	] as const) {
		await enter(page, await createClient(counsellor, name));
		await write(page, `Hier ist ${name}.`);
		await page.getByRole('button', { name: 'Nur ich' }).click();
		await expect(page.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
		await page.evaluate(() => navigator.serviceWorker.ready);
	}
	const known = await spaces(client);
	await chooseList(counsellor, 'Gruppenchats');
	await createGroup(counsellor, 'Mutmachgruppe');
	await openStream(counsellor, 'Mutmachgruppe');
	await write(counsellor, BEFORE);
	await openMembers(counsellor);
	for (const [page, name] of [
		[client, 'Kim7'],
		[mia, 'Mia']
	] as const) {
		await add(counsellor, name, true);
		await agree(page, name);
		await expect(member(counsellor, name)).not.toContainText('eingeladen');
		await openConversation(page, 'Mutmachgruppe');
		await expect(messages(page).getByText(BEFORE)).toBeVisible();
	}
	await expect.poll(async () => (await spaces(client)).length, 'she keeps the group').toBe(known.length + 1);
	const group = (await spaces(client)).find((id) => !known.includes(id)) ?? '';
	const id = Buffer.from(group, 'hex');
	expect(holds(received, id), 'the search finds what is there').toBe(true);

	await test.step('after the removal nothing of the group comes: neither what is written nor keys', async () => {
		await expect.poll(() => count(client, 'outbox')).toBe(0);
		await remove(counsellor, 'Kim7');
		await expect(client.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		const [from, entries, records] = [
			received.length,
			await count(client, 'entries', group),
			await count(client, 'charters', group)
		];
		expect(entries).toBeGreaterThan(0);
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await write(counsellor, AFTER);
		await expect(messages(mia).getByText(AFTER)).toBeVisible();
		await write(mia, `${AFTER}, sagt Mia`);
		await expect(messages(counsellor).getByText(`${AFTER}, sagt Mia`)).toBeVisible();
		// Something of hers still arrives, after all of that.
		await chooseList(counsellor, 'Klienten');
		await openStream(counsellor, 'Kim7');
		await write(counsellor, 'Wir zwei sprechen weiter.');
		await openConversation(client, 'Berta Baum');
		await expect(messages(client).getByText('Wir zwei sprechen weiter.')).toBeVisible();
		const later = received.slice(from);
		expect(later.length).toBeGreaterThan(0);
		expect(holds(later, id), 'no frame is of the group').toBe(false);
		expect(await count(client, 'entries', group)).toBe(entries);
		expect(await count(client, 'charters', group), 'the keys of an epoch come with a record').toBe(records);
	});

	const kim = await test.step('after a restart without a network the group is closed to her', async () => {
		await cut(clientContext);
		const page = await reopen(clientContext, '/k');
		await openConversation(page, 'Mutmachgruppe');
		await expect(messages(page).getByText(BEFORE)).toBeVisible();
		await expect(page.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		await expect(page.getByRole('textbox')).toHaveCount(0);
		await cut(clientContext, false);
		await openConversation(page, 'Berta Baum');
		await write(page, 'Und mit Netz auch.');
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Und mit Netz auch.')).toBeVisible();
		await openConversation(page, 'Mutmachgruppe');
		await expect(page.getByRole('textbox')).toHaveCount(0);
		await expect(messages(page).getByText(AFTER)).toHaveCount(0);
		return page;
	});

	await test.step('what somebody writes before she knows is shown to nobody', async () => {
		await cut(miaContext);
		await chooseList(counsellor, 'Gruppenchats');
		await openStream(counsellor, 'Mutmachgruppe');
		await openMembers(counsellor);
		await remove(counsellor, 'Mia');
		await expect(member(counsellor, 'Mia')).toHaveCount(0);
		await write(mia, 'Noch dabei?');
		mia = await reopen(miaContext, '/k');
		await openConversation(mia, 'Mutmachgruppe');
		await expect(messages(mia).getByText('Noch dabei?')).toBeVisible();
		await cut(miaContext, false);
		await expect(mia.getByText('Sie sind nicht mehr in dieser Gruppe.')).toBeVisible();
		await expect(mia.getByRole('textbox')).toHaveCount(0);
		await expect(messages(mia).getByText('auf diesem Gerät', { exact: true })).toHaveCount(1);
		// She is connected: what she writes elsewhere arrives, that does not.
		await openConversation(mia, 'Berta Baum');
		await write(mia, 'Hören Sie mich?');
		await counsellor.getByRole('button', { name: 'DN', exact: true }).click();
		await expect(messages(counsellor).getByText(`${AFTER}, sagt Mia`)).toBeVisible();
		await expect(messages(counsellor).getByText('Noch dabei?')).toHaveCount(0);
		await chooseList(counsellor, 'Klienten');
		await openStream(counsellor, 'Mia');
		await expect(messages(counsellor).getByText('Hören Sie mich?')).toBeVisible();
		await chooseList(counsellor, 'Gruppenchats');
		await openStream(counsellor, 'Mutmachgruppe');
		await expect(messages(counsellor).getByText('Noch dabei?')).toHaveCount(0);
	});

	await test.step('no plaintext lies on their devices or at the relay', async () => {
		for (const page of [kim, mia]) {
			const kept = await everything(page);
			expect(kept.length).toBeGreaterThan(10);
			expect(holds(kept, group), 'the search finds what is there').toBe(true);
			for (const text of [BEFORE, AFTER, 'Noch dabei?']) expect(holds(kept, text), text).toBe(false);
		}
		const files = await relayFiles(relay.dataDir);
		expect(holds(files, id), 'the search finds what is there').toBe(true);
		for (const text of [BEFORE, AFTER, 'Noch dabei?', 'Mutmachgruppe']) expect(holds(files, text), text).toBe(false);
	});
});
