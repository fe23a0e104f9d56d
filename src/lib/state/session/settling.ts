/** Waiting until an open space has exchanged everything with the relay. */
import type { Session } from './session';
import { isSent } from '../../sync/space/sent';
import type { Opened } from './open-spaces';

/** How long nothing may happen: then it is for later. */
const PATIENCE_MS = 15_000;

/** Whether device and relay have what the other has. */
export function isLevel({ space, replica }: Opened): boolean {
	return replica.isCurrent && space.missing === 0 && isSent(space);
}

/**
 * Resolves with true when it is so, or one is out of the space; with false once nothing has happened for a
 * while, or there is no connection. Whoever gets false has to come back: see errand.ts. SPEC.md Z2.
 */
export function waitUntil(session: Session, { space }: Opened, isSo: () => boolean): Promise<boolean> {
	return new Promise((resolve) => {
		let late: ReturnType<typeof setTimeout> | undefined;
		const end = (outcome: boolean): void => {
			stop();
			stopHearing();
			clearTimeout(late);
			resolve(outcome);
		};
		const look = (): void => {
			clearTimeout(late);
			if (isSo() || session.isOut(space)) end(true);
			else if (session.leads && session.connection.reach === 'offline') end(false);
			else late = setTimeout(() => end(false), PATIENCE_MS);
		};
		const stop = space.listen(look);
		const stopHearing = session.on((event) => {
			if (event.kind === 'reach') look();
		});
		look();
	});
}

/** Resolves with whether an open space has met the relay and both have everything. */
export function settled(session: Session, opened: Opened): Promise<boolean> {
	return waitUntil(session, opened, () => isLevel(opened));
}
