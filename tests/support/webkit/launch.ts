/** WebKit for a person of an e2e test, from Debian: WebKitGTK's MiniBrowser and its driver, on a virtual screen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { findWebKit } from '../../../scripts/programs.mjs';
import { must } from '../../../src/lib/base/fault';
import { removeProfile } from '../leftovers';
import { openLine } from '../line';
import { belongTo } from '../belongings';
import { Driver } from './driver';
import { WebKitPerson } from './page';

const SIZE = { width: 1280, height: 800 };

/**
 * A screen of her own, hardly larger than her window: without a window manager, the window under the pointer
 * has the focus, and the pointer is in the middle.
 */
async function openScreen(
	program: string,
	{ width, height }: typeof SIZE
): Promise<{ readonly name: string; readonly end: () => void }> {
	const size = `${String(width + 100)}x${String(height + 100)}x24`;
	const screen = spawn(program, ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp'], {
		stdio: ['ignore', 'ignore', 'ignore', 'pipe']
	});
	const told = screen.stdio[3];
	if (!told) throw new Error('no screen');
	const [number] = (await once(told, 'data')) as [Buffer];
	return { name: `:${number.toString().trim()}`, end: () => void screen.kill() };
}

/** Her own browser with empty storage; closing it ends all of it. */
export async function webkitPerson({ baseURL = '', viewport }: BrowserContextOptions): Promise<WebKitPerson> {
	const size = viewport ?? SIZE;
	const { driver, browser, screen: program } = must(findWebKit(), 'WebKit');
	const screen = await openScreen(program, size);
	const home = await mkdtemp(join(tmpdir(), 'sofortchat-webkit-'));
	await mkdir(join(home, '.config'));
	await mkdir(join(home, 'downloads'));
	await writeFile(join(home, '.config/user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
	const line = await openLine();
	const environment = {
		...process.env,
		DISPLAY: screen.name,
		HOME: home,
		TZ: 'Europe/Berlin',
		LANG: 'de_DE.UTF-8',
		LANGUAGE: 'de',
		NO_AT_BRIDGE: '1'
	};
	const started = await Driver.start(driver, browser, environment, {
		proxy: { proxyType: 'manual', httpProxy: `127.0.0.1:${String(line.port)}`, noProxy: [] }
	});
	const person = new WebKitPerson(started, home, baseURL, size);
	person.onClose(async () => {
		line.close();
		screen.end();
		await removeProfile(home);
	});
	belongTo(person, { line, downloads: join(home, 'downloads') });
	return person;
}
