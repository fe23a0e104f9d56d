/** The project's source files and the imports of each, read from their text. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** An import as written. `target` is a file of the project, or the package's specifier. */
export interface Import {
	readonly target: string;
	readonly isPackage: boolean;
	readonly isType: boolean;
}

/** A source file; `path` is relative to the root, with slashes. */
export interface Source {
	readonly path: string;
	readonly text: string;
	readonly lines: readonly string[];
	readonly isTest: boolean;
	readonly imports: readonly Import[];
}

const root = join(import.meta.dirname, '../..');

/** The text of the project's file at `path`. */
export function read(path: string): string {
	return readFileSync(join(root, path), 'utf8');
}

/** Whether the project has a file or folder at `path`. */
export function exists(path: string): boolean {
	return existsSync(join(root, path));
}

/** The paths of all files under `folder` that end with one of `endings`. */
export function list(folder: string, ...endings: readonly string[]): string[] {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) return list(path, ...endings);
		return endings.some((ending) => path.endsWith(ending)) ? [path] : [];
	});
}

/** Every TypeScript, Svelte and script file under `folders`. */
export function sources(...folders: readonly string[]): Source[] {
	const paths = folders.flatMap((folder) => list(folder, '.ts', '.svelte', '.mjs'));
	const known = new Set(paths);
	return paths.map((path) => {
		const text = read(path);
		return {
			path,
			text,
			lines: text.trimEnd().split('\n'),
			// A contract suite that several tests run counts as one.
			isTest: path.startsWith('tests/') || /\.(test|spec)\.ts$/.test(path) || / from 'vitest';$/m.test(text),
			imports: importsOf(text).map(({ from, isType }) => {
				const file = fileOf(path, from);
				if (file === null) return { target: from, isPackage: true, isType };
				const endings = ['', '.ts', '.svelte.ts', '.svelte', '/index.ts'];
				const found = endings.map((ending) => file.replace(/\.js$/, '') + ending).find((name) => known.has(name));
				return { target: found ?? file, isPackage: false, isType };
			})
		};
	});
}

function fileOf(path: string, from: string): string | null {
	if (from.startsWith('$lib/')) return from.replace('$lib', 'src/lib');
	return from.startsWith('.') ? posix.join(posix.dirname(path), from) : null;
}

function importsOf(text: string): { from: string; isType: boolean }[] {
	// In Prettier's format, a specifier is in single quotes.
	const statements = /(?:^|[;>])\s*(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+\sfrom\s+)?'([^']+)'/gm;
	const dynamic = /\bimport\(\s*(?:\/\*.*?\*\/\s*)?'([^']+)'\s*\)/g;
	return [
		...[...text.matchAll(statements)].map(([, type, from = '']) => ({ from, isType: type !== undefined })),
		...[...text.matchAll(dynamic)].map(([, from = '']) => ({ from, isType: false }))
	];
}
