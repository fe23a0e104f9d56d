/**
 * What an e2e test stands on: a relay of its own, a counsellor's and a client's browser that share
 * nothing, and an eye on what the browser itself complains about.
 */
import { rm } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import {
	chromium,
	expect,
	test as base,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from '@playwright/test';
import { browserArgs, findBrowser } from '../../scripts/browser.mjs';
import { appForFirefox, firefoxContext } from './firefox/launch';
import { lineOf } from './belongings';
import { serve, startRelay, type TestRelay } from './relay';
import { webkitPerson } from './webkit/launch';

/**
 * What Firefox says of every socket that is refused, or that a page leaves behind, and of a script that it was loading
 * when it was left; nobody threw it. A script that a page lacks is missed by the page itself.
 */
const SAID_IN_PASSING =
	/^Firefox can’t establish a connection|was interrupted while the page was loading|A ServiceWorker intercepted the request/;

/** The fixtures that `test` offers; each is made when a test first names it. */
export interface Fixtures {
	readonly relay: TestRelay;
	/** The browser of a counsellor: language, time zone and permissions are set, storage is empty. */
	readonly counsellorContext: BrowserContext;
	readonly counsellor: Page;
	/** The browser of a client, on a phone. */
	readonly clientContext: BrowserContext;
	readonly client: Page;
	/** Another browser with an empty storage, at the test's relay. */
	readonly newPerson: (options?: BrowserContextOptions) => Promise<BrowserContext>;
	/** A browser whose profile lies in `folder` and outlives its closing. */
	readonly openProfile: (folder: string, options?: BrowserContextOptions) => Promise<BrowserContext>;
	/** What broke the policy or was thrown and not caught, in any page; must be empty at the end. */
	readonly complaints: string[];
}

const here = { locale: 'de-DE', timezoneId: 'Europe/Berlin' } as const;
const desktop = {
	...here,
	viewport: { width: 1280, height: 800 },
	permissions: ['notifications', 'clipboard-read', 'clipboard-write']
};
const phone = {
	...here,
	viewport: { width: 390, height: 844 },
	hasTouch: true,
	permissions: ['clipboard-read', 'clipboard-write']
};

/** Which engine the people of a test have. */
export interface Engine {
	readonly engine: 'chromium' | 'firefox' | 'webkit';
	/** What the relay serves. */
	readonly served: undefined;
}

export const test = base.extend<Fixtures, Engine>({
	engine: ['chromium', { option: true, scope: 'worker' }],
	served: [
		async ({ engine }, use) => {
			const app = engine === 'firefox' ? await appForFirefox() : null;
			if (app !== null) serve(app);
			await use(undefined);
			if (app !== null) await rm(app, { recursive: true });
		},
		{ scope: 'worker', auto: true }
	],
	relay: async ({}, use) => {
		const relay = await startRelay();
		await use(relay);
		await relay.kill();
		await relay.stop();
	},
	complaints: async ({}, use) => {
		const complaints: string[] = [];
		await use(complaints);
		expect(complaints, 'the browser complained').toEqual([]);
	},
	newPerson: async ({ browser, engine, relay, complaints }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (options = {}) => {
			const all = { ...desktop, baseURL: relay.url, ...options };
			if (engine === 'webkit') {
				// it has what the story asks for
				const person = (await webkitPerson(all)) as unknown as BrowserContext;
				contexts.push(person);
				return person;
			}
			const context = await (engine === 'firefox' ? firefoxContext(all) : browser.newContext(all));
			contexts.push(watch(context, complaints));
			return context;
		});
		for (const context of contexts) await context.close();
	},
	openProfile: async ({ relay, complaints }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (folder, options = {}) => {
			const executablePath = findBrowser();
			const context = await chromium.launchPersistentContext(folder, {
				...desktop,
				baseURL: relay.url,
				args: browserArgs,
				...(executablePath === null ? {} : { executablePath }),
				...options
			});
			contexts.push(watch(context, complaints));
			return context;
		});
		for (const context of contexts) await context.close();
	},
	counsellorContext: async ({ newPerson }, use) => use(await newPerson()),
	counsellor: async ({ counsellorContext }, use) => use(await counsellorContext.newPage()),
	clientContext: async ({ newPerson }, use) => use(await newPerson(phone)),
	client: async ({ clientContext }, use) => use(await clientContext.newPage())
});

export { expect };

/** Expects that axe finds nothing on what `page` shows now, by WCAG 2.0 to 2.2, A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
	// what axe answers is more than this Firefox's automation carries: its process dies of it
	if (lineOf(page.context())) return;
	// Half-way through a fade every contrast is wrong.
	await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	const found = violations.flatMap(({ id, help, nodes }) =>
		nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`)
	);
	expect(found, `axe on ${new URL(page.url()).pathname}`).toEqual([]);
}

/** Takes the network away from a person, or gives it back. Open sockets are the app's to close. */
export async function cut(context: BrowserContext, isOffline = true): Promise<void> {
	const line = lineOf(context);
	if (line) line.cut(isOffline);
	else await context.setOffline(isOffline);
}

/** Closes all pages of a person and opens `path` anew, as after a restart of the browser. */
export async function reopen(context: BrowserContext, path: string): Promise<Page> {
	const before = context.pages();
	const page = await context.newPage();
	for (const old of before) await old.close();
	await page.goto(path);
	return page;
}

function watch(context: BrowserContext, complaints: string[]): BrowserContext {
	context.on('weberror', (error) => {
		const { message } = error.error();
		if (!SAID_IN_PASSING.test(message)) complaints.push(message);
	});
	context.on('console', (message) => {
		if (/Content Security Policy|Trusted(?:HTML|Script)/.test(message.text())) complaints.push(message.text());
	});
	return context;
}
