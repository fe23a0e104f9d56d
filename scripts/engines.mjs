/**
 * Engines beside Chromium for the tests, from Debian's packages: Firefox ESR. As root it is installed when it
 * is missing; else it is not tested, and the run says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PACKAGES = ['firefox-esr'];

/** The path of a Firefox, or null. `FIREFOX_PATH` names one. */
export function findFirefox() {
	return process.env['FIREFOX_PATH'] ?? inPath('firefox-esr') ?? inPath('firefox');
}

/** Installs what is missing, where that is possible. */
export function getEngines() {
	if (findFirefox() !== null || process.platform !== 'linux') return;
	if (process.getuid?.() !== 0 || inPath('apt-get') === null) return;
	process.stderr.write(`Installing ${PACKAGES.join(', ')} ...\n`);
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]])
		spawnSync('apt-get', ['-q', ...args], {
			stdio: ['ignore', 'ignore', process.stderr],
			timeout: 300_000,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		});
}

/** @param {string} name */
function inPath(name) {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, name)).find(existsSync) ?? null;
}
