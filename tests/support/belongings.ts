/** What a test knows of a person's browser where Playwright does not: her line to the world, and where her downloads go. */
import type { Line } from './line';

/** See the header. */
export interface Belongings {
	readonly line: Line;
	readonly downloads: string;
}

const known = new WeakMap<object, Belongings>();

/** Notes what belongs to the person of `context`. */
export function belongTo(context: object, belongings: Belongings): void {
	known.set(context, belongings);
}

/** Her line; undefined where Playwright cuts it itself. */
export function lineOf(context: object): Line | undefined {
	return known.get(context)?.line;
}

/** Where she finds what she downloads; undefined where Playwright hands it over. */
export function downloadsOf(context: object): string | undefined {
	return known.get(context)?.downloads;
}
