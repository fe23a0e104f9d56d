/**
 * `npm run test:loaded`: unit and end-to-end tests beside one busy process per processor, five
 * times or as often as the first argument says. `--beside "what else runs"` starts no busy process: the
 * machine is already loaded then. Prints the failures of each run and adds a line of figures to
 * tests/LOADED.md. Not part of CI.
 */
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, openSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { root } from './inputs.mjs';
import { endToEndTests, unitTests } from './reports.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { beside: { type: 'string' } } });
const runs = Number(positionals[0] ?? 5);
// Built before the machine gets slow: only the tests are measured.
await build();
/** They have the same priority as the tests, and never wait. */
const busy = Array.from({ length: values.beside === undefined ? availableParallelism() : 0 }, () =>
	spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' })
);
process.on('exit', () => busy.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** @type {{ failed: readonly string[], seconds: number, load: number }[]} */
const results = [];
for (let n = 1; n <= runs; n++) {
	const begin = performance.now();
	const log = join(root, `.cache/loaded-${n}.log`);
	const isGood = await test(log);
	const failed = isGood ? [] : failures();
	const result = { failed, seconds: (performance.now() - begin) / 1000, load: loadavg()[1] ?? 0 };
	results.push(result);
	const verdict = isGood ? 'passed' : `failed, see ${log}`;
	process.stdout.write(`run ${n}: ${verdict} (${result.seconds.toFixed(0)} s, load ${result.load.toFixed(1)})\n`);
	for (const title of failed) process.stdout.write(`  ${title}\n`);
}
const passed = results.filter(({ failed }) => failed.length === 0).length;
appendFileSync(join(root, 'tests/LOADED.md'), `${figures()}\n`);
process.stdout.write(`${passed} of ${runs} runs passed\n`);
process.exit(passed === runs ? 0 : 1);

/**
 * Runs the tests once; resolves to whether all of them passed.
 * @param {string} log
 * @returns {Promise<boolean>}
 */
function test(log) {
	const file = openSync(log, 'w');
	const child = spawn(process.execPath, ['scripts/test.mjs', 'unit', 'browser', 'e2e'], {
		cwd: root,
		stdio: ['ignore', file, file]
	});
	// It ends the processes it has started.
	process.once('exit', () => child.kill('SIGTERM'));
	return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

/** The failures of the last run; never empty. */
function failures() {
	const titles = [unitTests, endToEndTests].flatMap((read) => {
		try {
			return read().flatMap(({ title, outcome }) => (outcome === 'failed' ? [title] : []));
		} catch {
			return ['a part left no report'];
		}
	});
	return titles.length > 0 ? titles : ['something outside of the tests'];
}

/** The line for tests/LOADED.md. */
function figures() {
	const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
	const commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' and changes');
	const titles = [...new Set(results.flatMap(({ failed }) => failed))].join('; ') || 'nothing';
	const seconds = results.map((result) => result.seconds.toFixed(0)).join(', ');
	const load = Math.max(...results.map((result) => result.load)).toFixed(1);
	return `| ${new Date().toISOString().slice(0, 10)} | ${commit} | ${values.beside ?? `${busy.length}, ${busy.length} loops`} | ${passed} of ${runs} | ${seconds} | ${load} | ${titles} |`;
}
