/** What applies to every file, test and word in the project, wherever it is. */
import { describe, expect, test } from 'vitest';
import { pointedAt, rules, stray, titled } from './support/rules';
import { exists, list, read, sources } from './support/sources';

const all = sources('src', 'relay', 'tests', 'scripts').filter(({ path }) => !path.endsWith('.d.ts'));
const product = all.filter(({ path, isTest }) => !isTest && /^(?:src|relay)\//.test(path));
const tests = all.filter(({ isTest }) => isTest);

describe('files', () => {
	test('have a size that one can read', () => {
		const wrong = all.filter(({ path, lines }) => {
			const budget = path.endsWith('.svelte') ? 200 : 300;
			return lines.length > budget && !lines.slice(0, 6).some((line) => line.includes('reason:'));
		});
		const named = wrong.map(({ path, lines }) => `${path}: ${lines.length} lines`);
		expect(named, 'two purposes are two files; if it is one, say so at the top with "reason:"').toEqual([]);
	});

	test('say why they silence a rule or skip a test', () => {
		const silencing =
			/eslint-(?:disable|enable)|@ts-(?:ignore|expect-error|nocheck)|svelte-(?:ignore)|prettier-(?:ignore)/;
		const skipping = /\b(?:test|it|describe)\.(?:skip|fixme|todo|only|fails|skipIf|runIf)\b/;
		const wrong = all.flatMap(({ path, lines, isTest }) =>
			lines.flatMap((line, i) =>
				(silencing.test(line) || (isTest && skipping.test(line))) && !line.includes('reason:') ? `${path}:${i + 1}` : []
			)
		);
		expect(wrong, 'without "reason:" nobody dares to take it away again').toEqual([]);
	});
});

describe('tests', () => {
	test('that replace modules are run by themselves, and take back what they did to what all share', () => {
		// vitest.config.ts: the others share their modules
		const ofNode = tests.filter(({ path }) => /^(?:src|relay)\//.test(path) && !path.endsWith('.svelte.test.ts'));
		const replacing = ofNode.filter(({ path, text }) => text.includes('vi.mock(') && !path.endsWith('.mocked.test.ts'));
		const leaving = ofNode.filter(
			({ text }) =>
				(text.includes('vi.stubGlobal(') && !text.includes('vi.unstubAllGlobals(')) ||
				(text.includes('vi.useFakeTimers(') && !text.includes('vi.useRealTimers('))
		);
		expect([...replacing, ...leaving].map(({ path }) => path)).toEqual([]);
	});

	test('say what they wait for where they wait for time, and do not measure it', () => {
		const sleeping = /\bwaitForTimeout\(|\bnew Promise\b.*\bsetTimeout\(/;
		const measuring = /\bperformance\.now\(|\bDate\.now\(\) - [a-z]/;
		const wrong = tests.flatMap(({ path, lines }) =>
			// Benchmarks and campaigns do measure time.
			/^tests\/(?:bench|torture|demo)\//.test(path)
				? []
				: lines.flatMap((line, i) => {
						// Between two polls of a condition, the time does not matter.
						const isSaid = /\/\/|\b(?:while|for) \(/.test(`${lines[i - 1] ?? ''}\n${line}`);
						return (sleeping.test(line) || measuring.test(line)) && !isSaid ? `${path}:${i + 1}` : [];
					})
		);
		expect(wrong, 'wait for what is meant, or say in a comment what the time stands for').toEqual([]);
	});
});

describe('words', () => {
	test('every rule of a SPEC.md has its number alone, and is the title of a test', () => {
		const all = rules();
		expect(all.length, 'no rule was found: the form is "- **E3** …"').toBeGreaterThan(0);
		expect(
			all.filter(({ id }, i) => all.findIndex((rule) => rule.id === id) !== i),
			'a number names one rule, in one file'
		).toEqual([]);
		const tested = new Set(titled(tests).map(({ id }) => id));
		expect(
			all.filter(({ id }) => !tested.has(id)),
			'a rule without a test "[E3] …" is a wish'
		).toEqual([]);
	});

	test('every number that a title or a document names is a rule', () => {
		const known = new Set(rules().map(({ id }) => id));
		const paths = ['README.md', 'ARCHITECTURE.md', 'DECISIONS.md', 'SECURITY.md'];
		paths.push(...list('src', '.md'), ...list('relay', '.md'));
		const documents = paths.map((path) => ({ path, text: read(path) }));
		expect(
			[...titled(tests), ...pointedAt([...documents, ...product])].filter(({ id }) => !known.has(id)),
			'write the rule first: a number that nobody can look up proves nothing'
		).toEqual([]);
		expect(stray(tests), 'numbers stand at the beginning, in brackets, or they are not counted').toEqual([]);
	});

	test('every file and folder that a document names is there', () => {
		const roots = ['', 'src/', 'src/lib/', 'relay/', 'tests/'];
		const endings = ['', '.ts', '.svelte.ts', '.svelte', '.test.ts', '.mjs', '.md'];
		const isThere = (path: string): boolean =>
			roots.some((root) => endings.some((ending) => exists(`${root}${path}${ending}`)));
		const documents = ['README.md', 'ARCHITECTURE.md', 'DECISIONS.md', 'SECURITY.md'];
		documents.push(...list('src', '.md'), ...list('relay', '.md'));
		const wrong = documents.flatMap((document) =>
			[
				...read(document).matchAll(
					/`((?:src|state|sync|domain|crypto|wire|base|ui|routes|relay|tests|scripts)\/[\w()/.-]+)/g
				)
			]
				.map(([, path = '']) => path)
				.filter((path) => !isThere(path))
				.map((path) => `${document}: ${path}`)
		);
		expect(wrong, 'a reader looks there').toEqual([]);
	});

	test("the glossary's never-words name nothing in domain", () => {
		const rows = read('src/lib/domain/GLOSSARY.md')
			.split('\n')
			.map((row) => row.split('|').map((cell) => cell.trim()));
		const cells = rows
			.filter((row) => row.length === 5 && !/^(never|-+)$/.test(row[3] ?? ''))
			.map((row) => row[3] ?? '');
		const nevers = new Set(
			cells.flatMap((cell) => cell.replace(/\(.*?\)/g, '').split(',')).map((word) => word.trim().toLowerCase())
		);
		nevers.delete('');
		expect(nevers.size, 'the third column of the glossary holds the words').toBeGreaterThan(10);
		const names = product
			.filter(({ path }) => path.startsWith('src/lib/domain/'))
			.flatMap(({ path, text }) =>
				[
					...text.matchAll(
						/^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm
					)
				].map(([, name = '']) => ({ path, name }))
			);
		const wrong = names.filter(({ name }) => {
			const words = name
				.replace(/([a-z\d])([A-Z])/g, '$1 $2')
				.toLowerCase()
				.split(/[ _]/);
			return (
				nevers.has(name.toLowerCase()) || words.some((word) => nevers.has(word) || nevers.has(word.replace(/s$/, '')))
			);
		});
		expect(wrong, 'one thing, one word: see GLOSSARY.md').toEqual([]);
	});
});
