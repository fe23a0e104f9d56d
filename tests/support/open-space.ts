import type { Replica } from '../../src/lib/sync/exchange/replica';
import type { Space } from '../../src/lib/sync/space/space';
import { OpenSpace, type Acting } from '../../src/lib/state/session/open-space';

/** What takes the place of what an open space would do. */
interface Acts {
	readonly write?: OpenSpace['write'];
	readonly introduce?: OpenSpace['introduce'];
	readonly isOut?: Acting['isOut'];
}

/** An open space of plain shapes, for tests that look at one rule. */
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
