/** What `npm test` reads from its tools' reports: nothing that failed may look passed. */
import { expect, test } from 'vitest';
import { countOf, ofPlaywright, ofVitest } from '../scripts/reports.mjs';

test('a test that passed at the second try failed', () => {
	const spec = (title: string, status: string) => ({
		title,
		file: 'a.spec.ts',
		tests: [{ status, results: [{ duration: 1_000 }, { duration: 500 }] }]
	});
	const found = ofPlaywright({
		suites: [
			{
				specs: [spec('good', 'expected')],
				suites: [{ specs: [spec('now and then', 'flaky'), spec('bad', 'unexpected')] }]
			}
		],
		specs: [spec('elsewhere', 'skipped')]
	});
	expect(countOf(found)).toEqual({ passed: 1, failed: 2, skipped: 1 });
	expect(found).toContainEqual({ title: 'a.spec.ts: now and then', outcome: 'failed', seconds: 1.5 });
});

test('what ran in another engine says so', () => {
	const tests = ['chromium', 'firefox'].map((projectName) => ({ projectName, status: 'expected', results: [] }));
	const titles = ofPlaywright({ specs: [{ title: 'it', file: 'a.spec.ts', tests }] }).map(({ title }) => title);
	expect(titles).toEqual(['a.spec.ts: it', 'firefox, a.spec.ts: it']);
});

test('a file that could not be loaded failed, and what did not run is told', () => {
	const result = (fullName: string, status: string) => ({ fullName, status, duration: 20 });
	const found = ofVitest({
		testResults: [
			{ name: '/x/a.test.ts', status: 'passed', assertionResults: [result('a', 'passed'), result('b', 'pending')] },
			{ name: '/x/b.test.ts', status: 'failed', assertionResults: [] },
			{ name: '/x/c.test.ts', status: 'failed', assertionResults: [result('c', 'failed')] }
		]
	});
	expect(countOf(found)).toEqual({ passed: 1, failed: 2, skipped: 1 });
});
