/**
 * What the relay, the wire and a thief see: 20 markers (names, texts, file names) are typed in, and none is
 * found in the relay's data folder, its log, the captured frames or the vaults.
 */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { shownIn } from '../support/showing';
import { count, everything, relayFiles } from '../support/storage';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

const mark = (n: number): string => `Merkzeichen${String(n).padStart(2, '0')}Xy`;
const NAMES = [0, 1, 2, 3].map(mark);
const TEXTS = Array.from({ length: 14 }, (_, n) => mark(n + 4));
const DRAFTS = [mark(18), mark(19)];

test('none of 20 markers is found where it does not belong', async ({ counsellor, client, relay }) => {
	const frames: Buffer[] = [];
	capture(counsellor, frames);
	capture(client, frames);
	await found(counsellor, relay, NAMES[0], NAMES[1]);
	await openChat(counsellor);
	const url = await createClient(counsellor, NAMES[2] ?? '');
	await createClient(counsellor, NAMES[3] ?? '');
	await enter(client, url);
	for (const text of TEXTS.slice(0, 7)) await write(client, text);
	await client.getByRole('button', { name: 'Nur ich' }).click();
	await expect(client.getByText('Das Gespräch bleibt auf diesem Gerät.')).toBeVisible();
	await openStream(counsellor, NAMES[2] ?? '');
	await expect(messages(counsellor).getByText(TEXTS[6] ?? '')).toBeVisible();
	for (const text of TEXTS.slice(7)) await write(counsellor, text);
	await expect(messages(client).getByText(TEXTS[13] ?? '')).toBeVisible();
	await counsellor.getByRole('textbox', { name: /Nachricht an/ }).fill(DRAFTS[0] ?? '');
	await client.getByLabel('Ihre Nachricht').fill(DRAFTS[1] ?? '');
	await expect(counsellor.getByText('schreibt …').first()).toBeVisible();
	for (const page of [counsellor, client]) await expect.poll(() => count(page, 'drafts')).toBeGreaterThan(0);

	const vaults = [...(await everything(counsellor)), ...(await everything(client))];
	expect(vaults.length, 'the vaults hold something').toBeGreaterThan(20);
	expect(frames.length, 'frames were captured').toBeGreaterThan(20);
	const stored = await relayFiles(relay.dataDir);
	expect(
		stored.reduce((sum, { length }) => sum + length, 0),
		'the relay stores something'
	).toBeGreaterThan(10_000);
	const places = { relay: stored, log: [Buffer.from(relay.log())], frames, vaults };
	for (const [place, buffers] of Object.entries(places))
		expect(shownIn(buffers, [...NAMES, ...TEXTS, ...DRAFTS]), `in ${place}`).toEqual([]);
	for (const page of [counsellor, client]) {
		expect(page.url()).not.toContain('Merkzeichen');
		expect(await page.title()).not.toContain('Merkzeichen');
	}
});

test('the search itself finds a marker that is there', () => {
	const [marker = ''] = NAMES;
	const written = [0, 1, 2].map((shift) => Buffer.from(`${'a'.repeat(shift)}${marker}cd`).toString('base64'));
	for (const form of [marker, Buffer.from(marker).toString('hex'), ...written])
		expect(shownIn([Buffer.from(`xx${form}yy`)], [marker])).toEqual([marker]);
	expect(shownIn([Buffer.from(`x${marker}`, 'utf16le')], [marker])).toEqual([marker]);
	expect(shownIn([Buffer.from(`xx${mark(1)}yy`)], [marker])).toEqual([]);
	expect(() => shownIn([], ['pdf'])).toThrow('by chance');
});

/** Collects every frame of a page's sockets, in both directions. */
function capture(page: Page, frames: Buffer[]): void {
	page.on('websocket', (socket) => {
		socket.on('framesent', ({ payload }) => frames.push(Buffer.from(payload)));
		socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload)));
	});
}
