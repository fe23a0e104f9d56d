/** Reads the reports of vitest and Playwright, which `npm test` has them write into .cache. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './inputs.mjs';

/**
 * One test that ran or was skipped.
 * @typedef {{ title: string, outcome: 'passed' | 'failed' | 'skipped', seconds: number }} Test
 */

/** The tests of vitest's last run. Throws when there is no report. */
export function unitTests() {
	return ofVitest(JSON.parse(readFileSync(join(root, '.cache/unit.json'), 'utf8')));
}

/** The tests of Playwright's last run. Throws when there is no report. */
export function endToEndTests() {
	return ofPlaywright(JSON.parse(readFileSync(join(root, '.cache/e2e.json'), 'utf8')));
}

/**
 * The tests in vitest's report.
 * @typedef {{ status: string, fullName: string, duration?: number }} Result
 * @param {{ testResults: { name: string, status: string, assertionResults: Result[] }[] }} report
 * @returns {Test[]}
 */
export function ofVitest({ testResults }) {
	return testResults.flatMap(({ name, status, assertionResults }) => {
		const path = relative(root, name);
		// A file that could not be loaded has no test, but counts as a failure.
		if (assertionResults.length === 0 && status === 'failed') return [{ title: path, outcome: 'failed', seconds: 0 }];
		return assertionResults.map((result) => ({
			title: `${path}: ${result.fullName}`,
			outcome: result.status === 'passed' || result.status === 'failed' ? result.status : 'skipped',
			seconds: (result.duration ?? 0) / 1000
		}));
	});
}

/**
 * The tests in Playwright's report, in all suites below `suite`.
 * @typedef {{ projectName?: string, status: string, results: { duration: number }[] }} Run
 * @typedef {{ suites?: Suite[], specs?: { title: string, file: string, tests: Run[] }[] }} Suite
 * @param {Suite} suite
 * @returns {Test[]}
 */
export function ofPlaywright({ suites = [], specs = [] }) {
	const own = specs.flatMap(({ title, file, tests }) =>
		tests.map(({ projectName = 'chromium', status, results }) => ({
			title: `${projectName === 'chromium' ? '' : `${projectName}, `}${file}: ${title}`,
			// A 'flaky' one failed: somebody will run into it again.
			outcome: /** @type {Test['outcome']} */ (
				status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed'
			),
			seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000
		}))
	);
	return [...own, ...suites.flatMap(ofPlaywright)];
}

/**
 * How many of `tests` had each outcome.
 * @param {readonly Test[]} tests
 */
export function countOf(tests) {
	const count = { passed: 0, failed: 0, skipped: 0 };
	for (const { outcome } of tests) count[outcome]++;
	return count;
}
