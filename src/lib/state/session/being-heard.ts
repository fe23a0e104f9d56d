/**
 * Feeds have started over for somebody who came without the history: what a device wrote before says nothing to her.
 * Most of it comes with the next thing each of them writes. But until a host has said who she is, nothing proves to the
 * newcomer that the space is the centre's, so one host says it at once: whoever let her in, or, if nobody has,
 * the next who comes online. SPEC.md T3.
 */
import { hasLeft, isHostHeard } from '../../sync/space/feed-beginnings';
import type { Space } from '../../sync/space/space';
import type { OpenSpace } from './open-space';

/** Introduces this host if no host is heard there. `isLive`: whether the space is still open. Rejects with a `Fault`. */
export async function beHeard(opened: OpenSpace, isLive: () => boolean): Promise<void> {
	const { space } = opened;
	// what the others have said of themselves is only known where their documents are held
	if (space.holding === 'own') return;
	if (space.me?.role !== 'host' || !space.isMember || space.policy.documents !== 'each' || !hasLeft(space)) return;
	// It does not outlast the space's being open: the next opening looks again.
	if (!(await isHostHeard(space)) && isLive()) await opened.introduce();
}

/** Whether the newest epoch is this member's doing. */
export function beganEpoch({ records, credentials }: Space): boolean {
	const beginning = records.findLast(({ ops }) => ops.some(({ kind }) => kind === 'epoch'));
	return beginning?.signer === credentials.member;
}
