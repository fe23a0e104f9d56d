/** Installs what the lock names and node_modules lacks; looks only, when there is nothing to do. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Runs `npm ci` unless node_modules holds what the lock says. Throws with a sentence when that fails. */
export function install() {
	if (isInstalled()) return;
	process.stderr.write('Installing packages ...\n');
	// Tools are needed to build, also where NODE_ENV says production.
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
		// No lock, no packages: the comparison tells.
		return {};
	}
}
