/** How to react to the relay's refusals, so that whatever can work later is retried automatically. SPEC.md X10. */
import type { RelayRefusal } from '../../wire/frames';

/**
 * found: create the space. anew: join again later. gap: join again at once, a few times. compare: find the own feed
 * that differs there. refill: send again later. ask: ask again later. behind: ask after the running request.
 */
export type Remedy = 'found' | 'anew' | 'gap' | 'compare' | 'refill' | 'ask' | 'behind' | null;

/** What to do when a request is refused; null when only a person can help. */
export function remedyOf(request: string, code: RelayRefusal): Remedy {
	const isForNow = code === 'storage' || code === 'too-fast';
	switch (request) {
		case 'join':
			if (code === 'unknown-space') return 'found';
			return isForNow ? 'anew' : null;
		case 'create':
			// 'not-member': the centre itself may not be joined yet
			return isForNow || code === 'not-member' || code === 'too-large' ? 'anew' : null;
		case 'push':
			if (code === 'fork') return 'compare';
			if (code === 'gap') return 'gap';
			// only joining tells whether we are in the space; a refusal of what was sent under former keys tells nothing
			if (code === 'not-member') return 'anew';
			return isForNow ? 'refill' : null;
		case 'pull':
			if (code === 'too-fast') return 'behind';
			return code === 'not-member' ? 'anew' : 'ask';
		case 'charterPull':
			// never a member, as far as this relay knows
			return 'anew';
		default:
			return null;
	}
}
