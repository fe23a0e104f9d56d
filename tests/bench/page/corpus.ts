/** The fixed messages used by both sides, alternating between two people. */
import corpus from '../../corpus/gespraeche.json';

/** One message of the work. */
export interface Line {
	readonly isHost: boolean;
	readonly text: string;
	/** When it was written: one minute apart. */
	readonly ms: number;
}

const FIRST_MS = Date.UTC(2026, 0, 5, 9);
const all = corpus.streams.flatMap(({ chapters }) => chapters.flatMap(({ messages }) => messages));

/** Message number `i` of the endless conversation. */
export function lineOf(i: number): Line {
	const [who, text] = all[i % all.length] ?? ['client', '…'];
	return { isHost: who === 'counsellor', text: text ?? '…', ms: FIRST_MS + i * 60_000 };
}

/** The first `count` messages. */
export function lines(count: number): readonly Line[] {
	return Array.from({ length: count }, (_, i) => lineOf(i));
}
