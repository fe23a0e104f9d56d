/**
 * What tests use beside Chromium, from Debian's packages: Firefox ESR, WebKitGTK, nginx and Caddy. As
 * root they are installed when they are missing; else what is not there is not tested, and the run says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGES = {
	'firefox-esr': findFirefox,
	'webkit2gtk-driver': findWebKit,
	xvfb: () => findProgram('Xvfb'),
	nginx: () => findProgram('nginx'),
	caddy: () => findProgram('caddy')
};

/** The path of a Firefox, or null. `FIREFOX_PATH` names one. */
export function findFirefox() {
	return process.env['FIREFOX_PATH'] ?? findProgram('firefox-esr') ?? findProgram('firefox');
}

/** The paths of WebKitGTK's browser, of what drives it and of a screen for it, or null. */
export function findWebKit() {
	const [driver, screen] = [findProgram('WebKitWebDriver'), findProgram('Xvfb')];
	const browser = ['x86_64', 'aarch64']
		.flatMap((machine) =>
			['4.1', '6.0', '4.0'].map((version) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${version}/MiniBrowser`)
		)
		.find(existsSync);
	return driver === null || screen === null || browser === undefined ? null : { driver, screen, browser };
}

/**
 * The path of a program, or null.
 * @param {string} name
 */
export function findProgram(name) {
	// a user's PATH has no daemons in it
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
	return folders.map((folder) => join(folder, name)).find(existsSync) ?? null;
}

/** Installs what is missing, where that is possible; whatever fails is then missing still. */
export function getPrograms() {
	const missing = Object.entries(PACKAGES).flatMap(([name, find]) => (find() === null ? [name] : []));
	if (missing.length > 0) installFromDebian(missing);
}

/**
 * Installs packages where that is possible: as root, where there is apt-get. Who wants them looks whether they are there.
 * @param {readonly string[]} packages
 */
export function installFromDebian(packages) {
	if (process.getuid?.() !== 0 || findProgram('apt-get') === null) return;
	process.stderr.write(`Installing ${packages.join(', ')} ...\n`);
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]])
		spawnSync('apt-get', ['-q', ...args], {
			stdio: ['ignore', 'ignore', process.stderr],
			timeout: 300_000,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		});
}
