/**
 * `npm test`: everything that CI runs, part by part; a failed one does not stop the
 * next. The last line is always `N passed, N failed`: the tests of vitest and Playwright, and one
 * for each other part.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './install.mjs';

const root = join(import.meta.dirname, '..');
/** No part takes so long on two cores, a slow day included. */
const limitMs = 45 * 60_000;
/** @type {{ name: string, passed: number, failed: number, skipped: number, seconds: number }[]} */
const parts = [];
/** Tests that did not run here; their titles say why. @type {string[]} */
const notRun = [];
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
	// What both stand on; then one processor each.
	await run(process.execPath, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
	await Promise.all([
		part('types', 'npm', ['run', '--silent', 'check']),
		part('lint', 'npm', ['run', '--silent', 'lint'])
	]);
	await part('build', process.execPath, ['scripts/build.mjs']);
	await part('weight', process.execPath, ['scripts/weigh.mjs']);
	await part(
		'unit',
		process.execPath,
		[
			'node_modules/vitest/vitest.mjs',
			'run',
			'--reporter=dot',
			'--reporter=json',
			'--outputFile.json=.cache/unit.json'
		],
		countOfVitest
	);
	await part('browser', process.execPath, ['scripts/browser.mjs']);
	process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] = join(root, '.cache/e2e.json');
	await part(
		'e2e',
		process.execPath,
		['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
		countOfPlaywright
	);
} catch (error) {
	process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
	parts.push({ name: 'run', passed: 0, failed: 1, skipped: 0, seconds: 0 });
}
finish();

/**
 * Runs one part and notes what came of it. `count` reads the tests from the part's report.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {() => { passed: number, failed: number, skipped: number }} [count]
 */
async function part(name, command, args, count) {
	process.stdout.write(`\n=== ${name}\n`);
	const begin = performance.now();
	// A report of an earlier run must not speak for this one.
	rmSync(join(root, `.cache/${name}.json`), { force: true });
	const isGood = await run(command, args);
	let counted = { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 };
	if (count !== undefined) {
		try {
			counted = count();
		} catch {
			counted = { passed: 0, failed: 1, skipped: 0 };
		}
		// It crashed outside of any test, or there was none.
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
		// A group of its own, so that nothing outlives its part.
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
		// Gone already.
	}
	running.delete(child);
}

function countOfVitest() {
	const report = JSON.parse(readFileSync(join(root, '.cache/unit.json'), 'utf8'));
	/** @type {{ status: string, assertionResults: { status: string, fullName: string }[] }[]} */
	const files = report.testResults;
	for (const { assertionResults } of files)
		for (const { status, fullName } of assertionResults)
			if (status !== 'passed' && status !== 'failed') notRun.push(fullName);
	// A file that could not be loaded has no test, and is a failure all the same.
	const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + broken,
		skipped: report.numPendingTests + report.numTodoTests
	};
}

function countOfPlaywright() {
	const { stats } = JSON.parse(readFileSync(join(root, '.cache/e2e.json'), 'utf8'));
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
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
	for (const title of notRun) process.stdout.write(`not run: ${title}\n`);
	process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
	process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}
