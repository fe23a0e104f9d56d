/**
 * Spaces whose page died right after founding them: their founder has not introduced herself there, and a link
 * into one waits for that. Whoever opens one on the founder's side makes up for it. SPEC.md Z2.
 */
import type { Held } from '../../sync/space/held';
import type { OpenSpace } from '../session/open-space';

/** Whether a vault holds a space in which nobody has written anything yet. */
export function isUnbegun({ records, heads, outbox }: Held): boolean {
	return records > 0 && heads.size === 0 && outbox === 0;
}

/** Begins an open space that nobody has begun, once that is known from the relay, too. Rejects with a `Fault`. */
export async function beginIfNew(opened: OpenSpace): Promise<void> {
	const { space, replica } = opened;
	if (!replica.isCurrent || space.missing > 0 || opened.isOut) return;
	const isNew = space.pending.length === 0 && [...space.feeds.values()].every(({ seq }) => seq === 0);
	if (isNew) await opened.introduce();
}
