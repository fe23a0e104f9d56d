/** Locking at the most unexpected moment. */
import { expect, test } from '../support/browser';
import { found, PASSPHRASE } from '../support/steps';

test('[Z7] what is locked while it is being opened stays locked', async ({ counsellor, relay }) => {
	await found(counsellor, relay);
	await counsellor.reload();
	await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
	await counsellor.evaluate(() => {
		const other = new BroadcastChannel('sofortchat');
		// Another tab that locks at every moment of the opening.
		const isOpen = () => document.querySelector('nav[aria-label="Hauptbereiche"]') !== null;
		const lock = setInterval(() => other.postMessage({ look: 'lock' }), 1);
		new MutationObserver(() => isOpen() && clearInterval(lock)).observe(document.body, {
			childList: true,
			subtree: true
		});
	});
	await counsellor.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
	await counsellor.getByRole('button', { name: 'Öffnen', exact: true }).click();
	await expect(counsellor.getByRole('heading', { name: 'Willkommen zurück' })).toBeVisible();
	await expect(counsellor.getByRole('button', { name: 'Öffnen', exact: true })).toBeEnabled();
	await expect(counsellor.getByRole('navigation', { name: 'Hauptbereiche' })).toHaveCount(0);
});
