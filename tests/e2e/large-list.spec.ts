/** C4: the list with 1,000 streams. What it takes is printed, in parts of the time for one frame. */
import { expect, test } from '../support/browser';
import { startDemo } from '../support/demo';
import { freePort } from '../support/relay';
import { openChat, openStream, PASSPHRASE } from '../support/steps';

test.describe.configure({ timeout: 1_200_000 });

const MORE = 970;

test('the list stays usable with 1,000 streams', async ({ browser }) => {
	const port = await freePort();
	const { sheets, end } = await startDemo(port, MORE);
	try {
		const context = await browser.newContext({ baseURL: `http://127.0.0.1:${port}`, locale: 'de-DE' });
		const page = await context.newPage();
		await page.goto('/');
		await page.getByRole('button', { name: 'Mit dem Notfallblatt wiederherstellen' }).click();
		await page.getByLabel('Die 18 Wörter Ihres Notfallblatts').fill((sheets[0] ?? []).join(' '));
		await page.getByLabel('Neue Passphrase für dieses Gerät').fill(PASSPHRASE);
		await page.getByRole('button', { name: 'Wiederherstellen', exact: true }).click();
		await openChat(page);
		const list = page.getByRole('navigation', { name: 'Gespräche' });
		await expect(list.getByRole('button', { name: /^Kim7/ })).toBeVisible({ timeout: 120_000 });
		const search = page.getByRole('searchbox', { name: 'Suchen' });
		await search.fill(`Person ${String(MORE)}`);
		await expect(list.getByRole('button'), 'all have come').toHaveCount(1, { timeout: 240_000 });
		await search.fill('');

		/** The longest time that the page did not answer, in ms, while `act` was done. */
		const stall = async (act: () => Promise<unknown>): Promise<number> => {
			await page.evaluate(() => {
				const seen = { worst: 0, isOver: false };
				Object.assign(globalThis, { seen });
				let last = performance.now();
				const look = (): void => {
					const now = performance.now();
					seen.worst = Math.max(seen.worst, now - last);
					last = now;
					if (!seen.isOver) setTimeout(look);
				};
				setTimeout(look);
			});
			await act();
			return page.evaluate(() => {
				const { seen } = globalThis as unknown as { seen: { worst: number; isOver: boolean } };
				seen.isOver = true;
				return Math.round(seen.worst);
			});
		};
		const typing = await stall(() => search.pressSequentially('Person 77', { delay: 30 }));
		await expect(list.getByRole('button', { name: /^Person 77\b/ })).toBeVisible();
		await search.fill('');
		const sorting = await stall(async () => {
			await page.getByRole('button', { name: 'Nach Name sortieren' }).click();
			await page.getByRole('button', { name: 'Nach Name sortieren' }).click();
		});
		const scrolling = await stall(async () => {
			await list.getByRole('button').first().hover();
			for (let i = 0; i < 30; i++) await page.mouse.wheel(0, 2_000);
		});
		const drawn = await list.getByRole('button').count();
		await search.fill('Kim7');
		const opening = await stall(() => openStream(page, 'Kim7'));
		const line = `typing ${typing} · sorting ${sorting} · scrolling ${scrolling} · opening ${opening} ms; ${drawn} rows drawn`;
		process.stdout.write(`1,000 streams, longest stall: ${line}\n`);
		expect(drawn).toBeLessThan(60);
		await context.close();
	} finally {
		await end();
	}
});
