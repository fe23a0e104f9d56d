/** Conversations made from the bank of sentences: the same in every run, no two alike. */
import { BETWEEN, CONCERNS, FAREWELLS, RETURNS, WELCOMES, type Concern, type Exchange } from './sentences';

/** One contact: who writes what, in order. */
export type Chapter = readonly (readonly [isHost: boolean, text: string])[];

/** A number below one, from an advancing seed. */
export type Random = () => number;

/** Numbers determined by a seed alone (mulberry32). */
export function randomFrom(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The concern of the client with this number. */
export function concernOf(index: number): Concern {
	return pick(CONCERNS, index);
}

/** Contacts of the client with this number with the counsellor of this name. */
export function generate(index: number, counsellor: string, chapters: number): readonly Chapter[] {
	const random = randomFrom(1 + index * 97);
	const concern = concernOf(index);
	const own = shuffled(concern.exchanges, random);
	const between = shuffled(BETWEEN, random);
	const returns = shuffled(RETURNS, random);
	const farewells = shuffled(FAREWELLS, random);
	return Array.from({ length: chapters }, (_, number) => {
		const first = number === 0;
		const begin = first ? pick(WELCOMES, Math.floor(random() * WELCOMES.length)) : pick(returns, number);
		const middle = [...own.splice(0, 2), ...between.splice(0, 1 + Math.floor(random() * 2))];
		const exchanges: readonly Exchange[] = [begin, ...middle, pick(farewells, number)];
		const said = exchanges.flatMap(([client, host]): Chapter => [
			[false, client],
			[true, host.replace('{name}', counsellor)]
		]);
		const opening = pick(concern.opening, Math.floor(index / CONCERNS.length));
		return first ? [...said.slice(0, 2), [false, opening] as const, ...said.slice(2)] : said;
	});
}

function pick<T>(from: readonly T[], index: number): T {
	const one = from[index % from.length];
	if (one === undefined) throw new Error('bug: nothing to choose from');
	return one;
}

function shuffled<T>(from: readonly T[], random: Random): T[] {
	return from
		.map((one) => ({ one, at: random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ one }) => one);
}
