import { defineConfig } from '@playwright/test';
import { browserArgs, findBrowser } from './scripts/browser.mjs';
import { findFirefox, findWebKit } from './scripts/programs.mjs';
import type { Engine } from './tests/support/browser';

const executablePath = findBrowser();

/** What runs in Firefox and WebKit, too; ENGINES=wide adds what takes long there and has never differed. */
const EVERYWHERE = [
	...['story', 'client', 'locking', 'vectors'],
	...(process.env['ENGINES'] === 'wide' ? ['client-links', 'client-refused', 'long'] : [])
].map((name) => `${name}.spec.ts`);

export default defineConfig<object, Engine>({
	testDir: 'tests/e2e',
	// 100 MB through two browsers take minutes: `npm run torture:large`, figures in tests/torture/RESULTS.md.
	testIgnore: process.env['LARGE'] ? [] : ['large-document.spec.ts'],
	outputDir: 'test-results',
	// Every test starts a relay of its own on a free port (tests/support).
	// They wait for each other's pages more than for the processor.
	workers: 4,
	// Each makes its own centre, so that none has to wait for another of its file.
	fullyParallel: true,
	// What fails once fails somebody: a second try would only hide it, on two noisy cores too.
	retries: 0,
	forbidOnly: true,
	// A machine that does much else is slow, not wrong: only what hangs takes so long.
	timeout: 300_000,
	expect: { timeout: 30_000 },
	reporter: 'list',
	// The longest first: at the end short ones fill the workers.
	projects: [
		...(findFirefox() === null
			? []
			: [
					{
						name: 'firefox',
						testMatch: EVERYWHERE,
						// Playwright's own style for a picture breaks the policy
						use: { engine: 'firefox' as const, screenshot: 'off' as const }
					}
				]),
		...(findWebKit() === null
			? []
			: [
					{
						name: 'webkit',
						testMatch: EVERYWHERE,
						use: { engine: 'webkit' as const, screenshot: 'off' as const }
					}
				]),
		{ name: 'chromium' }
	],
	use: {
		screenshot: 'only-on-failure',
		trace: 'off',
		actionTimeout: 60_000,
		navigationTimeout: 60_000,
		launchOptions: { args: browserArgs, ...(executablePath === null ? {} : { executablePath }) }
	}
});
