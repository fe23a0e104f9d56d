/** A build's inputs as a hash: the same inputs, the same hash. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The project folder, without a trailing slash. */
export const root = join(import.meta.dirname, '..');

/** The inputs of the app. */
export const appInputs = [
	'src',
	'static',
	'svelte.config.js',
	'vite.config.ts',
	'package-lock.json',
	'scripts/inputs.mjs'
];
/** The inputs of the relay. */
export const relayInputs = ['relay', 'src/lib', 'scripts/build.mjs', 'package-lock.json'];

/**
 * SHA-256 over names and contents of `inputs` (files or folders relative to the root), as 16
 * hexadecimal digits. Tests and prose are not part of a build.
 * @param {readonly string[]} inputs
 */
export function hashOf(inputs) {
	const hash = createHash('sha256');
	for (const input of inputs) {
		for (const file of filesIn(input)) {
			const bytes = readFileSync(join(root, file));
			hash.update(`${file}\0${bytes.length}\0`).update(bytes);
		}
	}
	return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
	const full = join(root, path);
	if (!existsSync(full)) return [];
	if (!statSync(full).isDirectory()) return /(\.test\.ts|\.md)$/.test(path) ? [] : [path];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesIn(`${path}/${name}`));
}
