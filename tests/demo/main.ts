import type { Extent, Furnished } from './furnish';
import { pretendPage } from './globals';

/** Furnishes the relay at `origin` from Node. */
export async function furnishAt(origin: string, setupCode: string, extent: Extent): Promise<Furnished> {
	pretendPage(origin);
	// Only now: the app's modules look at the page when they are loaded.
	const { furnish } = await import('./furnish');
	return furnish(origin, setupCode, extent);
}
