/** The rules of all SPEC.md files, and the places that refer to them. */
import { list, read, type Source } from './sources';

/** A rule's id, as named somewhere. */
export interface Naming {
	readonly id: string;
	readonly path: string;
}

/** A title begins with ids in brackets; it is the first argument of the call that registers it. */
const TITLE = /\(\s*['"`]((?:\[[A-Z]+-?\d+[a-z]?\] ?)+)/g;
/** Another form, or brackets further in, would go unnoticed. */
const STRAY =
	/\b(?:test|it|describe|step|each)\b[^\n]*\(\s*(['"`])(?:[A-Z]{1,2}-?\d+[a-z]?[:\]) ]|[^'"`[\n]+\[[A-Z]+-?\d+[a-z]?\])/g;
/** A sentence refers to rules in parentheses, "(S5)", "(E3, H2)", "(G1-G13)", or after the file: "SPEC.md A2, A8". */
const POINTER = /(?:\(|\bSPEC\.md,? )([A-Z]\d{1,2}(?:(?:, | and |-)[A-Z]\d{1,2})*)(?=[).,;:\s]|$)/gm;

/** Every rule, in file order. */
export function rules(): Naming[] {
	return [...list('src', 'SPEC.md'), ...list('relay', 'SPEC.md')].flatMap((path) =>
		[...read(path).matchAll(/^- \*\*([A-Z]+\d+[a-z]?)\*\*/gm)].map(([, id = '']) => ({ id, path }))
	);
}

/** Every id in a test title. */
export function titled(tests: readonly Source[]): Naming[] {
	return tests.flatMap(({ path, text }) =>
		[...text.matchAll(TITLE)].flatMap(([, ids = '']) =>
			[...ids.matchAll(/\[([^\]]+)\]/g)].map(([, id = '']) => ({ id, path }))
		)
	);
}

/** Titles with something like an id in a form that `titled` does not read. */
export function stray(tests: readonly Source[]): string[] {
	return tests.flatMap(({ path, text }) => [...text.matchAll(STRAY)].map(([title]) => `${path}: ${title}`));
}

/** Every id that documents and comments refer to. */
export function pointedAt(places: readonly Pick<Source, 'path' | 'text'>[]): Naming[] {
	return places.flatMap(({ path, text }) =>
		[...text.matchAll(POINTER)].flatMap(([, ids = '']) => ids.split(/, | and |-/).map((id) => ({ id, path })))
	);
}
