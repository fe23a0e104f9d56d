import type { Replica } from '../../src/lib/sync/exchange/replica';
import type { Space } from '../../src/lib/sync/space/space';
import { OpenSpace, type Acting } from '../../src/lib/state/session/open-space';

/** Replacements for what an open space would do. */
interface Acts {
	readonly write?: OpenSpace['write'];
	readonly introduce?: OpenSpace['introduce'];
	readonly isOut?: Acting['isOut'];
}

/** An open space made of plain objects, for tests of a single rule. */
export function openSpace(
	space: object,
	replica: object = { isCurrent: true },
	{ isOut = () => false, ...acts }: Acts = {}
): OpenSpace {
	const opened = new OpenSpace(space as Space, replica as Replica, {} as OpenSpace['way'], {
		write: () => Promise.resolve(),
		isOut,
		isCutOff: () => false,
		onReach: () => () => undefined
	});
	return Object.assign(opened, acts);
}
