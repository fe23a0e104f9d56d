/** No client can learn that a monitoring exists: not from her wire, her storage or the stream. */
import { expect, test } from '../support/browser';
import { begin, choice, openWindow, rows, save } from '../support/statistics';
import { count, everything, spaces } from '../support/storage';
import { messages, openStream, welcome, write } from '../support/steps';

const NOTE = 'MerkzeichenNotizXy';

test('nothing of a case reaches a client', async ({ counsellor, client, relay }) => {
	const frames: Buffer[] = [];
	client.on('websocket', (socket) => {
		socket.on('framesent', ({ payload }) => frames.push(Buffer.from(payload)));
		socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload)));
	});
	await welcome(counsellor, client, relay);
	await write(client, 'Hallo?');
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	await openStream(counsellor, 'Kim7');
	await write(counsellor, 'Ja, hier bin ich.');
	await expect(messages(client).getByText('Ja, hier bin ich.')).toBeVisible();
	await expect(messages(counsellor).getByText('gelesen', { exact: true })).toBeAttached();

	const spacesBefore = await spaces(counsellor);
	await expect.poll(() => count(client, 'outbox')).toBe(0);
	const entriesBefore = await count(client, 'entries');
	await openWindow(counsellor, 'Statistik');
	await begin(counsellor);
	await counsellor.getByLabel(/^Notiz/).fill(NOTE);
	await save(counsellor);
	await choice(counsellor, 0, 'Bearbeiten');
	await counsellor.getByLabel('Dauer (Minuten)').fill('55');
	await save(counsellor);
	await openWindow(counsellor, 'Profil');
	await counsellor.getByLabel(/^Notizen/).fill(NOTE);
	await expect(counsellor.getByText('Auf diesem Gerät gespeichert')).toBeVisible();
	await openWindow(counsellor, 'Statistik');
	await choice(counsellor, 0, 'Löschen');
	await counsellor.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
	await expect(rows(counsellor)).toHaveCount(0);
	await expect.poll(() => count(counsellor, 'outbox'), 'all of it went to the relay').toBe(0);

	const made = (await spaces(counsellor)).filter((id) => !spacesBefore.includes(id));
	expect(made, 'one space was made for it').toHaveLength(1);
	await write(counsellor, 'Bis bald.');
	await expect(messages(client).getByText('Bis bald.')).toBeVisible();
	expect(await count(client, 'entries'), 'the stream got that message, and marks').toBeLessThanOrEqual(
		entriesBefore + 4
	);

	const [caseId = ''] = made;
	const kept = await everything(client);
	expect(kept.length, 'the client keeps something').toBeGreaterThan(10);
	expect(frames.length, 'frames were captured').toBeGreaterThan(10);
	const places = { frames, storage: kept };
	for (const [place, buffers] of Object.entries(places))
		for (const form of [Buffer.from(caseId, 'hex'), Buffer.from(caseId), Buffer.from(NOTE)])
			expect(
				buffers.some((buffer) => buffer.includes(form)),
				place
			).toBe(false);
	const own = (await spaces(client))[0] ?? '';
	expect(
		frames.some((frame) => frame.includes(Buffer.from(own, 'hex'))),
		'the search finds what is there'
	).toBe(true);
});
