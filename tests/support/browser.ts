/**
 * The basis of an e2e test: a relay of its own, a counsellor's and a client's browser that share nothing, and a
 * watch on the browsers' own complaints.
 */
import { rm } from 'node:fs/promises';
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
 * What Firefox reports about every socket that is refused or left behind by a page, and about a script that was
 * loading when the page was left; nobody threw it. If a page lacks a script, the page itself notices.
 */
const SAID_IN_PASSING =
	/^Firefox can’t establish a connection|was interrupted while the page was loading|A ServiceWorker intercepted the request|^error loading dynamically imported module/;

/** The fixtures of `test`; each is made when a test first names it. */
export interface Fixtures {
	readonly relay: TestRelay;
	/** A counsellor's browser: language, time zone and permissions are set, storage is empty. */
	readonly counsellorContext: BrowserContext;
	readonly counsellor: Page;
	/** A client's browser, on a phone. */
	readonly clientContext: BrowserContext;
	readonly client: Page;
	/** Another browser with empty storage, at the test's relay. */
	readonly newPerson: (options?: BrowserContextOptions) => Promise<BrowserContext>;
	/** A browser whose profile is in `folder` and outlives it. */
	readonly openProfile: (folder: string, options?: BrowserContextOptions) => Promise<BrowserContext>;
	/** Policy violations and uncaught errors in any page; must be empty at the end. */
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

/** The engine that a test's people use. */
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
				// It implements what the story asks for.
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

/** Takes a person's network away or gives it back. Closing open sockets is the app's job. */
export async function cut(context: BrowserContext, isOffline = true): Promise<void> {
	const line = lineOf(context);
	if (line) line.cut(isOffline);
	else await context.setOffline(isOffline);
}

/** Closes all pages of a person and opens `path` again, as after a browser restart. */
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
