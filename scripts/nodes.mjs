/**
 * `npm run test:nodes`: the unit tests (including the relay's) under each Node version that operators
 * use, 20, 22 and 24, or the given ones. Each comes from npm into .cache. Not part of CI.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './inputs.mjs';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24'];
const failed = versions.filter((version) => !test(version));
process.stdout.write(`${versions.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length > 0 ? 1 : 0);

/** @param {string} version */
function test(version) {
	const folder = join(root, `.cache/node-${version}`);
	const node = join(folder, 'node_modules/node/bin/node');
	if (!existsSync(node)) {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
		const args = ['install', '--no-save', '--no-audit', '--no-fund', `node@${version}`];
		if (!run('npm', args, folder)) return false;
	}
	process.stdout.write(`\n=== Node ${version}\n`);
	// programs started by tests use the same Node, through process.execPath
	return run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=dot'], root);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
	return spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
