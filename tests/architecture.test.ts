/**
 * The house holds itself: the tables in support/house.ts *are* the architecture. ARCHITECTURE.md shows the same ones.
 */
import { describe, expect, test } from 'vitest';
import { folders, rooms } from './support/house';
import { pointedAt, rules, stray, titled } from './support/rules';
import { exists, list, read, sources, type Source } from './support/sources';

/** What the relay's closure must never reach: it carries what it can not read. */
const decrypting = /^src\/lib\/crypto\/(seal|hpke|passphrase)/;

const all = sources('src', 'relay', 'tests', 'scripts').filter(({ path }) => !path.endsWith('.d.ts'));
const product = all.filter(({ path, isTest }) => !isTest && roomOf(path) !== null);
const tests = all.filter(({ isTest }) => isTest);
const byPath = new Map(all.map((source) => [source.path, source]));

function roomOf(path: string): string | null {
	return Object.keys(rooms).find((room) => path === room || path.startsWith(`${room}/`)) ?? null;
}

/** What a cell of a table names, in its order. */
function listed(cell: string): readonly string[] {
	return cell === '' || cell === '-' ? [] : cell.split(', ');
}

function isUnder(path: string, allowed: string): boolean {
	return path === allowed || path === `${allowed}.ts` || path.startsWith(`${allowed}/`);
}

