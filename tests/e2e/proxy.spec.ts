/** Behind the proxies that relay/proxy sets up, with TLS: people write, and documents go through in parts. */
import { chromium } from '@playwright/test';
import { browserArgs, findBrowser } from '../../scripts/browser.mjs';
import { findProgram } from '../../scripts/programs.mjs';
import { expect, test } from '../support/browser';
import { bubble, choose, digest, downloadOf, fileOf, noise } from '../support/documents';
import { startProxy, type ProxyName } from '../support/proxy';
import { createClient, enter, found, messages, openChat, openStream, write } from '../support/steps';

for (const name of ['nginx', 'caddy'] satisfies ProxyName[]) {
	const isThere = findProgram(name) !== null;
	/** `npm test` repeats the titles of what did not run. */
	const title = `behind ${name}${isThere ? '' : ' (it is not installed here: this part did not run)'}`;
	test(title, async ({ relay }) => {
		test.skip(!isThere); // reason: operators have it, not everybody who runs tests
		const proxy = await startProxy(name, relay.port);
		const executablePath = findBrowser();
		const browser = await chromium.launch({
			args: [...browserArgs, '--ignore-certificate-errors'],
			...(executablePath === null ? {} : { executablePath })
		});
		const person = async () => (await browser.newContext({ locale: 'de-DE', baseURL: proxy.url })).newPage();
		const [counsellor, client] = [await person(), await person()];
		await found(counsellor, { url: proxy.url, setupUrl: `${proxy.url}/#einrichten=${relay.setupCode ?? ''}` });
		await openChat(counsellor);
		const url = await createClient(counsellor, 'Kim7');
		expect(url.startsWith(`${proxy.url}/k#`)).toBe(true);
		await enter(client, url);
		await write(client, 'Hört mich jemand?');
		await openStream(counsellor, 'Kim7');
		await expect(messages(counsellor).getByText('Hört mich jemand?')).toBeVisible();
		const [letter, answer] = [noise(3_000_000), noise(700_000, 2)];
		await choose(counsellor, 'Dokument anhängen', fileOf('Formular.bin', letter));
		await choose(client, 'Dokument anhängen', fileOf('Antwort.bin', answer));
		await expect(bubble(client, 'Formular.bin')).toBeVisible();
		expect(digest((await downloadOf(client, 'Formular.bin')).bytes)).toBe(digest(letter));
		await expect(bubble(counsellor, 'Antwort.bin')).toBeVisible();
		expect(digest((await downloadOf(counsellor, 'Antwort.bin')).bytes)).toBe(digest(answer));
		expect(relay.log()).not.toContain('foreign');
		await browser.close();
		await proxy.stop();
	});
}
