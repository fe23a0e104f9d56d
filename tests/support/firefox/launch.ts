/** Firefox for a person of an e2e test: a process for each, since only one tab per window counts as visible. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firefox, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { findFirefox } from '../../../scripts/programs.mjs';
import { openLine, type Line } from '../line';
import { removeProfile } from '../leftovers';
import { belongTo } from '../belongings';

const root = join(import.meta.dirname, '../../..');

/** A context in its own Firefox; closing the context ends both. */
export async function firefoxContext(options: BrowserContextOptions): Promise<BrowserContext> {
	const line = await openLine();
	const folder = await mkdtemp(join(tmpdir(), 'sofortchat-downloads-'));
	const browser = await launch(line, folder);
	// This version's BiDi has neither; the preferences do the same.
	const { permissions: _permissions, hasTouch: _hasTouch, ...known } = options;
	const context = await browser.newContext(known);
	belongTo(context, { line, downloads: folder });
	context.on('close', () => {
		line.close();
		void browser.close().then(() => removeProfile(folder));
	});
	return context;
}

function launch(line: Line, downloads: string): Promise<Browser> {
	return firefox.launch({
		channel: 'moz-firefox',
		executablePath: join(root, 'scripts/firefox.mjs'),
		env: { ...process.env, FIREFOX: findFirefox() ?? '', TZ: 'Europe/Berlin' },
		firefoxUserPrefs: {
			'intl.accept_languages': 'de-DE, de',
			'intl.locale.requested': 'de',
			'permissions.default.desktop-notification': 1,
			'dom.events.testing.asyncClipboard': true,
			'pdfjs.disabled': true,
			'browser.download.open_pdf_attachments_inline': false,
			'browser.download.folderList': 2,
			'browser.download.dir': downloads,
			'browser.download.always_ask_before_handling_new_types': false,
			'network.proxy.type': 1,
			'network.proxy.http': '127.0.0.1',
			'network.proxy.http_port': line.port,
			'network.proxy.allow_hijacking_localhost': true
		}
	});
}

/**
 * A copy of the built app whose policy allows `eval`: Playwright's own scripts need it in Firefox. The rest of
 * the policy still applies to the app itself.
 */
export async function appForFirefox(): Promise<string> {
	const folder = join(root, `.cache/firefox-app-${String(process.pid)}`);
	await removeProfile(folder);
	await cp(join(root, 'build/app'), folder, { recursive: true });
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		// Compressed copies would be served instead.
		if (/\.html\.(br|gz)$/.test(name)) await rm(path);
		if (!name.endsWith('.html')) continue;
		const page = await readFile(path, 'utf8');
		if (!page.includes("'wasm-unsafe-eval'")) throw new Error(`no policy in ${name}`);
		await writeFile(path, page.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'"));
	}
	return folder;
}
