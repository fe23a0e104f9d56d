/**
 * Builds what is out of date: the app into build/app, the relay into build/relay/main.mjs. Next to
 * each is a stamp, the hash of its inputs. `--force` builds both.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { appInputs, hashOf, relayInputs, root } from './inputs.mjs';

/** Kept out of the relay's bundle: packages with binaries, and packages they rely on. */
const external = ['lmdb', 'ws'];

/** Builds app and relay unless they are up to date. Throws one sentence when that fails. */
export async function build({ force = false } = {}) {
	await fresh('app', hashOf(appInputs), join(root, 'build/app/404.html'), force, buildApp);
	await fresh('relay', hashOf(relayInputs), join(root, 'build/relay/main.mjs'), force, buildRelay);
}

/**
 * @param {string} name
 * @param {string} hash
 * @param {string} product
 * @param {boolean} force
 * @param {() => void | Promise<void>} make
 */
async function fresh(name, hash, product, force, make) {
	const stamp = join(root, `build/${name}.stamp`);
	if (!force && existsSync(product) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
	// An interrupted build must not look like a finished one.
	rmSync(stamp, { force: true });
	process.stderr.write(`Building the ${name} ...\n`);
	await make();
	writeFileSync(stamp, hash);
}

function buildApp() {
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production' }
	});
	if (status !== 0) throw new Error(`The app did not build.\n${stdout}${stderr}`);
}

async function buildRelay() {
	const { build: bundle } = await import('rolldown');
	await bundle({
		cwd: root,
		input: 'relay/main.ts',
		platform: 'node',
		external: (id) => isBuiltin(id) || external.some((name) => id === name || id.startsWith(`${name}/`)),
		output: { file: 'build/relay/main.mjs', format: 'esm', sourcemap: true, codeSplitting: false },
		logLevel: 'warn'
	});
}

if (process.argv[1] === import.meta.filename) {
	try {
		await build({ force: process.argv.includes('--force') });
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