function fits(name: string, pattern: string): boolean {
	return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** How high a file lies in a room with folders: its folder's place; above all of them where it lies beside them. */
function floorOf(path: string, room: string): number {
	const [folder = '', ...below] = path.slice(room.length + 1).split('/');
	const place = (folders[room] ?? []).indexOf(below.length > 0 ? folder : '.');
	return place < 0 && below.length === 0 ? Infinity : place;
}

function importsOf({ imports }: Source, withTypes: boolean): Source[] {
	return imports.flatMap(({ target, isType }) => (isType && !withTypes ? [] : (byPath.get(target) ?? [])));
}

describe('rooms', () => {
	test('every file of the product lies in a room', () => {
		const homeless = all.filter(({ path }) => /^(src|relay)\//.test(path) && roomOf(path) === null);
		expect(
			homeless.map(({ path }) => path),
			'a file without a room has no rules: see HOUSE in ARCHITECTURE.md'
		).toEqual([]);
	});

	test('imports go down', () => {
		const wrong = product.flatMap(({ path, imports }) => {
			const room = roomOf(path) ?? '';
			return imports
				.filter(({ target, isPackage, isType }) => {
					if (byPath.get(target)?.isTest === true) return true;
					if (isPackage || roomOf(target) === room || /\/\$types$/.test(target)) return false;
					return !(rooms[room]?.imports ?? []).some((allowed) =>
						allowed.startsWith('type:') ? isType && isUnder(target, allowed.slice(5)) : isUnder(target, allowed)
					);
				})
				.map(({ target }) => `${path} imports ${target}`);
		});
		expect(wrong, 'a room knows only what its line in the table names; pass it in as a function instead').toEqual([]);
	});

	test('every folder of a room has its place, and imports go down there, too', () => {
		const wrong = Object.keys(folders).flatMap((room) =>
			product
				.filter(({ path }) => path.startsWith(`${room}/`))
				.flatMap(({ path, imports }) => {
					const floor = floorOf(path, room);
					if (floor < 0) return [`${path} lies in a folder that the table does not have`];
					return imports
						.filter(({ target }) => target.startsWith(`${room}/`) && floorOf(target, room) > floor)
						.map(({ target }) => `${path} imports ${target}`);
				})
		);
		expect(wrong, 'a folder knows those before it in the table: take out what both need, or hand it over').toEqual([]);
	});

	test('ARCHITECTURE.md shows the same rooms and folders, each with its purpose', () => {
		const rows = read('ARCHITECTURE.md')
			.split('\n')
			.filter((line) => line.startsWith('| `'))
			.map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
		const shown = rows.map(([, name = '', purpose = '']) => ({ name, purpose }));
		expect(
			shown.filter(({ purpose }) => purpose === ''),
			'a purpose is one sentence'
		).toEqual([]);
		const all = Object.entries(folders).flatMap(([room, names]) =>
			names.filter((name) => name !== '.').map((name) => `${room}/${name}`)
		);
		expect(
			shown.map(({ name }) => name),
			'the tables of this test, in their order'
		).toEqual([...Object.keys(rooms), ...all]);
		const tables = rows
			.slice(0, Object.keys(rooms).length)
			.map(([, , , imports = '', packages = '']) => ({ imports: listed(imports), packages: listed(packages) }));
		expect(tables).toEqual(Object.values(rooms));
	});

	test('packages stay in the rooms that own them', () => {
		const wrong = product.flatMap(({ path, imports }) =>
			imports
				.filter(({ isPackage }) => isPackage)
				.filter(({ target }) => !(rooms[roomOf(path) ?? '']?.packages ?? []).some((pattern) => fits(target, pattern)))
				.map(({ target }) => `${path} imports ${target}`)
		);
		expect(wrong, 'a new package is a decision: DECISIONS.md and the table first').toEqual([]);
	});

	test('$lib is for pages only', () => {
		const wrong = product.filter(({ path, text }) => !path.startsWith('src/routes/') && /from '\$lib/.test(text));
		expect(
			wrong.map(({ path }) => path),
			'relative imports work in the relay and in tests, $lib does not'
		).toEqual([]);
	});

	test('no file imports itself round a corner, types included', () => {
		const done = new Set<Source>();
		const cycles: string[] = [];
		const walk = (source: Source, trail: readonly Source[]): void => {
			if (trail.includes(source))
				cycles.push([...trail.slice(trail.indexOf(source)), source].map(({ path }) => path).join(' -> '));
			if (done.has(source) || trail.includes(source)) return;
			for (const next of importsOf(source, true)) walk(next, [...trail, source]);
			done.add(source);
		};
		for (const source of product) walk(source, []);
		expect(cycles, 'files in a ring are one file: join them, or take out what both need').toEqual([]);
	});

	test('tables are named where they are described', () => {
		const wrong = product.flatMap(({ path, lines }) =>
			/^src\/lib\/(?:domain|sync)\//.test(path)
				? []
				: lines.flatMap((line, i) => (/\bgetMap\('/.test(line) ? `${path}:${i + 1}` : []))
		);
		expect(wrong, 'domain/tables has the records, stream-document and case-document the rest').toEqual([]);
	});

	test('what lives hangs on no effect', () => {
		// the page itself may: it shows something else when what it shows is opened anew
		const pages = /^src\/lib\/(?:ui\/|state\/client\/client\.svelte\.ts$)/;
		const wrong = product.filter(
			({ path, text }) => path.endsWith('.ts') && !pages.test(path) && /\$effect\b/.test(text)
		);
		expect(
			wrong.map(({ path }) => path),
			'effects run where a page is drawn alone, and not in the simulation: listen to what tells, and look once at the start'
		).toEqual([]);
	});

	test('a part of a page that comes later is asked for until it has come', () => {
		const wrong = product.flatMap(({ path, lines }) =>
			path.endsWith('.svelte')
				? lines.flatMap((line, i) =>
						/\bimport\(/.test(line) && !/\b(?:patient|soon)\(\(\) => import\(/.test(line) ? `${path}:${i + 1}` : []
					)
				: []
		);
		expect(wrong, 'on a bad network it fails, and nothing asks again: patient() or soon()').toEqual([]);
	});

	test('the relay does not reach what decrypts', () => {
		const reached = new Set(product.filter(({ path }) => path.startsWith('relay/')));
		for (const source of reached) for (const next of importsOf(source, false)) reached.add(next);
		const wrong = [...reached].map(({ path }) => path).filter((path) => decrypting.test(path));
		expect(wrong, 'what the relay can not do it can not be forced to do').toEqual([]);
	});
});

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
	test('say what they wait for where they wait for time, and do not measure it', () => {
		const sleeping = /\bwaitForTimeout\(|\bnew Promise\b.*\bsetTimeout\(/;
		const measuring = /\bperformance\.now\(|\bDate\.now\(\) - [a-z]/;
		const wrong = tests.flatMap(({ path, lines }) =>
			// Benchmarks and campaigns measure.
			/^tests\/(?:bench|torture|demo)\//.test(path)
				? []
				: lines.flatMap((line, i) => {
						// Between two looks at what is waited for, time is no matter.
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
