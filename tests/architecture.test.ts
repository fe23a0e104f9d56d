/** Enforces the architecture: the tables in support/house.ts *are* it, and ARCHITECTURE.md shows the same ones. */
import { describe, expect, test } from 'vitest';
import { folders, rooms } from './support/house';
import { read, sources, type Source } from './support/sources';

/** What the relay's import closure must never reach: it carries what it cannot read. */
const decrypting = /^src\/lib\/crypto\/(seal|hpke|passphrase)/;

const all = sources('src', 'relay', 'tests', 'scripts').filter(({ path }) => !path.endsWith('.d.ts'));
const product = all.filter(({ path, isTest }) => !isTest && roomOf(path) !== null);
const byPath = new Map(all.map((source) => [source.path, source]));

function roomOf(path: string): string | null {
	return Object.keys(rooms).find((room) => path === room || path.startsWith(`${room}/`)) ?? null;
}

/** The names in a table cell, in order. */
function listed(cell: string): readonly string[] {
	return cell === '' || cell === '-' ? [] : cell.split(', ');
}

function isUnder(path: string, allowed: string): boolean {
	return path === allowed || path === `${allowed}.ts` || path.startsWith(`${allowed}/`);
}

function fits(name: string, pattern: string): boolean {
	return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** How high a file is in a room with folders: its folder's position, or above all of them if it is beside them. */
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
			'a file without a room has no rules: see "The rooms" in ARCHITECTURE.md'
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
		// The page itself may: it shows something else when what it shows is reopened.
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
						/\bimport\(/.test(line) && !/\b(?:retried|soon)\(\(\) => import\(/.test(line) ? `${path}:${i + 1}` : []
					)
				: []
		);
		expect(wrong, 'on a bad network it fails, and nothing asks again: retried() or soon()').toEqual([]);
	});

	test('nobody takes what somebody else was given', () => {
		const wrong = product.flatMap(({ path, lines }) =>
			lines.flatMap((line, i) => (/(?:\b(?!this\b)\w+|[)\]])\??\.#?parts\b/.test(line) ? `${path}:${i + 1}` : []))
		);
		expect(wrong, 'ask its owner for it by name, or be given it yourself').toEqual([]);
	});

	test('the relay does not reach what decrypts', () => {
		const reached = new Set(product.filter(({ path }) => path.startsWith('relay/')));
		for (const source of reached) for (const next of importsOf(source, false)) reached.add(next);
		const wrong = [...reached].map(({ path }) => path).filter((path) => decrypting.test(path));
		expect(wrong, 'what the relay cannot do it cannot be forced to do').toEqual([]);
	});
});
