/** What to do about the relay's no, so that whatever may go well later does so by itself. SPEC.md X10. */
import type { RelayRefusal } from '../../wire/frames';

/**
 * found: bring the space. anew: join again later. gap: join again at once, a few times. compare: look which own feed
 * is another one there. refill: send again later. ask: ask again later. behind: ask behind what is under way.
 */
export type Remedy = 'found' | 'anew' | 'gap' | 'compare' | 'refill' | 'ask' | 'behind' | null;

/** What to do when a request is refused; null when nothing helps until somebody does something. */
export function remedyOf(request: string, code: RelayRefusal): Remedy {
	const isForNow = code === 'storage' || code === 'too-fast';
	switch (request) {
		case 'join':
			if (code === 'unknown-space') return 'found';
			return isForNow ? 'anew' : null;
		case 'create':
			// 'not-member': the centre's own joining may have to wait
			return isForNow || code === 'not-member' || code === 'too-large' ? 'anew' : null;
		case 'push':
			if (code === 'fork') return 'compare';
			if (code === 'gap') return 'gap';
			// joining tells whether one is in the space; what was sent by who had left tells nothing
			if (code === 'not-member') return 'anew';
			return isForNow ? 'refill' : null;
		case 'pull':
			if (code === 'too-fast') return 'behind';
			return code === 'not-member' ? 'anew' : 'ask';
		case 'charterPull':
			// never in it, as far as this relay knows
			return 'anew';
		default:
			return null;
	}
}
