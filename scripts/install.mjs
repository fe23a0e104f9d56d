/** Installs what the lock lists and node_modules is missing; only checks when there is nothing to do. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs `npm ci` unless node_modules matches the lock. Throws one sentence when that fails. */
export function install() {
	if (isInstalled()) return;
	process.stderr.write('Installing packages ...\n');
	// The build needs dev tools, even where NODE_ENV is production.
	const run = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
		cwd: root,
		stdio: ['ignore', process.stderr, process.stderr],
		shell: process.platform === 'win32'
	});
	if (run.status !== 0) throw new Error('npm ci failed: see above.');
}

function isInstalled() {
	const wanted = packages('package-lock.json');
	const there = packages('node_modules/.package-lock.json');
	return Object.entries(wanted).every(([path, entry]) => {
		// Optional ones are for other platforms, or failed harmlessly.
		if (path === '' || entry.optional === true || entry.devOptional === true) return true;
		return there[path]?.version === entry.version;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function packages(file) {
	try {
		return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
	} catch {
		// No lock, no packages: the comparison will show it.
		return {};
	}
}
