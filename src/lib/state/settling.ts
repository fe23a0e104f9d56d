/** Waiting until an open space has exchanged everything with the relay. */
import type { Space } from '../sync/space';
import type { Opened } from './session';

/** How long at most. */
const PATIENCE_MS = 15_000;
/** The relay answers first. */
const SETTLE_MS = 300;

/** Whether the relay has all that was written here. */
export function isSent({ pending, feeds }: Space): boolean {
	return pending.length === 0 && [...feeds.values()].every(({ unacked }) => unacked.length === 0);
}

/** Resolves when all has come and gone, or after a while without a network. */
export function settled({ space, replica }: Opened): Promise<void> {
	return until(space, () => replica.isCurrent && space.missing === 0 && isSent(space));
}

/** Resolves when it is so, after a moment in which the relay may answer, or has had its time. */
export function until(space: Space, isSo: () => boolean): Promise<void> {
	return new Promise((resolve) => {
		const look = (): void => {
			if (isSo()) end();
		};
		const end = (): void => {
			stop();
			clearTimeout(latest);
			resolve();
		};
		const stop = space.listen(look);
		const latest = setTimeout(end, PATIENCE_MS);
		setTimeout(look, SETTLE_MS);
	});
}
