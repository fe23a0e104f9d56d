/** What the reports of vitest and Playwright say, which `npm test` lets them write into .cache. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './inputs.mjs';

/**
 * One test that had its turn, or did not run.
 * @typedef {{ title: string, outcome: 'passed' | 'failed' | 'skipped', seconds: number }} Test
 */

/**
 * The tests of vitest's last run. Throws when there is no report.
 * @returns {Test[]}
 */
export function unitTests() {
	const report = JSON.parse(readFileSync(join(root, '.cache/unit.json'), 'utf8'));
	/** @type {{ name: string, status: string, assertionResults: { status: string, fullName: string, duration?: number }[] }[]} */
	const files = report.testResults;
	return files.flatMap(({ name, status, assertionResults }) => {
		const path = relative(root, name);
		// A file that could not be loaded has no test, and is a failure all the same.
		if (assertionResults.length === 0 && status === 'failed') return [{ title: path, outcome: 'failed', seconds: 0 }];
		return assertionResults.map((result) => ({
			title: `${path}: ${result.fullName}`,
			outcome: result.status === 'passed' || result.status === 'failed' ? result.status : 'skipped',
			seconds: (result.duration ?? 0) / 1000
		}));
	});
}

/**
 * The tests of Playwright's last run. Throws when there is no report.
 * @returns {Test[]}
 */
export function endToEndTests() {
	return testsIn(JSON.parse(readFileSync(join(root, '.cache/e2e.json'), 'utf8')));
}

/**
 * How many of `tests` had which outcome.
 * @param {readonly Test[]} tests
 */
export function countOf(tests) {
	const count = { passed: 0, failed: 0, skipped: 0 };
	for (const { outcome } of tests) count[outcome]++;
	return count;
}

/**
 * @typedef {{ status: string, results: { duration: number }[] }} Run
 * @typedef {{ suites?: Suite[], specs?: { title: string, file: string, tests: Run[] }[] }} Suite
 * @param {Suite} suite
 * @returns {Test[]}
 */
function testsIn({ suites = [], specs = [] }) {
	const own = specs.flatMap(({ title, file, tests }) =>
		tests.map(({ status, results }) => ({
			title: `${file}: ${title}`,
			// One that is 'flaky' failed: somebody will meet what it met.
			outcome: /** @type {Test['outcome']} */ (
				status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed'
			),
			seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000
		}))
	);
	return [...own, ...suites.flatMap(testsIn)];
}
