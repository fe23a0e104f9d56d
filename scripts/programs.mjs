/**
 * Programs the tests use beside Chromium, from Debian's packages: Firefox ESR, WebKitGTK, nginx and Caddy. As
 * root, missing ones are installed; otherwise they are not tested, and the run says so.
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

/** The path of a Firefox, or null. `FIREFOX_PATH` overrides it. */
export function findFirefox() {
	return process.env['FIREFOX_PATH'] ?? findProgram('firefox-esr') ?? findProgram('firefox');
}

/** The paths of WebKitGTK's browser, its driver and a virtual screen, or null. */
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
	// a user's PATH does not include daemons
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
	return folders.map((folder) => join(folder, name)).find(existsSync) ?? null;
}

/** Installs what is missing, if possible; whatever fails stays missing. */
export function getPrograms() {
	const missing = Object.entries(PACKAGES).flatMap(([name, find]) => (find() === null ? [name] : []));
	if (missing.length > 0) installFromDebian(missing);
}

/**
 * Installs packages if possible: as root, with apt-get. Callers check afterwards whether they are there.
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
