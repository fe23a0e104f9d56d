/**
 * `npm test`: everything that CI runs, part by part; a failed part does not stop the
 * next. The last line is always `N passed, N failed`: the tests of vitest and Playwright, and one
 * for each other part. `npm test -- unit e2e` runs only those parts.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findFirefox, findWebKit, getPrograms } from './programs.mjs';
import { install } from './install.mjs';
import { root } from './inputs.mjs';
import { countOf, endToEndTests, unitTests } from './reports.mjs';

const wanted = process.argv.slice(2);
const unitCommand = [
	'node_modules/vitest/vitest.mjs',
	'run',
	'--reporter=dot',
	'--reporter=json',
	'--outputFile.json=.cache/unit.json'
];
/** No part takes this long on two cores, even on a slow day. */
const limitMs = 45 * 60_000;
/** @type {{ name: string, passed: number, failed: number, skipped: number, seconds: number }[]} */
const parts = [];
/** What vitest and Playwright ran. @type {import('./reports.mjs').Test[]} */
const tests = [];
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
	process.on(signal, () => {
		for (const child of running) stop(child);
		parts.push({ name: signal, passed: 0, failed: 1, skipped: 0, seconds: 0 });
		finish();
	});
}

try {
	mkdirSync(join(root, '.cache'), { recursive: true });
	install();
	// All need this; then one processor for eslint, the slowest, and one for the others.
	await run(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
	await Promise.all([
		part('lint', 'npm', ['run', '--silent', 'lint:code']),
		(async () => {
			await part('types', 'npm', ['run', '--silent', 'check']);
			await part('build', process.execPath, ['scripts/build.mjs']);
			await part('weight', process.execPath, ['scripts/weigh.mjs']);
			await part('form', 'npm', ['run', '--silent', 'lint:form']);
			await part('unit', process.execPath, unitCommand, unitTests);
		})()
	]);
	await part('browser', process.execPath, ['scripts/browser.mjs']);
	getPrograms();
	process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = join(root, '.cache/e2e.json');
	await part(
		'e2e',
		process.execPath,
		['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
		endToEndTests
	);
	const engines = { Firefox: findFirefox(), WebKit: findWebKit() };
	for (const [name, found] of Object.entries(engines))
		if (found === null)
			tests.push({
				title: `${name} (it is not installed here: this part did not run)`,
				outcome: 'skipped',
				seconds: 0
			});
} catch (error) {
	process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
	parts.push({ name: 'run', passed: 0, failed: 1, skipped: 0, seconds: 0 });
}
finish();

/**
 * Runs one part and records the result. `report` reads which tests it ran.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {() => import('./reports.mjs').Test[]} [report]
 */
async function part(name, command, args, report) {
	if (wanted.length > 0 && !wanted.includes(name)) return;
	process.stdout.write(`\n=== ${name}\n`);
	const begin = performance.now();
	// An earlier run's report must not count for this one.
	rmSync(join(root, `.cache/${name}.json`), { force: true });
	const isGood = await run(command, args);
	let counted = { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
	if (report !== undefined) {
		try {
			const ran = report();
			counted = countOf(ran);
			tests.push(...ran);
		} catch {
			counted = { passed: 0, failed: 1, skipped: 0 };
		}
		// It crashed outside any test, or there was none.
		if (counted.failed === 0 && (!isGood || counted.passed === 0)) counted.failed = 1;
	}
	parts.push({ name, ...counted, seconds: (performance.now() - begin) / 1000 });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<boolean>}
 */
function run(command, args) {
	return new Promise((resolve) => {
		// A separate process group, so that nothing outlives its part.
		const child = spawn(command, args, {
			cwd: root,
			stdio: ['ignore', 'inherit', 'inherit'],
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32'
		});
		running.add(child);
		const timer = setTimeout(() => {
			process.stdout.write(`Stopped after ${limitMs / 60_000} minutes.\n`);
			stop(child);
		}, limitMs);
		child.on('error', (error) => {
			process.stdout.write(`${error.message}\n`);
			clearTimeout(timer);
			resolve(false);
		});
		child.on('close', (code) => {
			clearTimeout(timer);
			stop(child);
			resolve(code === 0);
		});
	});
}

/** @param {import('node:child_process').ChildProcess} child */
function stop(child) {
	try {
		if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
	} catch {
		// Already gone.
	}
	running.delete(child);
}

/** @returns {never} */
function finish() {
	const total = { passed: 0, failed: 0 };
	process.stdout.write('\n');
	for (const { name, passed, failed, skipped, seconds } of parts) {
		total.passed += passed;
		total.failed += failed;
		const verdict = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
		process.stdout.write(`${name.padEnd(8)} ${verdict.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s\n`);
	}
	const slowest = tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, 20);
	for (const { title, seconds } of slowest) process.stdout.write(`${seconds.toFixed(1).padStart(6)} s  ${title}\n`);
	for (const { title, outcome } of tests)
		if (outcome !== 'passed') process.stdout.write(`${outcome === 'failed' ? 'failed' : 'not run'}: ${title}\n`);
	process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
	process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}
