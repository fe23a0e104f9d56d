/** Repeatable randomness: the same seed makes the same scene. */

/** A whole number from 0 to `below` - 1. */
export type Random = (below: number) => number;

/** mulberry32: small, fast, good enough to choose edits and bytes. Never for keys. */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
}

/** One of `choices`. */
export function pick<T>(random: Random, choices: readonly T[]): T {
	const choice = choices[random(choices.length)];
	if (choice === undefined) throw new Error('nothing to choose from');
	return choice;
}
