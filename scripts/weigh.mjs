/**
 * Weighs what a client's browser downloads from the link until the composer accepts input: the
 * shell of /k, its styles, every module it imports, compressed. Fails above the budget.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from './inputs.mjs';

const budget = 120 * 1024;
const page = '/k';
/**
 * Modules imported dynamically that are still needed before the composer accepts input, by their
 * source path in Vite's manifest.
 * @type {readonly string[]}
 */
const neededLazily = [];

/** What loads next, while she reads or types: printed as well, not part of the budget. */
const loadedBehind = ['src/lib/state/client/opened-link.svelte.ts'];

const app = join(root, 'build/app');
const shell = [`${page}.html`, `${page}/index.html`].find((path) => existsSync(join(app, path)));
if (shell === undefined) fail(`There is no shell for ${page} in build/app: build first.`);
const html = readFileSync(join(app, shell), 'utf8');

/** @type {Map<string, number>} */
const weights = new Map();
add(shell);
for (const [tag] of html.matchAll(/<link\b[^>]*>/g)) {
	const href = /\bhref="([^"]+)"/.exec(tag)?.[1];
	if (href !== undefined && /\brel="(modulepreload|stylesheet|preload)"/.test(tag)) add(posix.join(page, '..', href));
}
for (const [, path = ''] of html.matchAll(/\bimport\("([^"]+)"\)/g)) add(posix.join(page, '..', path));
for (const source of neededLazily) addLazy(source);
if (![...weights.keys()].some((path) => path.includes('/nodes/')))
	fail(`${shell} does not name its page: nothing was weighed.`);

const total = [...weights.values()].reduce((sum, bytes) => sum + bytes, 0);
for (const [path, bytes] of [...weights].sort((a, b) => b[1] - a[1]).slice(0, 12)) {
	process.stdout.write(`${kB(bytes).padStart(9)}  ${path}\n`);
}
process.stdout.write(
	`${kB(total).padStart(9)}  of ${kB(budget)} in ${weights.size} files until ${page} accepts input\n`
);
if (total > budget) fail(`That is ${kB(total - budget)} too much: import later what is not needed for writing.`);

for (const source of loadedBehind) addLazy(source);
const whole = [...weights.values()].reduce((sum, bytes) => sum + bytes, 0);
process.stdout.write(`${kB(whole).padStart(9)}  with the conversation, which loads behind the field\n`);

/**
 * Counts a file and its static imports, once.
 * @param {string} path from the root of the app
 */
function add(path) {
	if (weights.has(path)) return;
	const file = join(app, path);
	const bytes = readFileSync(file);
	weights.set(path, existsSync(`${file}.gz`) ? statSync(`${file}.gz`).size : gzipSync(bytes).length);
	if (!path.endsWith('.js')) return;
	for (const [, from = ''] of bytes
		.toString('utf8')
		.matchAll(/(?:\bimport|\bfrom|\})\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
		add(posix.join(posix.dirname(path), from));
	}
}

/** @param {string} source */
function addLazy(source) {
	const manifest = JSON.parse(readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'));
	const chunk = manifest[source];
	if (chunk === undefined) fail(`${source} is no chunk of its own: correct the list in scripts/weigh.mjs.`);
	add(`/${chunk.file}`);
	for (const style of chunk.css ?? []) add(`/${style}`);
}

/** @param {number} bytes */
function kB(bytes) {
	return `${(bytes / 1024).toFixed(1)} kB`;
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
	process.stderr.write(`${why}\n`);
	process.exit(1);
}
