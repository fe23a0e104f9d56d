import { metIn, type Met } from '../session/met';
import type { OpenSpace } from '../session/open-space';
import type { StreamsParts } from './streams-parts';
import { beginIfNew } from './unbegun';

/**
 * Does in an open stream what a visit is for: everything arrives, what is due is done, and everything goes out. Null while
 * something is left. Rejects with a `Fault` if what is due cannot be done now. SPEC.md Z3.
 */
export async function visitIn(
	id: string,
	opened: OpenSpace,
	{ session, onMet, onOut }: Pick<StreamsParts, 'session' | 'onMet' | 'onOut'>
): Promise<Met | null> {
	const { space, replica } = opened;
	if (!session.isConnected) return null;
	const hasMet = await opened.until(() => replica.isCurrent && space.missing === 0);
	if (!hasMet) return null;
	if (opened.isOut) {
		// The relay's refusal will come again after closing, and would be another reason to look.
		onOut(id);
		return null;
	}
	await beginIfNew(opened);
	await onMet(id, opened);
	return (await opened.settled()) ? metIn(opened) : null;
}
