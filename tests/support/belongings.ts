/** What a test knows about a person's browser and Playwright does not: her line, and where downloads go. */
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

/** Her line; undefined if Playwright cuts it itself. */
export function lineOf(context: object): Line | undefined {
	return known.get(context)?.line;
}

/** The folder of her downloads; undefined if Playwright hands them over. */
export function downloadsOf(context: object): string | undefined {
	return known.get(context)?.downloads;
}
