/** `npm run demo`: a furnished centre in a throw-away folder, to look at as counsellor and as client. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser';
import { startDemo } from '../support/demo';
import { openWindow, rows } from '../support/statistics';
import { enter, messages, openChat, openStream, PASSPHRASE, typeSheet } from '../support/steps';

async function chooseGroups(page: Page): Promise<void> {
	await page.getByRole('heading', { level: 2 }).getByRole('button').click();
	await page.getByRole('menuitem', { name: 'Gruppenchats', exact: true }).click();
	await expect(page.getByRole('navigation', { name: 'Gespräche' }).getByRole('button')).toHaveCount(2);
}

test('the demo can be looked at from both sides, and leaves nothing behind', async ({ browser, complaints }) => {
	// Its own place for temporary files: somebody else's demo may run on the same machine.
	const temporary = await mkdtemp(join(tmpdir(), 'sofortchat-of-demo-'));
	const left = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('sofortchat-demo-'));
	const { url: address, printed, sheets, end } = await startDemo(temporary, '--small');
	expect(left()).toHaveLength(1);
	try {
		expect(sheets.map(({ length }) => length)).toEqual([18, 18, 18]);
		const [words = []] = sheets;
		const [, count = '0'] = /(\d+) monitorings/.exec(printed) ?? [];
		expect(Number(count)).toBeGreaterThan(30);
		expect(printed).toContain(PASSPHRASE);
		const links = [...printed.matchAll(/^ {2}(\w+)\s+(http\S+\/k#\S+)$/gm)].map(([, name = '', url = '']) => ({
			name,
			url
		}));
		expect(links.map(({ name }) => name)).toEqual(['Kim7', 'Mo', 'Lux']);

		const context = await browser.newContext({
			baseURL: address,
			locale: 'de-DE',
			timezoneId: 'Europe/Berlin'
		});
		context.on('weberror', (error) => complaints.push(error.error().message));
		const counsellor = await context.newPage();
		// Tall enough for all rows: those out of sight are not rendered.
		await counsellor.setViewportSize({ width: 1280, height: 3_200 });
		await counsellor.goto('/');
		await typeSheet(counsellor, words);
		await counsellor.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
		await openChat(counsellor);
		const list = counsellor.getByRole('navigation', { name: 'Gespräche' });
		await expect(list.getByRole('button')).toHaveCount(15);
		await expect(list.getByRole('button', { name: /^Lux/ })).toContainText('2 ungelesen');
		const kim = list.getByRole('button', { name: /^Kim7/ });
		await expect(kim).toContainText('Dann hat sie gewirkt.');
		await expect(kim).not.toContainText('ungelesen');
		await expect(kim, 'the dates lie back').not.toContainText(/\d\d:\d\d/);
		await openStream(counsellor, 'Mo');
		await expect(messages(counsellor).getByText('Ich bring ihr Blumen. Und dann mach ich Seite vier.')).toBeVisible();
		await expect(messages(counsellor).getByText('Haushaltsplan.pdf')).toBeVisible();
		await openWindow(counsellor, 'Statistik');
		await expect(rows(counsellor)).toHaveCount(4);
		await chooseGroups(counsellor);
		await openStream(counsellor, 'Mutmachgruppe');
		await counsellor.getByRole('button', { name: 'Klient:innen' }).click();
		const members = counsellor.getByRole('list', { name: 'In der Gruppe' }).getByRole('listitem');
		await expect(members).toHaveCount(6);
		await expect(members.filter({ hasText: 'eingeladen' })).toHaveCount(0);
		await counsellor.getByRole('link', { name: 'Team', exact: true }).click();
		const team = counsellor.getByRole('list', { name: 'Kolleg:innen' }).getByRole('listitem');
		await expect(team).toHaveText([/Berta Baum/, /Cem Celik/, /Dora Dorn/]);

		const hers = await browser.newContext({
			baseURL: address,
			locale: 'de-DE',
			timezoneId: 'Europe/Berlin'
		});
		const client = await hers.newPage();
		await enter(client, links[0]?.url ?? '');
		await expect(messages(client).getByText('Dann hat sie gewirkt. Alles Gute für die neue Wohnung!')).toBeVisible();
		await context.close();
		await hers.close();
	} finally {
		expect(await end()).toBe(0);
	}
	expect(left()).toEqual([]);
	await rm(temporary, { recursive: true });
});
