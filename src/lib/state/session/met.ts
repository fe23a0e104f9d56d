import { extentAt, extentOf, type Extent } from '../../sync/space/held';
import type { OpenSpace } from './open-space';

/** How far device and relay were when a visit met the relay and nothing was left to exchange. */
export interface Met {
	readonly here: Extent;
	readonly there: Extent;
}

/** How far both sides are in an open space with nothing left to exchange. */
export function metIn({ space }: OpenSpace): Met {
	const promised = [...space.promised].map(([feed, seq]) => ({ feed, seq }));
	return { here: extentOf(space), there: extentAt(space.records.length, promised) };
}
